"""The demo's register: what townships noted day by day since the beginning of last year, and the months they closed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accounts.models import User
from attendance.models import MonthClosing, RegisterLine
from attendance.register.queries import first_of, months_between
from cadres.models import Posting
from config.teams import is_duty_day
from policies.periods import add_months, month_end
from villages.clock import now
from villages.models import Division


@dataclass(frozen=True)
class Rhythm:
    """Chances of a day, of a person of this county: on a duty day in place, on official business; on a rest day in place."""

    duty: float
    official: float
    rest: float
    here: str = "V"


RHYTHMS = {
    "banner": Rhythm(0.86, 0.04, 0.10),
    "linfen": Rhythm(0.93, 0.03, 0.10),
    "hebei": Rhythm(0.985, 0.005, 0.78),
    "ningxia": Rhythm(0.985, 0.01, 0.06),
    "general": Rhythm(0.97, 0.01, 0.25, here="C"),
}
SHORT = Rhythm(0.74, 0.01, 0.02)
FEW = Rhythm(0.80, 0.01, 0.02)
LOW = Rhythm(0.58, 0.02, 0.01)
AVERAGE = Rhythm(0.79, 0.02, 0.03)


def write_register(
    postings: Sequence[Posting], rhythm: Rhythm, *, rng: Random, on: date, clerk: User, lagging: frozenset[int]
) -> None:
    """A line for each posting and month. `lagging`: teams whose township has not noted the last days."""
    RegisterLine.objects.bulk_create(
        (
            line
            for number, posting in enumerate(postings)
            for line in _lines(
                posting,
                [_rhythm_of(number, rhythm, now=now) for now in (False, True)],
                rng=rng,
                until=on - timedelta(days=4 if posting.team_id in lagging else 1 if number % 5 == 0 else 0),
                clerk=clerk,
            )
        ),
        batch_size=1000,
    )


def _rhythm_of(number: int, rhythm: Rhythm, *, now: bool) -> Rhythm:
    """A few people of every county are often away, some of them only since this year began; one is average."""
    if number in (17, 40, 71):
        return SHORT
    if number in (29, 83) and now:
        return LOW
    if number == 2 and now:
        return AVERAGE
    return FEW if number % 19 == 12 else rhythm


def _lines(posting: Posting, rhythms: list[Rhythm], *, rng: Random, until: date, clerk: User) -> Iterator[RegisterLine]:
    since = max(posting.start, date(until.year - 1, 1, 1))
    last = min(posting.end or until, until)
    for month in months_between(since, last):
        days = [
            _day(day, rhythms[day.year == until.year], rng) if since <= day <= last else (".", ".", ".")
            for day in _days_of(month)
        ]
        am, pm, nights = ("".join(column) for column in zip(*days, strict=True))
        yield RegisterLine(
            posting=posting, month=month, noted_am=am, noted_pm=pm, nights=nights, am=am, pm=pm, written_by=clerk,
            written_at=now(),
        )  # fmt: skip


def _days_of(month: date) -> list[date]:
    return [month + timedelta(days=number) for number in range(month_end(month.year, month.month).day)]


def _day(day: date, rhythm: Rhythm, rng: Random) -> tuple[str, str, str]:
    """Morning, afternoon, night."""
    chance = rng.random()
    if not is_duty_day(day):
        mark = rhythm.here if chance < rhythm.rest else "R"
        return mark, mark, "1" if mark == "V" else "0"
    here = "V" if rhythm.here == "C" and rng.random() < 0.6 else rhythm.here
    if chance < rhythm.duty:
        return here, "O" if rng.random() < 0.01 else here, "1" if here == "V" else "0"
    mark = "O" if chance < rhythm.duty + rhythm.official else "L"
    return mark, mark, "0"


def mark_absent(posting: Posting, *, last: date, duty_days: int) -> None:
    """So many duty days without leave in a row, ending on `last`, the rest days between spent away too."""
    left, day = duty_days, last
    while left:
        line = RegisterLine.objects.get(posting=posting, month=first_of(day))
        mark, place = "A" if is_duty_day(day) else "R", slice(day.day - 1, day.day)
        am = line.am[: place.start] + mark + line.am[place.stop :]
        nights = line.nights[: place.start] + "0" + line.nights[place.stop :]
        RegisterLine.objects.filter(pk=line.pk).update(noted_am=am, noted_pm=am, am=am, pm=am, nights=nights)
        left -= is_duty_day(day)
        day -= timedelta(days=1)


def close_months(places: Sequence[Division], *, on: date, by: User, open_last: int) -> None:
    """Every past month is closed, but for last month in the last `open_last` places."""
    last = add_months(first_of(on), -1)
    closed_at = now()
    MonthClosing.objects.bulk_create(
        MonthClosing(place=place, month=month, closed_by=by, closed_at=closed_at)
        for number, place in enumerate(places)
        for month in months_between(date(on.year - 1, 1, 1), last)
        if month != last or number < len(places) - open_last
    )
