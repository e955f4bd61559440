"""Quotas, grade limits, scores, credit, subsidy: exact numbers, at and around each boundary."""

from typing import Any

import pytest

from tests.policies.asking import answer

VILLAGE, GENERAL, LINFEN, HEBEI, NINGXIA = (
    "inner-mongolia-village",
    "inner-mongolia-general",
    "linfen",
    "hebei",
    "ningxia",
)


@pytest.mark.parametrize(
    ("policy", "whom", "grade", "base", "expected"),
    [
        (VILLAGE, "team", "excellent", 4, (0, False, ["20"])),
        (VILLAGE, "team", "excellent", 5, (1, False, ["20"])),
        (VILLAGE, "cadre", "excellent", 199, (39, False, ["20"])),
        (VILLAGE, "unit", "excellent", 100, (None, None, [])),
        (VILLAGE, "team", "good", 100, (None, None, [])),
        (HEBEI, "cadre", "excellent", 0, (0, True, ["22"])),
        (HEBEI, "cadre", "excellent", 5, (2, True, ["22"])),
        (HEBEI, "team", "excellent", 7, (2, True, ["22"])),
        (HEBEI, "unit", "excellent", 100, (None, None, [])),
        (NINGXIA, "cadre", "excellent", 119, (17, True, ["9"])),
        (NINGXIA, "cadre", "excellent", 6, (0, True, ["9"])),
        (NINGXIA, "team", "excellent", 100, (None, None, [])),
        (LINFEN, "cadre", "excellent", 100, (None, None, [])),
        (GENERAL, "team", "excellent", 57, (None, None, [])),
    ],
)
def test_a_quota_rounds_down(policy: str, whom: str, grade: str, base: int, expected: tuple) -> None:
    given = answer(policy, "grade_quota", object=whom, grade=grade, base=base)
    assert (given["max"], given["firm"], given["articles"]) == expected


def test_a_quota_can_be_read_as_rounded() -> None:
    facts: dict[str, Any] = {"object": "team", "grade": "excellent", "base": 43}
    assert answer(VILLAGE, "grade_quota", readings={"quota_rounding": "half_up"}, **facts)["max"] == 9


CLEAN = {"tasks_done": True, "circulars": 0, "discipline_ok": True, "dereliction": False}
FOUR = ["excellent", "competent", "basic", "incompetent"]
TWO_GOOD = ["excellent", "excellent"]


@pytest.mark.parametrize(
    ("facts", "allowed", "forced"),
    [
        ({**CLEAN, "quarterly": TWO_GOOD}, FOUR, None),
        ({**CLEAN, "quarterly": ["excellent"]}, FOUR[1:], None),
        ({**CLEAN, "quarterly": []}, FOUR[1:], None),
        ({**CLEAN, "quarterly": TWO_GOOD, "tasks_done": False}, FOUR[1:], None),
        ({**CLEAN, "quarterly": TWO_GOOD, "circulars": 1}, FOUR, None),
        ({**CLEAN, "quarterly": TWO_GOOD, "circulars": 2}, ["basic"], "basic"),
        ({**CLEAN, "quarterly": TWO_GOOD, "discipline_ok": False}, ["basic"], "basic"),
        ({**CLEAN, "quarterly": TWO_GOOD, "dereliction": True}, ["incompetent"], "incompetent"),
        ({**CLEAN, "quarterly": TWO_GOOD, "circulars": 3, "dereliction": True}, ["incompetent"], "incompetent"),
        ({**CLEAN, "quarterly": [], "tasks_done": False, "circulars": 2}, ["basic"], "basic"),
        ({}, FOUR, None),
    ],
)
def test_ningxia_closes_and_fixes_grades(facts: dict, allowed: list, forced: str | None) -> None:
    given = answer(NINGXIA, "grade_limits", object="cadre", **facts)
    assert (given["allowed"], given["forced"]) == (allowed, forced)


@pytest.mark.parametrize(
    ("teams", "allowed"),
    [
        (["good", "excellent"], ["excellent", "good", "average", "poor"]),
        (["good", "average"], ["good", "average", "poor"]),
        (["poor"], ["good", "average", "poor"]),
        ([], ["excellent", "good", "average", "poor"]),
    ],
)
def test_one_weak_team_closes_the_best_grade_to_its_unit(teams: list, allowed: list) -> None:
    assert answer(HEBEI, "grade_limits", object="unit", teams=teams)["allowed"] == allowed


@pytest.mark.parametrize(
    ("policy", "whom", "expected"),
    [
        (VILLAGE, "team", ["excellent", "good", "average", "poor"]),
        (VILLAGE, "cadre", FOUR),
        (VILLAGE, "unit", "silent"),
        (HEBEI, "cadre", FOUR),
        (HEBEI, "team", ["excellent", "good", "average", "poor"]),
        (NINGXIA, "team", "silent"),
        (LINFEN, "cadre", "silent"),
        (GENERAL, "cadre", "silent"),
    ],
)
def test_a_text_without_a_scale_is_silent(policy: str, whom: str, expected: object) -> None:
    given = answer(policy, "grade_limits", object=whom)
    assert given.get("outcome", given["allowed"]) == expected


@pytest.mark.parametrize(
    ("sheet", "item", "facts", "points", "of"),
    [
        ("team", "2.5", {"workdays": 240}, 10, 10),
        ("team", "2.5", {"workdays": 250}, 10, 10),
        ("team", "2.5", {"workdays": 239.5}, 9.75, 10),
        ("team", "2.5", {"workdays": 221}, 0.5, 10),
        ("team", "2.5", {"workdays": 220}, 0, 10),
        ("team", "2.5", {"workdays": 0}, 0, 10),
        ("team", "2.5", {"absent_days": 3}, 8.5, 10),
        ("leader", "2", {"absent_days": 0}, 5, 5),
        ("leader", "2", {"absent_days": 25}, 0, 5),
        ("leader", "2", {"absent_days": 26}, 0, 5),
        ("leader", "2", {"absent_days": 0.5}, 4.9, 5),
        ("member", "2", {"absent_days": 8}, 8.4, 10),
        ("member", "2", {"absent_days": 3}, 9.4, 10),
        ("member", "1", {"unfinished_tasks": 3}, 67, 70),
        ("team", "4.2", {"raised_wan": 0.9, "unit_kind": "party"}, 0, None),
        ("team", "4.2", {"raised_wan": 25, "unit_kind": "government"}, 1.2, None),
        ("team", "4.2", {"raised_wan": 26, "unit_kind": "government"}, 1.3, None),
        ("team", "4.2", {"raised_wan": 2.9, "unit_kind": "enterprise"}, 0, None),
        ("team", "4.2", {"raised_wan": 3, "unit_kind": "enterprise"}, 0.1, None),
        ("team", "4.2", {"raised_wan": 1000, "unit_kind": "party"}, 100, None),
        ("team", "4.1", {"media": []}, 0, 10),
        ("team", "4.1", {"media": [{"level": "central", "count": 4}]}, 10, 10),
        ("team", "4.1", {"media": [{"level": "central", "count": 3}]}, 9, 10),
        ("team", "4.1", {"media": [{"level": "county", "count": 9}]}, 0, 10),
        ("leader", "7.1", {"articles_used": [{"level": "county"}]}, 2, 5),
        ("leader", "7.1", {"articles_used": [{"level": "county"}, {"level": "city"}]}, 5, 5),
        ("leader", "7.2", {"suggestions_used": [{"level": "province"}, {"level": "county"}]}, 5, 5),
        ("leader", "7.3", {"endorsements": [{"level": "city"}]}, 3, 5),
        ("member", "5.3", {"endorsements": [{"level": "province"}]}, 5, 5),
        ("member", "5.1", {"articles_used": [{"level": "province"}]}, 4, 5),
        ("team", "3", {"respondents": 30, "satisfaction": 92}, 9.2, 10),
        ("leader", "6", {"respondents": 31, "satisfaction": 87.5}, 8.75, 10),
        ("member", "4", {"respondents": 20, "satisfaction": 100}, 10, 10),
    ],
)
def test_points_are_exact(sheet: str, item: str, facts: dict, points: float, of: int | None) -> None:
    given = answer(NINGXIA, "score", sheet=sheet, item=item, **facts)
    number = {"team": 1, "leader": 2, "member": 3}[sheet]
    assert (given["points"], given["of"], given["articles"]) == (points, of, [f"annex{number}.{item}"])
    assert "outcome" not in given


@pytest.mark.parametrize(
    ("sheet", "item", "respondents"), [("team", "3", 29), ("leader", "6", 29), ("member", "4", 19)]
)
def test_too_few_respondents_need_a_person(sheet: str, item: str, respondents: int) -> None:
    given = answer(NINGXIA, "score", sheet=sheet, item=item, respondents=respondents, satisfaction=92)
    assert (given["outcome"], given["points"], given["of"]) == ("needs_determination", None, 10)


@pytest.mark.parametrize(("sheet", "item", "of"), [("member", "3.1", 5), ("team", "2.3", 20), ("leader", "1", 70)])
def test_an_item_that_people_judge_needs_a_person(sheet: str, item: str, of: int) -> None:
    given = answer(NINGXIA, "score", sheet=sheet, item=item)
    assert (given["outcome"], given["points"], given["of"]) == ("needs_determination", None, of)


@pytest.mark.parametrize("policy", [VILLAGE, GENERAL, LINFEN, HEBEI])
def test_no_other_text_has_score_sheets(policy: str) -> None:
    given = answer(policy, "score", sheet="team", item="9.9")
    assert (given["outcome"], given["points"], given["of"]) == ("silent", None, None)


@pytest.mark.parametrize(
    ("policy", "start", "end", "grade", "expected"),
    [
        (NINGXIA, "2017-09-01", "2018-08-31", "competent", "credited"),
        (NINGXIA, "2017-09-01", "2018-08-30", "competent", "not_credited"),
        (NINGXIA, "2017-09-01", "2018-09-01", "excellent", "credited"),
        (NINGXIA, "2017-09-01", "2018-09-30", "basic", "not_credited"),
        (NINGXIA, "2017-09-01", "2018-09-30", "incompetent", "not_credited"),
        (LINFEN, "2018-09-01", "2018-09-01", "incompetent", "credited"),
        (HEBEI, "2018-09-01", "2019-09-01", "excellent", "silent"),
        (VILLAGE, "2018-09-01", "2019-09-01", "excellent", "silent"),
        (GENERAL, "2018-09-01", "2019-09-01", "excellent", "silent"),
    ],
)
def test_credit_of_time_in_the_village(policy: str, start: str, end: str, grade: str, expected: str) -> None:
    given = answer(policy, "credit", role="member", from_=start, to=end, grade=grade)
    assert given["outcome"] == expected


@pytest.mark.parametrize(
    ("policy", "facts", "expected"),
    [
        (NINGXIA, {"nights": 22, "quarter_grade": "excellent"}, ("paid", "660.00")),
        (NINGXIA, {"nights": 0, "quarter_grade": "competent"}, ("paid", "0.00")),
        (NINGXIA, {"nights": 21.5, "quarter_grade": "competent"}, ("paid", "645.00")),
        (NINGXIA, {"nights": 22, "quarter_grade": "basic"}, ("unpaid", None)),
        (NINGXIA, {"nights": 22, "quarter_grade": "incompetent"}, ("unpaid", None)),
        (NINGXIA, {"nights": 22}, ("needs_determination", None)),
        (NINGXIA, {"nights": 22, "quarter_grade": None}, ("needs_determination", None)),
        (HEBEI, {"nights": 22, "quarter_grade": "competent"}, ("silent", None)),
        (LINFEN, {"nights": 22, "quarter_grade": "competent"}, ("needs_determination", None)),
        (GENERAL, {"nights": 22, "quarter_grade": "competent"}, ("needs_determination", None)),
        (VILLAGE, {"nights": 22, "quarter_grade": "competent"}, ("needs_determination", None)),
    ],
)
def test_subsidy_is_paid_by_the_night_where_a_rate_is_written(policy: str, facts: dict, expected: tuple) -> None:
    given = answer(policy, "subsidy", **facts)
    assert (given["outcome"], given["amount"]) == expected
