"""Builders of register lines."""

from collections.abc import Mapping
from datetime import date

from attendance.models import RegisterLine
from cadres.models import Posting


def line(posting: Posting, month: str, am: str, pm: str = "", *, nights: str = "") -> RegisterLine:
    """The posting's line of a month ("2018-10"), noted and counting alike."""
    nights = nights or "." * len(am)
    noted = {"noted_am": am, "noted_pm": pm or am, "am": am, "pm": pm or am, "nights": nights}
    return RegisterLine.objects.create(posting=posting, month=date.fromisoformat(f"{month}-01"), **noted)


def lines(posting: Posting, months: Mapping[str, str]) -> list[RegisterLine]:
    return [line(posting, month, string) for month, string in months.items()]
