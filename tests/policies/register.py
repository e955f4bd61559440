"""Builds day strings as a register would have them."""

from calendar import monthrange
from datetime import date, timedelta

from policies.facade import default_calendar


def month(name: str, present: str = "V", rest: str = "R", **days: str) -> dict[str, str]:
    """A month with `present` on working days and `rest` on others; `d7="A"` sets the 7th, `d7="AAA"` from the 7th on."""
    year, number = int(name[:4]), int(name[5:])
    length = monthrange(year, number)[1]
    calendar = default_calendar()
    line = [present if calendar.is_workday(date(year, number, day)) else rest for day in range(1, length + 1)]
    for start, symbols in days.items():
        first = int(start[1:]) - 1
        line[first : first + len(symbols)] = symbols
    assert len(line) == length
    return {name: "".join(line)}


def year(number: int, present: str = "V", rest: str = "R") -> dict[str, str]:
    return {name: line for one in range(1, 13) for name, line in month(f"{number}-{one:02}", present, rest).items()}


def first_days(days: dict[str, str], symbol: str, count: int, other: str = "L") -> dict[str, str]:
    """The same months with `symbol` on the first `count` days and `other` on the rest."""
    flat = symbol * count + other * (sum(map(len, days.values())) - count)
    result, place = {}, 0
    for name, line in sorted(days.items()):
        result[name] = flat[place : place + len(line)]
        place += len(line)
    return result


def absent_on(first: str, last: str) -> dict[str, str]:
    """Whole months of presence with `A` on the working days from `first` through `last`."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    months: dict[str, str] = {}
    day = start.replace(day=1)
    while day <= end:
        months |= month(f"{day:%Y-%m}")
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    calendar, day = default_calendar(), start
    while day <= end:
        if calendar.is_workday(day):
            line = months[f"{day:%Y-%m}"]
            months[f"{day:%Y-%m}"] = line[: day.day - 1] + "A" + line[day.day :]
        day += timedelta(days=1)
    return months
