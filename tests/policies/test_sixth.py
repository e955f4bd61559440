"""A made-up sixth regulation uses what other provinces do, and is only data."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from policies.checker import check_file
from policies.facade import Library, ask, default_calendar, load_library, presence_plan
from tests.policies.register import first_days, month

FILE = Path(__file__).parent / "sixth.toml"


@cache
def library() -> Library:
    return load_library([FILE])


def answer(question: str, **facts: Any) -> dict[str, Any]:
    asked = {
        "policy": "sixth",
        "on": "2022-06-30",
        "question": question,
        "facts": {k.rstrip("_"): v for k, v in facts.items()},
    }
    given = ask(asked, library=library(), calendar=default_calendar())
    assert "error" not in given, given
    return given


def test_the_file_is_whole() -> None:
    assert check_file(FILE) == []


MAY = {"2022-05": "." * 31}


@pytest.mark.parametrize(
    ("days", "nights", "expected"), [(22, 16, "met"), (21, 16, "short"), (22, 15, "short"), (21, 15, "short")]
)
def test_days_and_nights_are_both_needed(days: int, nights: int, expected: str) -> None:
    given = answer("presence", window="month", days=first_days(MAY, "V", days), nights=nights)
    assert given["outcome"] == expected
    assert [(part["unit"], part["required"]) for part in given["measures"]] == [("day", 22), ("night", 16)]


def test_a_trip_counts_only_if_it_was_reported() -> None:
    days = first_days(MAY, "V", 21, "O")
    silent = answer("presence", window="month", days=days, nights=20)
    reported = answer("presence", window="month", days=days, nights=20, reported=["2022-05-25"])
    assert (silent["counted"], silent["outcome"]) == (21, "short")
    assert (reported["measures"][0]["counted"], reported["outcome"]) == (22, "met")


def test_leaders_have_a_number_of_their_own() -> None:
    given = answer("presence", window="month", days=first_days(MAY, "V", 20), role="leader")
    assert (given["outcome"], given["required"]) == ("met", 20)


def test_a_quarter_asks_two_thirds_of_its_working_days() -> None:
    days = month("2022-04") | month("2022-05") | month("2022-06", present="L")
    given = answer("presence", window="quarter", days=days)
    assert (given["outcome"], given["counted"], given["required"], given["unit"]) == ("short", 41, 42, "workday")


@pytest.mark.parametrize(("village_class", "required"), [("一类村", 130), ("二类村", 110), (None, 110)])
def test_half_a_year_goes_by_class_of_village(village_class: str | None, required: int) -> None:
    days = {
        f"2022-0{number}": "V" * length for number, length in ((1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30))
    }
    given = answer("presence", window="half_year", days=days, village_class=village_class)
    assert (given["outcome"], given["required"]) == ("met", required)


def test_a_year_counts_days() -> None:
    given = answer("presence", window="year", days=month("2022-01"), as_of="2022-01-31")
    assert (given["outcome"], given["required"], given["reachable"]) == ("running", 220, True)


def leave(days: float, **facts: Any) -> dict[str, Any]:
    return answer("leave_route", role="member", dispatch_level="county", leave_type="personal", days=days, **facts)


def test_either_of_two_bodies_may_approve_and_others_are_told() -> None:
    given = leave(3)
    assert given["steps"] == [{"stage": 1, "body": "township", "act": "approve", "or": ["county_office"]}]
    assert given["tell"] == ["unit"]
    assert leave(6)["tell"] == ["city_org", "unit"]


@pytest.mark.parametrize(("taken", "outcome"), [(None, "route"), (12, "route"), (12.5, "refused")])
def test_approved_leave_is_capped(taken: float | None, outcome: str) -> None:
    assert leave(3, taken=taken)["outcome"] == outcome


@pytest.mark.parametrize(
    ("count", "grounds", "measures"),
    [
        (0, [], []),
        (1, [], ["criticism"]),
        (2, [], ["admonition"]),
        (3, [], ["admonition"]),
        (4, ["recall"], []),
        (9, ["recall"], []),
    ],
)
def test_a_ladder_on_a_count(count: int, grounds: list, measures: list) -> None:
    given = answer("removal_grounds", missed_checks=count)
    assert [ground["disposition"] for ground in given["grounds"]] == grounds
    assert [measure["disposition"] for measure in given.get("measures", [])] == measures


@pytest.mark.parametrize(
    ("rank", "complaints", "found"), [("division", 1, 1), ("staff", 2, 0), ("staff", 3, 1), ("bureau", 0, 0)]
)
def test_a_trigger_by_rank(rank: str, complaints: int, found: int) -> None:
    assert len(answer("removal_grounds", rank=rank, complaints=complaints)["grounds"]) == found


@pytest.mark.parametrize(
    ("ground", "effects"),
    [
        ("6", [{"bar": "promotion", "from": "2022-08-31", "through": "2024-02-29"}]),
        (
            "7",
            [
                {"bar": "honours", "from": "2022-08-31", "through": "2025-08-31"},
                {"bar": "promotion", "from": "2022-08-31", "through": "2024-02-29"},
            ],
        ),
        ("8", []),
    ],
)
def test_effects_go_by_ground_with_exceptions_and_any_length(ground: str, effects: list) -> None:
    given = answer("removal_effects", disposition="recall", decided_on="2022-08-31", ground=ground)
    assert given["effects"] == effects


@pytest.mark.parametrize(("households", "minimum"), [(100, 3), (450, 3), (451, 4), (1200, 8)])
def test_the_size_of_a_team_goes_by_households(households: int, minimum: int) -> None:
    given = answer("team", households=households, members=3, pairs=[])
    assert given["minimum"] == minimum
    assert [finding["kind"] for finding in given["findings"]] == (["too_few"] if minimum > 3 else [])


def test_no_couple_in_one_team() -> None:
    given = answer("team", households=100, members=3, pairs=["couple", "cousins"])
    assert given["findings"] == [{"kind": "forbidden_pair", "firm": True}]


@pytest.mark.parametrize(
    ("facts", "until"),
    [
        ({"role": "first_secretary", "village_class": "一类村"}, "2025-03-01"),
        ({"role": "member", "village_class": "一类村"}, "2024-03-01"),
        ({"role": "member", "village_class": "二类村"}, "2023-03-01"),
    ],
)
def test_terms_go_by_role_and_class(facts: dict, until: str) -> None:
    assert answer("term", **facts, from_="2022-03-01")["until"] == until


@pytest.mark.parametrize(
    ("altitude", "amount"), [(2499, "1000.00"), (2500, "1610.00"), (3500, "2400.00"), (4800, "2400.00")]
)
def test_subsidy_goes_by_altitude(altitude: int, amount: str) -> None:
    assert answer("subsidy", nights=20, altitude=altitude)["amount"] == amount


def test_a_weighted_score() -> None:
    given = answer("score", sheet="member", item="total", parts={"平时": 90, "测评": 80.5, "年终": 70})
    assert (given["points"], given["of"]) == (81.15, 100)


def test_a_deadline_in_calendar_days() -> None:
    given = answer("deadline", event="replacement_notice", received_on="2022-01-31")
    assert (given["due"], given["unit"]) == ("2022-03-02", "day")


def test_plans_for_the_tally_say_which_measure_and_for_whom() -> None:
    plans = presence_plan(library().policies[0])
    assert [(plan.count.window, plan.count.unit, plan.count.share, plan.roles, plan.classes) for plan in plans] == [
        ("month", "day", "", (), ()),
        ("month", "night", "", (), ()),
        ("month", "day", "", ("leader",), ()),
        ("quarter", "workday", "2/3", (), ()),
        ("half_year", "day", "", (), ("一类村",)),
        ("half_year", "day", "", (), ()),
        ("year", "day", "", (), ()),
    ]
