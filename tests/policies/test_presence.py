"""Days on post: minimum, open windows, broken periods, official trips, working days, cover of a village."""

from typing import Any

import pytest

from tests.policies.asking import answer
from tests.policies.register import first_days, month, year

VILLAGE, GENERAL, LINFEN, HEBEI, NINGXIA = (
    "inner-mongolia-village",
    "inner-mongolia-general",
    "linfen",
    "hebei",
    "ningxia",
)


def presence(policy: str, days: dict, window: str = "month", **facts: Any) -> tuple:
    given = answer(policy, "presence", window=window, days=days, **facts)
    return given["outcome"], given["counted"], given["required"]


@pytest.mark.parametrize(
    ("policy", "days", "window", "expected"),
    [
        (VILLAGE, first_days(year(2019), "V", 199), "year", ("short", 199, 200)),
        (VILLAGE, first_days(year(2019), "V", 200), "year", ("met", 200, 200)),
        (VILLAGE, first_days(year(2019), "O", 200), "year", ("met", 200, 200)),
        (VILLAGE, first_days(year(2019), "C", 250), "year", ("short", 0, 200)),
        (HEBEI, first_days({"2018-09": "." * 30}, "V", 24), "month", ("short", 24, 25)),
        (HEBEI, first_days({"2018-09": "." * 30}, "V", 25), "month", ("met", 25, 25)),
        (HEBEI, first_days({"2019-02": "." * 28}, "V", 24, "O"), "month", ("needs_determination", 24, 25)),
        (HEBEI, first_days({"2018-09": "." * 30}, "C", 30), "month", ("short", 0, 25)),
        (HEBEI, {"2018-09": "V" * 20 + "O" * 4 + "L" * 6}, "month", ("short", 20, 25)),
        (HEBEI, {"2018-09": "V" * 20 + "O" * 5 + "L" * 5}, "month", ("needs_determination", 20, 25)),
        (GENERAL, first_days({"2018-09": "." * 30}, "C", 19), "month", ("short", 19, 20)),
        (GENERAL, first_days({"2018-09": "." * 30}, "C", 20), "month", ("met", 20, 20)),
        (GENERAL, first_days({"2018-09": "." * 30}, "R", 30), "month", ("short", 0, 20)),
        (NINGXIA, month("2018-02"), "month", ("met", 17, 17)),
        (NINGXIA, month("2018-10"), "month", ("met", 18, 18)),
        (NINGXIA, month("2018-02", d1="L"), "month", ("short", 16, 17)),
        (NINGXIA, month("2018-09", present="O"), "month", ("met", 21, 20)),
        (NINGXIA, month("2018-09", present="C"), "month", ("short", 0, 20)),
        (NINGXIA, {"2018-09": "V" * 30}, "month", ("met", 21, 20)),
        (NINGXIA, month("2018-11", present="L", rest="V"), "month", ("short", 0, 20)),
        (LINFEN, month("2018-09"), "month", ("silent", None, None)),
        (LINFEN, year(2019), "year", ("silent", None, None)),
        (VILLAGE, month("2019-03"), "month", ("silent", None, None)),
        (HEBEI, year(2019), "year", ("silent", None, None)),
        (NINGXIA, year(2019), "year", ("silent", None, None)),
    ],
)
def test_a_closed_window(policy: str, days: dict, window: str, expected: tuple) -> None:
    assert presence(policy, days, window, on="2019-12-31") == expected


@pytest.mark.parametrize(
    ("policy", "days", "window", "as_of", "expected"),
    [
        (HEBEI, {"2018-09": "V" * 10 + "." * 20}, "month", "2018-09-10", ("running", 10, True)),
        (HEBEI, {"2018-09": "V" * 5 + "L" * 5 + "." * 20}, "month", "2018-09-10", ("running", 5, True)),
        (HEBEI, {"2018-09": "V" * 4 + "L" * 6 + "." * 20}, "month", "2018-09-10", ("running", 4, False)),
        (HEBEI, {"2018-09": "V" * 25 + "." * 5}, "month", "2018-09-25", ("met", 25, True)),
        (HEBEI, {"2018-09": "V" * 24 + "L" * 6}, "month", "2018-09-30", ("short", 24, None)),
        (HEBEI, {"2018-09": "V" * 24 + "L" * 6}, "month", "2018-10-15", ("short", 24, None)),
        (HEBEI, {"2018-09": "V" * 30}, "month", "2018-09-24", ("running", 24, True)),
        (NINGXIA, month("2018-11"), "month", "2018-11-12", ("running", 8, True)),
        (NINGXIA, month("2018-11", d1="LL", d5="L"), "month", "2018-11-12", ("running", 5, False)),
        (VILLAGE, year(2019), "year", "2019-06-30", ("running", 122, True)),
    ],
)
def test_an_open_window_forecasts_and_never_finds(
    policy: str, days: dict, window: str, as_of: str, expected: tuple
) -> None:
    given = answer(policy, "presence", window=window, days=days, as_of=as_of)
    assert (given["outcome"], given["counted"], given["reachable"]) == expected


@pytest.mark.parametrize(
    ("policy", "days", "window", "facts", "expected"),
    [
        (HEBEI, {"2018-09": "." * 15 + "V" * 15}, "month", {"posted_from": "2018-09-16"}, ("met", 15, 13)),
        (
            HEBEI,
            {"2018-09": "." * 15 + "V" * 12 + "LLL"},
            "month",
            {"posted_from": "2018-09-16"},
            ("needs_determination", 12, 13),
        ),
        (HEBEI, {"2018-09": "V" * 13 + "." * 17}, "month", {"posted_to": "2018-09-15"}, ("met", 13, 13)),
        (HEBEI, {"2018-09": "V" * 24 + "L" * 6}, "month", {"posted_from": "2018-09-01"}, ("short", 24, 25)),
        (HEBEI, {"2018-09": "V" * 24 + "L" * 6}, "month", {"posted_from": "2017-01-01"}, ("short", 24, 25)),
        (HEBEI, {"2018-09": "." * 29 + "L"}, "month", {"posted_from": "2018-09-30"}, ("needs_determination", 0, 1)),
        (
            VILLAGE,
            first_days(year(2019), ".", 181),
            "year",
            {"posted_from": "2019-07-01"},
            ("needs_determination", 0, 101),
        ),
        (NINGXIA, month("2018-11"), "month", {"posted_from": "2018-11-16"}, ("met", 11, 10)),
        (NINGXIA, month("2018-02"), "month", {"posted_from": "2018-02-15"}, ("met", 6, 6)),
        (NINGXIA, month("2018-02"), "month", {"posted_to": "2018-02-14"}, ("met", 11, 9)),
    ],
)
def test_a_broken_period_is_pro_rata_and_never_short(
    policy: str, days: dict, window: str, facts: dict, expected: tuple
) -> None:
    assert presence(policy, days, window, on="2019-12-31", **facts) == expected


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ({}, ("needs_determination", 12, 13)),
        ({"partial_period": "full"}, ("short", 12, 25)),
        ({"partial_period": "skip"}, ("needs_determination", 12, None)),
    ],
)
def test_a_broken_period_can_be_read_otherwise(readings: dict, expected: tuple) -> None:
    days = {"2018-09": "." * 15 + "V" * 12 + "LLL"}
    given = answer(HEBEI, "presence", readings=readings, window="month", days=days, posted_from="2018-09-16")
    assert (given["outcome"], given["counted"], given["required"]) == expected


def test_official_days_can_be_read_as_counting() -> None:
    days = {"2018-09": "V" * 20 + "O" * 5 + "L" * 5}
    given = answer(HEBEI, "presence", readings={"official_days": "counted"}, window="month", days=days)
    assert (given["outcome"], given["counted"]) == ("met", 25)
    assert [reading["choice"] for reading in given["reading"]] == ["counted"]


def test_half_days_are_exact() -> None:
    days, afternoons = {"2018-09": "V" * 25 + "L" * 5}, {"2018-09": "V" * 24 + "L" * 6}
    assert presence(HEBEI, days, days_pm=afternoons) == ("short", 24.5, 25)
    assert presence(HEBEI, {"2018-09": "V" * 26 + "L" * 4}, days_pm=afternoons) == ("met", 25, 25)


@pytest.mark.parametrize(("absent", "expected"), [(10, ("met", 240, 240)), (11, ("short", 239, 240))])
def test_ningxia_teams_have_a_year_of_240_working_days(absent: int, expected: tuple) -> None:
    days = year(2019)
    for name in sorted(days):
        while absent and "V" in days[name]:
            days[name] = days[name].replace("V", "L", 1)
            absent -= 1
    given = answer(NINGXIA, "presence", on="2019-12-31", window="year", days=days, object="team")
    assert (given["outcome"], given["counted"], given["required"]) == expected
    assert (given["unit"], given["articles"]) == ("workday", ["annex1.2.5"])


def test_the_number_of_a_cadre_is_not_asked_of_a_team() -> None:
    assert presence(HEBEI, month("2018-09"), object="team") == ("silent", None, None)
    assert presence(NINGXIA, month("2018-09"), object="team") == ("silent", None, None)


def coverage(policy: str, lines: dict, name: str = "2018-09") -> tuple:
    given = answer(policy, "coverage", month=name, team_days=lines)
    return given["outcome"], given["uncovered"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({"甲": "V" * 30}, ("met", [])),
        ({"甲": "V" * 29 + "R"}, ("short", ["2018-09-30"])),
        ({"甲": "V" * 29 + "R", "乙": "R" * 29 + "V"}, ("met", [])),
        ({"甲": "O" + "V" * 29}, ("short", ["2018-09-01"])),
        ({"甲": "C" + "V" * 29, "乙": "L" * 30}, ("short", ["2018-09-01"])),
        ({}, ("short", [f"2018-09-{day:02}" for day in range(1, 31)])),
    ],
)
def test_hebei_wants_somebody_in_the_village_every_day(lines: dict, expected: tuple) -> None:
    assert coverage(HEBEI, lines) == expected


@pytest.mark.parametrize("policy", [VILLAGE, LINFEN, NINGXIA, GENERAL])
def test_no_other_text_asks_for_cover(policy: str) -> None:
    assert coverage(policy, {"甲": "L" * 30}) == ("silent", [])
