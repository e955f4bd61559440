"""Make the environment and install what a lock names, with hashes; skipped where nothing changed.

Runs under the machine's own Python, so it uses the standard library alone: install.py LOCK
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LARGER = {"requirements-local.txt": ["requirements-dev.txt"]}  # what a larger lock holds too


def main(lock: str) -> None:
    if sys.version_info[:2] != (3, 11):
        sys.exit(
            f"需要 Python 3.11，而 {sys.executable} 是 {sys.version.split()[0]}。请用 make PYTHON=/路径/python3.11 指明。"
        )
    if not usable():
        create()
    if not any(
        stamp(name).exists() and stamp(name).read_text() == digest(name) for name in [lock, *LARGER.get(lock, [])]
    ):
        print(f"正在安装 {lock} 中的软件包……", flush=True)
        install(lock)


def usable() -> bool:
    """Whether the environment stands, here: a copied or moved one points to another folder."""
    try:
        answer = subprocess.run([PYTHON, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True)
    except OSError:
        return False
    return answer.returncode == 0 and Path(answer.stdout.strip()) == ENVIRONMENT


def create() -> None:
    print(f"正在建立 Python 环境 {ENVIRONMENT} ……", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], capture_output=True, text=True)
    if made.returncode == 0:
        return
    # Debian keeps ensurepip in a package of its own; the machine's pip can fill the environment as well.
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", ENVIRONMENT], check=True)
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        sys.exit("这个 Python 既没有 ensurepip 也没有 pip。在 Debian 上请先安装 python3.11-venv，再重新运行。")


def install(lock: str) -> None:
    own_pip = (ENVIRONMENT / "bin" / "pip").exists()
    pip: list[str | Path] = [PYTHON, "-m", "pip"] if own_pip else [sys.executable, "-m", "pip", "--python", PYTHON]
    for old in ENVIRONMENT.glob("installed-*"):
        old.unlink()
    options = ["--require-hashes", "--no-deps", "--disable-pip-version-check", "--progress-bar=off", "--quiet"]
    done = subprocess.run([*pip, "install", *options, "-r", ROOT / lock])
    if done.returncode != 0:
        sys.exit(
            "软件包没有装全，原因见上。可重新运行；离线机器请用 PIP_INDEX_URL 或 PIP_FIND_LINKS 指明软件包的来源。"
        )
    stamp(lock).write_text(digest(lock))


def installed(lock: str) -> bool:
    return stamp(lock).exists() and stamp(lock).read_text() == digest(lock)


def stamp(lock: str) -> Path:
    return ENVIRONMENT / f"installed-{lock}"


def digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1])
