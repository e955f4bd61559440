"""Runs and totals of absence in calendar and working days, at noon, over rest days, over the end of the year."""

from typing import Any

import pytest

from tests.policies.asking import answer
from tests.policies.register import absent_on, month

VILLAGE, GENERAL, LINFEN, HEBEI, NINGXIA = (
    "inner-mongolia-village",
    "inner-mongolia-general",
    "linfen",
    "hebei",
    "ningxia",
)


def absence(policy: str, days: dict, as_of: str, **facts: Any) -> tuple:
    given = answer(policy, "absence", on=as_of, days=days, as_of=as_of, **facts)
    if given["longest"] is None:
        return (given["outcome"],)
    pairs = (given["longest"], given["total"])
    return (given["outcome"], *((pair["calendar"], pair["workdays"]) for pair in pairs))


@pytest.mark.parametrize(
    ("first", "last", "as_of", "expected"),
    [
        ("2019-03-04", "2019-03-18", "2019-03-31", ("none", (15, 11), (15, 11))),
        ("2019-03-04", "2019-03-19", "2019-03-31", ("needs_determination", (16, 12), (16, 12))),
        ("2019-03-04", "2019-03-22", "2019-03-31", ("needs_determination", (19, 15), (19, 15))),
        ("2019-03-04", "2019-03-25", "2019-03-31", ("ground", (22, 16), (22, 16))),
        ("2019-03-04", "2019-03-24", "2019-03-31", ("needs_determination", (19, 15), (19, 15))),
        ("2019-03-04", "2019-03-31", "2019-03-18", ("none", (15, 11), (15, 11))),
        ("2018-12-17", "2019-01-11", "2019-01-31", ("ground", (26, 19), (11, 8))),
    ],
)
def test_a_run_over_both_limits_is_a_ground(first: str, last: str, as_of: str, expected: tuple) -> None:
    on = max(as_of, "2019-01-21")
    given = answer(VILLAGE, "absence", on=on, days=absent_on(first, last), as_of=as_of)
    lengths = tuple((given[name]["calendar"], given[name]["workdays"]) for name in ("longest", "total"))
    assert (given["outcome"], *lengths) == expected


@pytest.mark.parametrize(("day", "longest"), [("L", 6), ("V", 6), ("O", 6), ("C", 6), (".", 6), ("R", 12)])
def test_everything_but_rest_breaks_a_run(day: str, longest: int) -> None:
    days = {"2019-04": "V" * 7 + "AAAAA" + day + "AAAAAA" + "V" * 11}
    given = answer(LINFEN, "absence", readings={"absent_on_rest": "absent"}, days=days, as_of="2019-04-30")
    assert given["longest"]["calendar"] == longest


def test_rest_days_inside_belong_to_the_calendar_run_and_those_around_do_not() -> None:
    days = month("2019-03", d8="A", d11="A")
    assert absence(VILLAGE, days, "2019-03-31") == ("none", (4, 2), (4, 2))
    assert absence(VILLAGE, month("2019-03", d8="ARR"), "2019-03-31") == ("none", (1, 1), (1, 1))


def test_an_absence_noted_on_a_rest_day_is_rest() -> None:
    assert absence(VILLAGE, month("2019-03", d9="AA"), "2019-03-31") == ("none", (0, 0), (0, 0))
    assert absence(VILLAGE, month("2019-03", d8="AAA"), "2019-03-31") == ("none", (1, 1), (1, 1))


def test_a_run_can_start_and_end_at_noon() -> None:
    mornings = month("2019-03", d5="A", d6="A")
    afternoons = month("2019-03", d4="A", d5="A")
    given = absence(VILLAGE, mornings, "2019-03-31", days_pm=afternoons)
    assert given == ("none", (2, 2), (2, 2))


def test_half_days_apart_add_up_but_do_not_join() -> None:
    mornings, afternoons = month("2019-03", d5="A"), month("2019-03", d6="A")
    assert absence(VILLAGE, mornings, "2019-03-31", days_pm=afternoons) == ("none", (0.5, 0.5), (1, 1))


@pytest.mark.parametrize(("halves", "outcome"), [(0, "none"), (1, "ground")])
def test_half_a_day_over_the_limit_is_over(halves: int, outcome: str) -> None:
    days = month("2018-11", d1="AA", d5="AAAAA", d12="AAAAA", d19="AAA")
    afternoons = month("2018-11", d1="AA", d5="AAAAA", d12="AAAAA", d19="AAA" + "A" * halves)
    given = answer(NINGXIA, "absence", days=days, days_pm=afternoons, as_of="2018-11-30")
    assert given["outcome"] == outcome


def test_the_total_over_thirty_in_a_year_is_a_ground_without_a_long_run() -> None:
    days: dict[str, str] = {}
    for name in ("2019-03", "2019-04", "2019-05", "2019-06"):
        days |= month(name)
        line = "".join("A" if place % 3 != 1 and symbol == "V" else symbol for place, symbol in enumerate(days[name]))
        days[name] = line
    given = answer(VILLAGE, "absence", on="2019-06-30", days=days, as_of="2019-06-30")
    assert given["longest"]["calendar"] <= 15
    assert given["total"]["workdays"] > 30
    assert given["outcome"] == "ground"


def test_each_day_belongs_to_the_total_of_its_own_year() -> None:
    days = absent_on("2018-12-24", "2019-01-04")
    assert absence(LINFEN, days, "2018-12-31") == ("none", (6, 6), (6, 6))
    assert absence(LINFEN, days, "2019-01-31") == ("none", (12, 9), (4, 3))


def test_only_working_days_judge_where_the_text_says_so() -> None:
    days = absent_on("2018-11-05", "2018-11-23")
    assert absence(NINGXIA, days, "2018-11-30") == ("none", (19, 15), (19, 15))
    assert absence(NINGXIA, absent_on("2018-11-05", "2018-11-26"), "2018-11-30")[0] == "ground"


def test_hebei_has_no_rule_on_length() -> None:
    assert absence(HEBEI, absent_on("2018-09-01", "2018-10-31"), "2018-10-31") == ("silent",)


def test_a_run_can_be_read_in_one_way_only() -> None:
    days = absent_on("2019-03-04", "2019-03-19")
    for way, outcome in (("both", "needs_determination"), ("calendar", "ground"), ("workdays", "none")):
        given = answer(VILLAGE, "absence", readings={"absence_run": way}, days=days, as_of="2019-03-31")
        assert given["outcome"] == outcome


def test_leave_can_be_read_as_a_pause() -> None:
    days = {"2019-04": "V" * 7 + "AAAAA" + "RR" + "LLL" + "AA" + "V" * 11}
    breaks = answer(VILLAGE, "absence", days=days, as_of="2019-04-30")
    suspends = answer(VILLAGE, "absence", readings={"leave_in_run": "suspends"}, days=days, as_of="2019-04-30")
    assert (breaks["longest"]["workdays"], suspends["longest"]["workdays"]) == (5, 7)


@pytest.mark.parametrize(
    ("policy", "articles"),
    [(VILLAGE, ["23.1"]), (GENERAL, ["16"]), (LINFEN, ["9.5.4"]), (NINGXIA, ["12"]), (HEBEI, [])],
)
def test_articles_of_the_limit(policy: str, articles: list) -> None:
    given = answer(policy, "absence", on="2019-06-28", days=month("2019-06"), as_of="2019-06-28")
    assert given["articles"] == articles
