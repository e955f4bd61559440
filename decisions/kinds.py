"""What kinds of matters there are. A house to the right registers its own; proceedings never import it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.access import Seat
from accounts.models import User
from decisions.models import Proceeding

Consequence = Callable[[Proceeding], None]
Seats = Callable[[User, Proceeding], Iterable[Seat]]


@dataclass(frozen=True)
class Kind:
    """A kind of proceeding: its label, where its subject's page is, and what follows when it ends.

    `seats` are those in which a user may open such a matter today.
    `granted`, `refused` and `withdrawn` run in the transaction of the act that ends it. `reply_event` is the policies'
    word for what a body has to answer in time (question `deadline`), where a regulation sets a time. `asked_for`: the
    person it is about asked for it, and so may take it back.
    """

    code: str
    label: str
    address: Callable[[Proceeding], str]
    granted: Consequence
    refused: Consequence
    seats: Seats
    reply_event: str = ""
    withdrawn: Consequence | None = None
    asked_for: bool = True


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called from a house's AppConfig.ready."""
    _KINDS[kind.code] = kind


def kind_of(proceeding: Proceeding) -> Kind:
    return _KINDS[proceeding.kind]


def labels() -> list[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in _KINDS.values()]
