"""Who may be sent, what a team lacks, how long a term is, whom a regulation reaches."""

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
FIT: dict[str, Any] = {"healthy": True, "education": "bachelor"}
NG: dict[str, Any] = {**FIT, "reserve": False, "selected_on": "2018-06-01"}


@pytest.mark.parametrize(
    ("policy", "facts", "outcome", "failed"),
    [
        (VILLAGE, {**FIT, "started_work": "2017-03-01", "selected_on": "2019-03-01"}, "eligible", []),
        (VILLAGE, {**FIT, "started_work": "2017-03-01", "selected_on": "2019-02-28"}, "ineligible", ["work_years"]),
        (VILLAGE, {**FIT, "started_work": "2016-02-29", "selected_on": "2019-02-28"}, "eligible", []),
        (
            VILLAGE,
            {"healthy": False, "started_work": "2018-03-01", "selected_on": "2019-03-01"},
            "ineligible",
            ["health", "work_years"],
        ),
        (LINFEN, {"healthy": True, "education": "below_college"}, "eligible", []),
        (LINFEN, {"healthy": False}, "ineligible", ["health"]),
        (HEBEI, {"healthy": False}, "silent", []),
        (NINGXIA, {}, "silent", []),
        (GENERAL, {**NG, "rank": "bureau", "birth": "1960-05"}, "eligible", []),
        (GENERAL, {**NG, "rank": "bureau", "birth": "1960-04"}, "ineligible", ["age"]),
        (GENERAL, {**NG, "rank": "bureau", "birth": "1960-04", "reserve": True}, "ineligible", ["age"]),
        (GENERAL, {**NG, "rank": "division", "birth": "1970-05"}, "eligible", []),
        (GENERAL, {**NG, "rank": "division", "birth": "1970-04"}, "ineligible", ["age"]),
        (GENERAL, {**NG, "rank": "staff", "birth": "1970-04", "reserve": True}, "needs_determination", []),
        (GENERAL, {**NG, "rank": "section", "birth": "1970-05", "selected_on": "2018-12-31"}, "eligible", []),
        (GENERAL, {**NG, "rank": "section", "birth": "1970-05", "selected_on": "2019-01-01"}, "ineligible", ["age"]),
        (GENERAL, {**NG, "rank": "section", "birth": "1971-07", "selected_on": "2019-06-30"}, "eligible", []),
        (GENERAL, {**NG, "rank": "section", "birth": "1970-05", "selected_on": "2019-06-01"}, "ineligible", ["age"]),
        (
            GENERAL,
            {**NG, "rank": "section", "birth": "1970-05", "education": "below_college"},
            "ineligible",
            ["education"],
        ),
        (GENERAL, {**NG, "rank": "section", "birth": "1970-05", "education": "college"}, "eligible", []),
        (
            GENERAL,
            {**NG, "rank": "section", "birth": "1960-05", "education": "below_college", "healthy": False},
            "ineligible",
            ["age", "education", "health"],
        ),
    ],
)
def test_criteria_that_can_be_checked(policy: str, facts: dict, outcome: str, failed: list) -> None:
    given = answer(policy, "eligibility", **facts)
    assert (given["outcome"], given["failed"]) == (outcome, failed)


def test_a_softened_criterion_is_not_firm() -> None:
    assert answer(GENERAL, "eligibility", **{**NG, "rank": "staff", "birth": "1960-01"})["firm"] is False
    facts: dict[str, Any] = {"healthy": False, "started_work": "2010-01-01"}
    assert answer(VILLAGE, "eligibility", **facts)["firm"] is True


def team(policy: str, **facts: Any) -> tuple:
    given = answer(policy, "team", **{"village_status": "not_exited", **facts})
    return [(finding["kind"], finding["firm"]) for finding in given["findings"]], given["minimum"]


@pytest.mark.parametrize(
    ("policy", "facts", "expected"),
    [
        (VILLAGE, {"members": 4}, ([("too_few", False)], 5)),
        (VILLAGE, {"members": 5}, ([], 5)),
        (VILLAGE, {"members": 2, "village_status": "exited"}, ([("too_few", True)], 3)),
        (VILLAGE, {"members": 3, "village_status": "exited"}, ([], 3)),
        (VILLAGE, {"members": 1, "village_status": "other"}, ([], None)),
        (VILLAGE, {"members": 5, "mostly_mongolian": True, "bilingual": 0}, ([("no_bilingual", True)], 5)),
        (VILLAGE, {"members": 5, "mostly_mongolian": True, "bilingual": 1}, ([], 5)),
        (VILLAGE, {"members": 5, "mostly_mongolian": True, "bilingual": False}, ([("no_bilingual", True)], 5)),
        (VILLAGE, {"members": 5, "mostly_mongolian": False, "bilingual": 0}, ([], 5)),
        (VILLAGE, {"members": 5, "leader_is_first_secretary": False}, ([("leader_not_first_secretary", False)], 5)),
        (VILLAGE, {"members": 5, "teams_in_village": 2, "seconded": 4, "rotation": True, "kept_from_last": 0}, ([], 5)),
        (LINFEN, {"members": 2}, ([("too_few", False)], 3)),
        (LINFEN, {"members": 3, "seconded": 1}, ([], 3)),
        (LINFEN, {"members": 3, "seconded": 2}, ([("too_many_seconded", True)], 3)),
        (LINFEN, {"members": 3, "teams_in_village": 1}, ([], 3)),
        (LINFEN, {"members": 3, "teams_in_village": 2}, ([("double_dispatch", True)], 3)),
        (LINFEN, {"members": 3, "rotation": True, "kept_from_last": 1}, ([], 3)),
        (LINFEN, {"members": 3, "rotation": False, "kept_from_last": 0}, ([], 3)),
        (LINFEN, {"members": 3, "mostly_mongolian": True, "bilingual": 0}, ([], 3)),
        (
            LINFEN,
            {
                "members": 1,
                "seconded": 3,
                "teams_in_village": 3,
                "rotation": True,
                "kept_from_last": 0,
                "leader_is_first_secretary": False,
            },
            (
                [
                    ("double_dispatch", True),
                    ("leader_not_first_secretary", False),
                    ("none_kept", True),
                    ("too_few", False),
                    ("too_many_seconded", True),
                ],
                3,
            ),
        ),
        (GENERAL, {"members": 4, "leader_is_first_secretary": False}, ([("too_few", False)], 5)),
        (GENERAL, {"members": 5}, ([], 5)),
        (HEBEI, {"members": 0, "teams_in_village": 9}, ([], None)),
        (NINGXIA, {"members": 0, "seconded": 9}, ([], None)),
    ],
)
def test_what_a_team_lacks(policy: str, facts: dict, expected: tuple) -> None:
    assert team(policy, **facts) == expected


@pytest.mark.parametrize(
    ("policy", "role", "start", "expected"),
    [
        (LINFEN, "member", "2020-02-29", ("2022-02-28", False)),
        (LINFEN, "leader", "2018-07-10", ("2020-07-10", False)),
        (HEBEI, "leader", "2018-01-05", ("2021-01-05", True)),
        (HEBEI, "member", "2018-12-31", ("2021-12-31", True)),
        (HEBEI, "member", "2019-01-01", (None, None)),
        (HEBEI, "member", "2017-12-31", (None, None)),
        (NINGXIA, "first_secretary", "2018-03-01", ("2020-03-01", False)),
        (NINGXIA, "member", "2018-03-01", (None, None)),
        (NINGXIA, "leader", "2018-03-01", (None, None)),
        (GENERAL, "member", "2019-09-01", ("2020-12-31", True)),
        (VILLAGE, "first_secretary", "2019-09-01", (None, None)),
    ],
)
def test_terms(policy: str, role: str, start: str, expected: tuple) -> None:
    given = answer(policy, "term", role=role, from_=start)
    assert (given["until"], given["firm"]) == expected


@pytest.mark.parametrize(
    ("policy", "level", "role", "status", "expected"),
    [
        (VILLAGE, "county", "member", "not_exited", "applies"),
        (VILLAGE, "county", "member", "exited", "applies"),
        (VILLAGE, "county", "member", "other", "by_reference"),
        (VILLAGE, "central", "member", "not_exited", "outside"),
        (GENERAL, "province", "leader", "not_exited", "applies"),
        (GENERAL, "county", "member", "other", "applies"),
        (GENERAL, "province", "first_secretary", "not_exited", "outside"),
        (LINFEN, "county", "member", "not_exited", "applies"),
        (LINFEN, "central", "first_secretary", "exited", "applies"),
        (LINFEN, "county", "member", "other", "outside"),
        (HEBEI, "county", "member", "not_exited", "applies"),
        (HEBEI, "province", "first_secretary", "not_exited", "applies"),
        (HEBEI, "county", "member", "other", "outside"),
        (HEBEI, "township", "member", "not_exited", "outside"),
        (HEBEI, "central", "first_secretary", "not_exited", "by_reference"),
        (HEBEI, "central", "member", "not_exited", "outside"),
        (HEBEI, "central", "leader", "not_exited", "outside"),
        (NINGXIA, "central", "member", "not_exited", "applies"),
        (NINGXIA, "township", "first_secretary", "not_exited", "applies"),
        (NINGXIA, "county", "member", "other", "outside"),
    ],
)
def test_whom_a_text_reaches(policy: str, level: str, role: str, status: str, expected: str) -> None:
    given = answer(policy, "scope", on="2019-06-28", dispatch_level=level, role=role, village_status=status)
    assert given["outcome"] == expected


@pytest.mark.parametrize(
    ("policy", "eve"),
    [
        (VILLAGE, "2019-01-20"),
        (GENERAL, "2018-05-29"),
        (LINFEN, "2018-07-04"),
        (HEBEI, "2018-06-14"),
        (NINGXIA, "2014-12-31"),
    ],
)
def test_nothing_reaches_the_day_before_it_takes_effect(policy: str, eve: str) -> None:
    facts = {"dispatch_level": "county", "role": "member", "village_status": "not_exited"}
    assert answer(policy, "scope", on=eve, **facts)["outcome"] == "outside"
    assert answer(policy, "grade_quota", on=eve, object="team", grade="excellent", base=10)["error"].startswith("on：")
