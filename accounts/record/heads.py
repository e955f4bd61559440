"""The newest seal's hash, kept beside the uploads: who cuts seals off the end of the table cannot cut it there as well.

A file for each chain (known by its key), so that another database in the same folder does not meddle.
"""

import json
import os
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from accounts.models import Seal
from accounts.personal_data import Vault

FOLDER = ".record"  # beside the uploads, and in no backup of them


class Head(NamedTuple):
    """A seal as it was when it was the newest."""

    number: int
    hash: str

    def stands(self) -> bool:
        return Seal.objects.filter(pk=self.number, hash=self.hash).exists()


def path_of(vault: Vault) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{vault.keyed_hash('record head')[:16]}.json"


def kept_head(vault: Vault) -> Head | None:
    """The head kept last; none where there is none or it cannot be read."""
    try:
        held = json.loads(path_of(vault).read_text(encoding="utf-8"))
        return Head(int(held["seal"]), str(held["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_head(vault: Vault, *, anew: bool = False) -> None:
    """Keep the newest seal's hash; not in place of one that is gone from the table, save `anew` after a restore.

    A folder that cannot be written to keeps nobody from sealing: the health page tells of it.
    """
    newest, held = Seal.objects.order_by("-id").first(), kept_head(vault)
    if newest is None or held == Head(newest.pk, newest.hash):
        return
    if held is not None and not anew and not held.stands():
        return
    path = path_of(vault)
    unfinished = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps({"seal": newest.pk, "hash": newest.hash}), encoding="utf-8")
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
