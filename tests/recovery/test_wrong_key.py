"""With a wrong master key nothing starts: neither worker nor beat nor the server, and each says what to do."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from accounts.personal_data import open_vault

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
WORKER = ["-m", "celery", "--quiet", "-A", "config", "worker", "--concurrency", "1", "--without-gossip"]
BEAT = ["-m", "celery", "--quiet", "-A", "config", "beat", "--max-interval", "1"]
SERVER = ["-c", "import config.wsgi"]


def start(command: list[str], key: str, folder: Path) -> subprocess.CompletedProcess[str]:
    place = connection.settings_dict
    secret = f"{quote(place['USER'])}:{quote(place['PASSWORD'])}"
    url = f"postgresql://{secret}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    environment = os.environ | {"DATABASE_URL": url, "MASTER_KEY": key, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.celery
@pytest.mark.parametrize("command", [WORKER, BEAT, SERVER], ids=["worker", "beat", "server"])
def test_nothing_starts_with_a_wrong_master_key(command: list[str], tmp_path: Path) -> None:
    open_vault()
    ended = start(command, "another", tmp_path)
    assert (ended.returncode, "主密钥 MASTER_KEY 与数据库不符" in ended.stderr) == (1, True)
