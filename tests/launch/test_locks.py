"""The locks name packages, versions and hashes, and no host to fetch them from."""

import json
import re

import pytest

from config.launch.paths import ROOT

LOCKS = ["requirements.txt", "requirements-local.txt", "requirements-dev.txt"]


def versions(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_python_lock_names_no_host_and_hashes_everything(lock: str) -> None:
    text = (ROOT / lock).read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert "://" not in text
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_smaller_lock_agrees_with_the_largest(lock: str) -> None:
    assert versions(lock).items() <= versions(LOCKS[2]).items()


def test_front_end_lock_names_no_host_and_hashes_everything() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert [name for name, package in fetched.items() if "resolved" in package] == []
    assert [name for name, package in fetched.items() if "integrity" not in package] == []
