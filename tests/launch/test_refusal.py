"""A server without a key does not start, and says what to do."""

import os
import subprocess
import sys

import pytest

from config.launch.paths import ROOT

SERVER = {"DEBUG": "0", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}


@pytest.mark.parametrize(
    "command", [["manage.py", "check"], ["-m", "celery", "-A", "config", "report"], ["-c", "import config.wsgi"]]
)
def test_without_a_key_nothing_starts_and_the_last_line_says_why(command: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"} | SERVER
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "没有设置 SECRET_KEY，程序不启动。" in done.stderr.strip().splitlines()[-1]
