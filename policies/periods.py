"""Windows and lengths of time: the corresponding day, the last day of a month, a quarter, a year."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS_IN = {"month": 1, "two_months": 2, "quarter": 3, "half_year": 6, "year": 12}


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The corresponding day `months` later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def window_of(day: date, window: str) -> tuple[date, date]:
    """First and last day of the month, quarter, half-year or year that holds `day`."""
    months = MONTHS_IN[window]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, add_months(first, months) - timedelta(days=1)


def full_years(start: date, through: date) -> int:
    """Whole years completed on the day `through`: the corresponding day completes one."""
    years = through.year - start.year
    return years if add_months(start, 12 * years) <= through else years - 1
