"""What holds whatever the numbers: totals, order, one route a leave, silence kept silent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policies.calendar import default_calendar, span
from policies.periods import add_months, full_years, window_of
from policies.words import FINDINGS, LEAVE_TYPES, LEVELS, ROLES
from tests.policies.asking import DAYS, answer

POLICIES = st.sampled_from(sorted(DAYS))
HALVES = st.integers(1, 120).map(lambda halves: halves / 2)
MONTH = st.text(alphabet="VCOLRA.", min_size=30, max_size=30).map(lambda line: {"2018-09": line})
ON = "2019-06-28"


@settings(max_examples=300, deadline=None)
@given(
    POLICIES,
    st.sampled_from(sorted(ROLES)),
    st.sampled_from(sorted(LEVELS)),
    st.sampled_from(sorted(LEAVE_TYPES)),
    HALVES,
)
def test_every_leave_has_one_route_or_none(policy: str, role: str, level: str, kind: str, days: float) -> None:
    given_answer = answer(policy, "leave_route", on=ON, role=role, dispatch_level=level, leave_type=kind, days=days)
    assert (given_answer["outcome"] == "route") == bool(given_answer["steps"])
    assert given_answer["outcome"] in ("route", "silent")
    order = [(step["stage"], step["body"]) for step in given_answer["steps"]]
    assert order == sorted(set(order))
    assert given_answer["outcome"] == "silent" or given_answer["articles"]


@settings(max_examples=300, deadline=None)
@given(POLICIES, st.sampled_from(sorted(LEVELS)), HALVES, HALVES)
def test_a_longer_leave_never_goes_back_to_a_lower_band(policy: str, level: str, one: float, other: float) -> None:
    shorter, longer = sorted((one, other))
    order = ["team_leader", "township", "county_office", "county_org", "city_office"]

    def rank(days: float) -> int:
        facts = {"role": "member", "dispatch_level": level, "leave_type": "personal", "days": days}
        steps = answer(policy, "leave_route", on=ON, **facts)["steps"]
        return max((order.index(step["body"]) for step in steps if step["body"] in order), default=len(order))

    assert rank(shorter) <= rank(longer)


@settings(max_examples=300, deadline=None)
@given(POLICIES, MONTH, MONTH)
def test_counted_days_are_halves_between_nothing_and_the_month(policy: str, days: dict, afternoons: dict) -> None:
    given_answer = answer(policy, "presence", on=ON, window="month", days=days, days_pm=afternoons)
    if given_answer["outcome"] == "silent":
        return
    counted = Decimal(str(given_answer["counted"]))
    assert 0 <= counted <= 30
    assert (counted * 2) % 1 == 0
    assert (given_answer["outcome"] == "met") == (counted >= given_answer["required"])


@settings(max_examples=300, deadline=None)
@given(POLICIES, MONTH, st.integers(0, 29))
def test_one_more_village_day_never_counts_less(policy: str, days: dict, place: int) -> None:
    line = days["2018-09"]
    better = {"2018-09": line[:place] + "V" + line[place + 1 :]}
    before = answer(policy, "presence", on=ON, window="month", days=days)["counted"]
    after = answer(policy, "presence", on=ON, window="month", days=better)["counted"]
    assert before is None or before <= after


@settings(max_examples=400, deadline=None)
@given(MONTH, MONTH)
def test_working_days_of_an_absence_are_within_its_calendar_days(days: dict, afternoons: dict) -> None:
    given_answer = answer("linfen", "absence", on=ON, days=days, days_pm=afternoons, as_of="2018-09-30")
    longest, total = given_answer["longest"], given_answer["total"]
    assert longest["workdays"] <= longest["calendar"] <= total["calendar"]
    assert longest["workdays"] <= total["workdays"] <= total["calendar"]
    calendar = default_calendar()
    absent = sum(
        (line["2018-09"][day.day - 1] == "A") / 2
        for line in (days, afternoons)
        for day in span(date(2018, 9, 1), date(2018, 9, 30))
        if calendar.is_workday(day)
    )
    assert total["workdays"] == absent


@settings(max_examples=200, deadline=None)
@given(POLICIES, st.lists(st.sampled_from(sorted(FINDINGS)), max_size=5))
def test_grounds_of_several_findings_are_those_of_each(policy: str, findings: list) -> None:
    together = answer(policy, "removal_grounds", on=ON, findings=findings)["grounds"]
    each = [
        ground
        for finding in findings
        for ground in answer(policy, "removal_grounds", on=ON, findings=[finding])["grounds"]
    ]
    assert sorted(map(str, together)) == sorted({str(ground) for ground in each})


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6))
def test_a_quota_is_never_over_its_share(base: int) -> None:
    for policy, share in (("hebei", 40), ("ningxia", 15), ("inner-mongolia-village", 20)):
        most = answer(policy, "grade_quota", on=ON, object="cadre", grade="excellent", base=base)["max"]
        assert most * 100 <= base * share < (most + 1) * 100


@settings(max_examples=300, deadline=None)
@given(st.dates(date(2004, 1, 1), date(2025, 12, 1)), st.integers(1, 15))
def test_a_deadline_is_a_working_day_with_so_many_before_it(received: date, count: int) -> None:
    calendar = default_calendar()
    due = calendar.after_workdays(received, count)
    assert calendar.is_workday(due)
    assert calendar.workdays(received + timedelta(days=1), due) == count


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_a_year_is_complete_on_its_corresponding_day(start: date, years: int) -> None:
    through = add_months(start, 12 * years)
    assert full_years(start, through) == years
    assert full_years(start, through - timedelta(days=1)) == years - 1


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from(["month", "quarter", "half_year", "year"]))
def test_windows_hold_their_day_and_touch(day: date, window: str) -> None:
    first, last = window_of(day, window)
    assume(last < date(2100, 1, 1))
    assert first <= day <= last
    assert window_of(last + timedelta(days=1), window)[0] == last + timedelta(days=1)


@pytest.mark.parametrize(("year", "workdays"), [(2018, 250), (2019, 250), (2026, 248)])
def test_the_calendar_has_the_published_working_days(year: int, workdays: int) -> None:
    assert default_calendar().workdays(date(year, 1, 1), date(year, 12, 31)) == workdays
