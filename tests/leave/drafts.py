"""Leaves as a form would give them."""

from datetime import date
from decimal import Decimal
from typing import Any

from attendance.leave.planning import Draft
from cadres.models import Posting

MONDAY = date(2018, 9, 3)


def draft(posting: Posting, days: str, *, start: date = MONDAY, **more: Any) -> Draft:
    """A leave of so many days from a morning on."""
    halves = int(Decimal(days) * 2)
    last = start.toordinal() * 2 + halves - 1
    end, half = date.fromordinal(last // 2), "pm" if last % 2 else "am"
    facts: dict[str, Any] = {
        "reason": "家中有事",
        "destination": "outside_county",
        "place": "太原",
        "leave_type": "personal",
    } | more
    return Draft(posting=posting, start=start, start_half="am", end=end, end_half=half, **facts)
