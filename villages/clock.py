"""The one place that reads the clock. A setting can fix the day (demo, tests, replay)."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The moment, aware, in the program's time zone; on a fixed day the hour still runs."""
    moment = timezone.localtime()
    fixed: date | None = settings.TODAY
    return moment.replace(year=fixed.year, month=fixed.month, day=fixed.day) if fixed else moment


def today() -> date:
    return now().date()
