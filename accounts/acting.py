"""In which seat somebody acts, and for whom: the one rule of every body's acts.

Nobody acts in their own matter, nor (代) in the matter of the person they stand in for. Where all that lets somebody act is
a standing substitution, the record names the absent person beside them.
"""

from collections.abc import Iterable

from accounts.access import Seat, reach_of
from accounts.models import User
from accounts.record.context import tell_absent


class NotAllowed(Exception):
    """The user may not do this; the sentence says why and what to do."""


def check_own(by: User, *, about: int | None) -> None:
    """Refuse who is the person (a user's id) it is about. Raises NotAllowed."""
    if about is not None and about == by.pk:
        raise NotAllowed("不能办理本人的事项，请由单位其他同志办理。")


def free_seats(seats: Iterable[Seat], *, by: User, about: int | None) -> list[Seat]:
    """Of these seats those in which `by` may act in a matter about somebody (a user's id)."""
    if about is None:
        return list(seats)
    return [seat for seat in seats if by.pk != about and (seat.absent is None or seat.absent.pk != about)]


def act_over(by: User, *words: str, place: str, about: int | None, refusal: str, deciding: bool = False) -> User | None:
    """As `act_in`, in whatever body `by` works (decides) for that acts in one of these words over a place (12 digits).

    Raises NotAllowed, with the sentence `refusal` where there is none.
    """
    seats = reach_of(by).seats_over(*words, place=place, deciding=deciding)
    if not seats:
        raise NotAllowed(refusal)
    return act_in(seats, by=by, about=about)


def act_in(seats: Iterable[Seat], *, by: User, about: int | None) -> User | None:
    """Whom `by` acts for (代) in one of these seats, all of which allow the act; None in their own right.

    `about` is the user the matter is about. Raises NotAllowed in their own matter, and in the absent person's.
    """
    check_own(by, about=about)
    held = list(seats)
    free = [seat.absent for seat in free_seats(held, by=by, about=about)]
    if held and not free:
        raise NotAllowed(f"这是{held[0].absent}本人的事项，不能由其代办人办理，请由单位其他同志办理。")
    absent = None if None in free else next(iter(free), None)
    if absent is not None:
        tell_absent(absent)
    return absent
