"""SQL and the policy's own count agree on random months of each regulation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attendance.models import Tally
from attendance.tally.actions import run_tally
from decisions.law import answer, policy_for
from policies.periods import month_end, window_of
from tests import factories
from tests.factories_attendance import line

PLACES: dict[str, Callable[[], factories.County]] = {
    "hebei": factories.hebei,
    "inner-mongolia-village": factories.inner_mongolia,
    "inner-mongolia-general": factories.general_team,
    "ningxia": factories.ningxia,
    "linfen": factories.linfen,
}
MONTHS = [date(2018, month, 1) for month in range(7, 13)] + [date(2019, month, 1) for month in range(1, 13)]
DAYS = [date(2019, 2, 14), date(2019, 2, 28), date(2019, 10, 12), date(2019, 12, 31), date(2020, 1, 5)]


@dataclass(frozen=True)
class Stay:
    start: date
    end: date | None
    lines: dict[str, tuple[str, str]]


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    start = draw(st.sampled_from([date(2017, 7, 1), date(2018, 10, 1), date(2018, 12, 31), date(2019, 2, 15)]))
    end = draw(st.sampled_from([None, None, date(2019, 2, 28), date(2019, 3, 1), date(2019, 10, 9)]))
    months = draw(st.lists(st.sampled_from(MONTHS), min_size=1, max_size=6, unique=True))
    return Stay(start, end, {f"{month:%Y-%m}": draw(halves(month)) for month in sorted(months)})


@st.composite
def halves(draw: st.DrawFn, month: date) -> tuple[str, str]:
    length = month_end(month.year, month.month).day
    letters = draw(st.sampled_from(["V", "VO", "VR", "VCOLRA.", "CVO", "AR", "."]))
    am = draw(st.text(alphabet=letters, min_size=length, max_size=length))
    if draw(st.booleans()):
        return am, am
    return am, draw(st.text(alphabet=letters, min_size=length, max_size=length))


@pytest.mark.django_db
@pytest.mark.parametrize("code", PLACES)
def test_sql_counts_what_the_policy_counts(code: str) -> None:
    place = PLACES[code]()

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(people=st.lists(stays(), min_size=1, max_size=8), on=st.sampled_from(DAYS))
    def agree(people: list[Stay], on: date) -> None:
        with transaction.atomic():
            _compare(place, code, people, on)
            transaction.set_rollback(True)

    agree()


def _compare(place: factories.County, code: str, people: list[Stay], on: date) -> None:
    for number, stay in enumerate(people):
        _post(place, number, stay)
    run_tally(on=on)
    rows = [row for row in Tally.objects.select_related("cadre", "posting") if row.outcome != "silent"]
    assert [_stored(row) for row in rows] == [_answered(row, people, place, on) for row in rows]
    written = Tally.objects.values_list("cadre__name", "first")
    assert {(int(name.removeprefix("队员")), first) for name, first in written} == _windows(code, people, on)


def _post(place: factories.County, number: int, stay: Stay) -> None:
    posting = factories.cadre(f"队员{number}", place, start=stay.start, end=stay.end, username=f"member-{number}")
    for month, (am, pm) in stay.lines.items():
        line(posting, month, am, pm)


def _windows(code: str, people: list[Stay], on: date) -> set[tuple[int, date]]:
    """Person and window of every line of a posting that the regulation, once in force, asks about."""
    word, since = ("year", 2019) if code == "inner-mongolia-village" else ("month", on.year - 1)
    found = set()
    for number, stay in enumerate(people):
        for month in map(date.fromisoformat, (f"{name}-01" for name in stay.lines)):
            first, last = window_of(month, word)
            if since <= month.year and month <= on and stay.start <= last and (stay.end is None or first <= stay.end):
                found.add((number, first))
    return found


def _stored(row: Tally) -> dict[str, Any]:
    return {
        "outcome": row.outcome,
        "counted": row.counted,
        "required": row.required,
        "unit": row.unit,
        "reachable": row.reachable,
        "articles": row.articles,
        "reading": row.readings,
    }


def _answered(row: Tally, people: list[Stay], place: factories.County, on: date) -> dict[str, Any]:
    stay = people[int(row.cadre.name.removeprefix("队员"))]
    first, last = window_of(row.first, row.window)
    day = min(last, on)
    policy = policy_for(place.division.code, team_kind=place.team.kind, on=day)
    inside = {month: line for month, line in stay.lines.items() if first <= date.fromisoformat(f"{month}-01") <= day}
    facts: dict[str, Any] = {
        "window": row.window,
        "days": {month: am for month, (am, _) in inside.items()},
        "days_pm": {month: pm for month, (_, pm) in inside.items()},
        "as_of": day.isoformat(),
    }
    if stay.start > first:
        facts["posted_from"] = stay.start.isoformat()
    if stay.end and stay.end < last:
        facts["posted_to"] = stay.end.isoformat()
    given = answer("presence", policy=policy, on=day, facts=facts)
    return {key: given[key] for key in ("outcome", "counted", "required", "unit", "reachable", "articles", "reading")}
