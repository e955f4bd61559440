"""Where a checkout keeps what it makes: environment, clusters, logs, keys."""

import hashlib
import os
import secrets
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = ROOT / ".venv"
STATE = Path(os.environ.get("CADRES_STATE_DIR") or ROOT / ".local")


def reachable(path: Path, *, user: str | None) -> bool:
    """Whether `user` can enter the folder (or run the file); None is whoever runs this."""
    if user is None:
        return os.access(path, os.X_OK)
    probe = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "probe", path], user=user, group=_group(user), extra_groups=[], cwd="/"
    )
    return probe.returncode == 0


def folder_for(user: str | None) -> Path:
    """A folder whose parents `user` may enter: the checkout's own, or one of its own under /var/lib."""
    STATE.mkdir(parents=True, exist_ok=True)
    if reachable(STATE, user=user):
        return STATE
    name = hashlib.sha256(str(STATE).encode()).hexdigest()[:12]
    elsewhere = Path("/var/lib/stationed-cadres") / name
    elsewhere.mkdir(parents=True, exist_ok=True)
    return elsewhere


def kept_secret(name: str) -> str:
    """A random value made once for this checkout and readable by its owner only."""
    path = STATE / name
    STATE.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _group(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid
