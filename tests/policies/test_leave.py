"""Who decides on a leave: boundaries of every band, roles, forms of application, silence."""

from typing import Any

import pytest

from tests.policies.asking import answer, route

VILLAGE, GENERAL, LINFEN, HEBEI, NINGXIA = (
    "inner-mongolia-village",
    "inner-mongolia-general",
    "linfen",
    "hebei",
    "ningxia",
)
BOTH = "1 county_office approve / 1 township approve"
TOWNSHIP = "1 township approve"
COUNTY = "1 county_office approve"
CITY = "1 city_office approve / 1 unit approve"
LEADER = "1 team_leader approve"
CONSENT = "1 township consent"
CONSENT_COUNTY = "1 township consent / 2 county_office approve"
ORG_UNIT = "1 county_org approve / 1 unit approve"
MEMBER_SIGNED = "1 county_secretary sign / 2 team_leader approve"
OFFICE_SIGNED = "1 county_secretary sign / 2 region_office approve"


@pytest.mark.parametrize(
    ("policy", "days", "role", "level", "expected"),
    [
        (VILLAGE, 0.5, "member", "county", BOTH),
        (VILLAGE, 60, "first_secretary", "central", BOTH),
        (VILLAGE, 16, "leader", "province", BOTH),
        (LINFEN, 0.5, "member", "county", TOWNSHIP),
        (LINFEN, 6.5, "leader", "city", TOWNSHIP),
        (LINFEN, 7, "member", "city", TOWNSHIP),
        (LINFEN, 7.5, "member", "city", COUNTY),
        (LINFEN, 8, "first_secretary", "county", COUNTY),
        (LINFEN, 14.5, "member", "county", COUNTY),
        (LINFEN, 15, "member", "county", COUNTY),
        (LINFEN, 15, "member", "city", COUNTY),
        (LINFEN, 15.5, "member", "city", CITY),
        (LINFEN, 60, "leader", "city", CITY),
        (LINFEN, 15.5, "member", "county", "silent"),
        (LINFEN, 16, "member", "province", "silent"),
        (LINFEN, 16, "member", "central", "silent"),
        (LINFEN, 16, "member", "township", "silent"),
        (LINFEN, 3, "deputy_leader", "county", TOWNSHIP),
        (HEBEI, 0.5, "member", "county", LEADER),
        (HEBEI, 1, "member", "county", LEADER),
        (HEBEI, 1.5, "member", "county", TOWNSHIP),
        (HEBEI, 2, "member", "county", TOWNSHIP),
        (HEBEI, 2.5, "member", "province", TOWNSHIP),
        (HEBEI, 3, "member", "county", TOWNSHIP),
        (HEBEI, 3.5, "member", "county", COUNTY),
        (HEBEI, 30, "member", "city", COUNTY),
        (HEBEI, 1, "deputy_leader", "county", LEADER),
        (HEBEI, 4, "deputy_leader", "county", COUNTY),
        (HEBEI, 0.5, "leader", "county", CONSENT),
        (HEBEI, 1.5, "first_secretary", "county", CONSENT),
        (HEBEI, 2, "first_secretary", "county", CONSENT_COUNTY),
        (HEBEI, 2.5, "leader", "province", CONSENT_COUNTY),
        (NINGXIA, 0.5, "member", "county", TOWNSHIP),
        (NINGXIA, 3, "leader", "central", TOWNSHIP),
        (NINGXIA, 3.5, "member", "county", ORG_UNIT),
        (NINGXIA, 30, "deputy_leader", "city", ORG_UNIT),
        (GENERAL, 0.5, "leader", "province", OFFICE_SIGNED),
        (GENERAL, 40, "leader", "province", OFFICE_SIGNED),
        (GENERAL, 40, "deputy_leader", "province", MEMBER_SIGNED),
        (GENERAL, 1, "member", "county", MEMBER_SIGNED),
        (GENERAL, 1, "first_secretary", "province", "silent"),
    ],
)
def test_length_role_and_level_decide_who_approves(
    policy: str, days: float, role: str, level: str, expected: str
) -> None:
    assert route(policy, days, role=role, level=level) == expected


@pytest.mark.parametrize(
    ("policy", "facts", "expected"),
    [
        (HEBEI, {"days": 1, "has_team_leader": False}, TOWNSHIP),
        (HEBEI, {"days": 3.5, "has_team_leader": False}, COUNTY),
        (GENERAL, {"days": 1, "has_team_leader": False}, OFFICE_SIGNED),
        (GENERAL, {"days": 1, "has_team_leader": False, "role": "deputy_leader"}, OFFICE_SIGNED),
        (GENERAL, {"days": 1, "destination": "inside_county"}, "silent"),
        (GENERAL, {"days": 1, "destination": "outside_county"}, MEMBER_SIGNED),
        (VILLAGE, {"days": 1, "destination": "inside_county"}, BOTH),
        (HEBEI, {"days": 1, "destination": "inside_county"}, LEADER),
        (GENERAL, {"days": 1, "destination": "inside_county", "oral": True}, "silent"),
    ],
)
def test_missing_leader_and_destination(policy: str, facts: dict, expected: str) -> None:
    assert route(policy, **facts) == expected


@pytest.mark.parametrize(
    ("policy", "facts", "expected"),
    [
        (VILLAGE, {"oral": True}, "refused"),
        (VILLAGE, {"oral": True, "urgent": False}, "refused"),
        (VILLAGE, {"oral": True, "urgent": True}, BOTH),
        (VILLAGE, {"oral": False}, BOTH),
        (VILLAGE, {"urgent": True}, BOTH),
        (VILLAGE, {"filed_by": "self"}, BOTH),
        (VILLAGE, {"filed_by": "stationed_colleague"}, "refused"),
        (VILLAGE, {"filed_by": "stationed_colleague", "urgent": True}, BOTH),
        (VILLAGE, {"filed_by": "stationed_colleague", "urgent": True, "oral": True}, BOTH),
        (VILLAGE, {"filed_by": "other", "urgent": True}, "refused"),
        (VILLAGE, {"filed_by": "other"}, "refused"),
        (GENERAL, {"oral": True}, "refused"),
        (GENERAL, {"oral": True, "urgent": True}, "refused"),
        (HEBEI, {"oral": True, "urgent": True}, "refused"),
        (HEBEI, {"filed_by": "stationed_colleague"}, LEADER),
        (LINFEN, {"oral": True}, TOWNSHIP),
        (LINFEN, {"filed_by": "other"}, TOWNSHIP),
        (NINGXIA, {"oral": True}, TOWNSHIP),
    ],
)
def test_only_a_form_the_text_rules_out_is_refused(policy: str, facts: dict, expected: str) -> None:
    assert route(policy, 1, **facts) == expected


@pytest.mark.parametrize(
    ("policy", "kind", "role", "days", "expected"),
    [
        (HEBEI, "annual", "member", 0.5, "1 township approve / 1 unit_hr approve"),
        (HEBEI, "annual", "leader", 15, "1 township approve / 1 unit_hr approve"),
        (HEBEI, "annual", "first_secretary", 5, "1 township approve / 1 unit_hr approve"),
        (HEBEI, "sick", "member", 2, TOWNSHIP),
        (HEBEI, "rotation", "member", 3, "silent"),
        (HEBEI, "rotation", "leader", 3, "silent"),
        (LINFEN, "sick", "member", 8, COUNTY),
        (LINFEN, "rotation", "member", 8, COUNTY),
        (LINFEN, "annual", "member", 5, TOWNSHIP),
        (NINGXIA, "annual", "member", 5, ORG_UNIT),
        (VILLAGE, "rotation", "member", 5, BOTH),
        (GENERAL, "sick", "leader", 5, OFFICE_SIGNED),
    ],
)
def test_types_of_leave(policy: str, kind: str, role: str, days: float, expected: str) -> None:
    assert route(policy, days, kind=kind, role=role) == expected


def leave(policy: str, days: float, **facts: Any) -> dict:
    given = {"role": "member", "dispatch_level": "county", "leave_type": "personal", "days": days, **facts}
    return answer(policy, "leave_route", **given)


@pytest.mark.parametrize(
    ("policy", "facts", "tell"),
    [
        (VILLAGE, {}, ["unit"]),
        (GENERAL, {}, ["region_liaison", "unit_hr"]),
        (GENERAL, {"role": "leader"}, []),
        (LINFEN, {}, []),
        (HEBEI, {}, []),
        (NINGXIA, {}, []),
    ],
)
def test_who_is_only_told(policy: str, facts: dict, tell: list) -> None:
    assert leave(policy, 1, **facts)["tell"] == tell


@pytest.mark.parametrize(
    ("days", "facts", "reply"),
    [
        (1, {}, None),
        (1, {"has_team_leader": False}, {"amount": 1, "unit": "half_day"}),
        (1.5, {}, {"amount": 1, "unit": "half_day"}),
        (4, {}, {"amount": 1, "unit": "half_day"}),
        (1, {"role": "leader"}, {"amount": 1, "unit": "half_day"}),
        (5, {"leave_type": "annual"}, None),
    ],
)
def test_hebei_county_and_township_answer_within_half_a_day(days: float, facts: dict, reply: dict | None) -> None:
    assert leave(HEBEI, days, **facts)["reply_within"] == reply


@pytest.mark.parametrize(
    ("policy", "days", "level", "readings", "expected"),
    [
        (LINFEN, 7, "county", {"band_boundary": "higher"}, COUNTY),
        (LINFEN, 15, "city", {"band_boundary": "higher"}, CITY),
        (LINFEN, 15, "county", {"band_boundary": "higher"}, COUNTY),
        (HEBEI, 3, "county", {"band_boundary": "higher"}, COUNTY),
        (HEBEI, 1.5, "county", {"between_bands": "lower"}, LEADER),
        (NINGXIA, 3, "county", {"band_boundary": "higher"}, TOWNSHIP),
        (LINFEN, 6, "county", {"one_week": "5"}, COUNTY),
        (LINFEN, 14.5, "city", {"half_month": "14"}, CITY),
        (LINFEN, 15, "city", {"half_month": "half_of_month"}, COUNTY),
        (LINFEN, 15.5, "city", {"half_month": "half_of_month"}, CITY),
    ],
)
def test_another_reading_moves_the_boundary(
    policy: str, days: float, level: str, readings: dict, expected: str
) -> None:
    given = answer(
        policy, "leave_route", readings=readings, role="member", dispatch_level=level, leave_type="personal", days=days
    )
    assert " / ".join(f"{step['stage']} {step['body']} {step['act']}" for step in given["steps"]) == expected


def test_hebei_rotation_can_be_read_as_applied_for() -> None:
    readings = {"rotation_rest": "apply"}
    given = answer(
        HEBEI, "leave_route", readings=readings, role="member", dispatch_level="county", leave_type="rotation", days=2
    )
    assert given["steps"] == [{"stage": 1, "body": "township", "act": "approve"}]


def test_a_boundary_shows_the_reading_that_decided_it() -> None:
    assert [reading["name"] for reading in leave(HEBEI, 3)["reading"]] == ["band_boundary"]
    assert [reading["name"] for reading in leave(HEBEI, 2)["reading"]] == []


def test_linfen_silence_suggests_and_never_decides() -> None:
    given = leave(LINFEN, 16)
    assert (given["outcome"], given["steps"], given["tell"]) == ("silent", [], [])
    assert [step["body"] for step in given["suggestion"]["steps"]] == ["county_office", "unit"]


@pytest.mark.parametrize(
    ("policy", "facts", "articles"),
    [
        (VILLAGE, {}, ["13.2"]),
        (LINFEN, {}, ["9.2"]),
        (HEBEI, {}, ["19.2"]),
        (HEBEI, {"leave_type": "annual"}, ["29"]),
        (NINGXIA, {}, ["12"]),
        (GENERAL, {"role": "leader"}, ["10"]),
        (GENERAL, {}, ["10", "annex2"]),
        (VILLAGE, {"oral": True}, ["13.2"]),
    ],
)
def test_articles_of_a_route(policy: str, facts: dict, articles: list) -> None:
    assert leave(policy, 1, **facts)["articles"] == articles


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2018-09-03T08:30", "2018-09-03T14:30"),
        ("2018-09-03T07:00", "2018-09-03T14:30"),
        ("2018-09-03T10:00", "2018-09-03T16:00"),
        ("2018-09-03T12:00", "2018-09-03T18:00"),
        ("2018-09-03T13:10", "2018-09-03T18:00"),
        ("2018-09-03T14:00", "2018-09-03T18:00"),
        ("2018-09-03T14:01", "2018-09-04T08:31"),
        ("2018-09-03T18:00", "2018-09-04T14:30"),
        ("2018-09-03T23:59", "2018-09-04T14:30"),
        ("2018-09-07T17:00", "2018-09-10T11:30"),
        ("2018-09-08T10:00", "2018-09-10T14:30"),
        ("2018-09-28T17:00", "2018-09-29T11:30"),
        ("2018-09-30T17:00", "2018-10-08T11:30"),
        ("2018-12-31T10:00", "2019-01-02T14:30"),
    ],
)
def test_half_a_day_is_four_office_hours(received: str, due: str) -> None:
    given = answer(HEBEI, "deadline", event="leave_application", received_at=received)
    assert (given["due"], given["unit"], given["articles"]) == (due, "half_day", ["19.2"])


def test_office_hours_can_be_set() -> None:
    readings = {"office_hours": "09:00-12:00,13:00-17:00"}
    given = answer(HEBEI, "deadline", readings=readings, event="leave_application", received_at="2018-09-03T11:00")
    assert given["due"] == "2018-09-03T16:00"


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2019-04-26", "2019-05-13"),
        ("2019-06-28", "2019-07-12"),
        ("2019-06-29", "2019-07-12"),
        ("2019-06-30", "2019-07-12"),
        ("2019-09-20", "2019-10-10"),
        ("2019-12-20", "2020-01-06"),
        ("2020-01-17", "2020-02-07"),
    ],
)
def test_ten_working_days_skip_rest_and_count_make_up_days(received: str, due: str) -> None:
    given = answer(VILLAGE, "deadline", event="replacement_notice", received_on=received)
    assert (given["due"], given["unit"], given["articles"]) == (due, "workday", ["24.2"])


@pytest.mark.parametrize(
    ("policy", "event"),
    [(policy, "replacement_notice") for policy in (GENERAL, LINFEN, HEBEI, NINGXIA)]
    + [(policy, "leave_application") for policy in (VILLAGE, GENERAL, LINFEN, NINGXIA)],
)
def test_no_other_text_limits_the_time(policy: str, event: str) -> None:
    given = answer(policy, "deadline", event=event, received_on="2019-03-01")
    assert (given["outcome"], given["due"], given["articles"]) == ("silent", None, [])


def test_a_year_the_calendar_lacks_is_never_guessed() -> None:
    given = answer(VILLAGE, "deadline", event="replacement_notice", received_on="2026-12-25")
    assert "2027年" in given["error"]
