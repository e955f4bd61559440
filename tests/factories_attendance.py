"""Builders of register lines."""

import calendar
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


def year_of(days: int) -> dict[str, str]:
    """Register strings of 2019 with so many days in the village, the first of each month on; the rest is leave."""
    months = {}
    for month in range(1, 13):
        length = calendar.monthrange(2019, month)[1]
        present = min(days, 17 if month < 12 else length)
        months[f"2019-{month:02d}"] = "V" * present + "L" * (length - present)
        days -= present
    assert days == 0
    return months
