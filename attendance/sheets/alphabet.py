"""The letters of a day string, as the policies read them."""

from calendar import monthrange

VILLAGE = "V"
COUNTY = "C"
OFFICIAL = "O"
LEAVE = "L"
REST = "R"
ABSENT = "A"
NOTHING = "."

Month = tuple[int, int]


def month_name(month: Month) -> str:
    """(2018, 9) is written 2018-09."""
    return f"{month[0]:04d}-{month[1]:02d}"


def month_length(month: Month) -> int:
    """Calendar days of the month."""
    return monthrange(*month)[1]
