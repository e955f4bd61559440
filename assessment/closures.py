"""What else may close a grade to a person: houses to the right (recall's bars) say so here."""

from collections.abc import Callable
from datetime import date

from cadres.models import Cadre

Closure = Callable[[Cadre, str, date], str]
_CLOSURES: list[Closure] = []


def register(closure: Closure) -> None:
    """`closure(cadre, grade, on)` gives the sentence why the grade is closed, or nothing. From AppConfig.ready."""
    if closure not in _CLOSURES:
        _CLOSURES.append(closure)


def closed(cadre: Cadre, *, grade: str, on: date) -> list[str]:
    return [sentence for closure in _CLOSURES if (sentence := closure(cadre, grade, on))]
