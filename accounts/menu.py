"""The main menu. Each house enters its pages from its AppConfig.ready; this module knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.access import Reach

GROUPS = ("", "驻村管理", "办法", "系统")


def everybody(reach: Reach) -> bool:
    return True


def nothing(reach: Reach) -> int:
    return 0


@dataclass(frozen=True)
class Entry:
    """A page in the menu: where, for whom, with how many things waiting. `order` places it inside its group."""

    label: str
    url_name: str
    icon: str
    group: str = ""
    order: int = 50
    shown: Callable[[Reach], bool] = everybody
    badge: Callable[[Reach], int] = nothing


_ENTRIES: dict[str, Entry] = {}


def enter(*entries: Entry) -> None:
    """Put pages into the menu; the same address again replaces its entry."""
    _ENTRIES.update({entry.url_name: entry for entry in entries})


def entries_for(reach: Reach) -> list[Entry]:
    shown = [entry for entry in _ENTRIES.values() if entry.shown(reach)]
    return sorted(shown, key=lambda entry: (GROUPS.index(entry.group), entry.order, entry.label))
