"""Grounds, effects, procedures of removal; none is borrowed from another text."""

from typing import Any

import pytest

from policies.words import FINDINGS
from tests.policies.asking import answer

VILLAGE, GENERAL, LINFEN, HEBEI, NINGXIA = (
    "inner-mongolia-village",
    "inner-mongolia-general",
    "linfen",
    "hebei",
    "ningxia",
)


def grounds(policy: str, **facts: Any) -> list[tuple[str, str]]:
    given = answer(policy, "removal_grounds", **facts)
    return [(ground["article"], ground["disposition"]) for ground in given["grounds"]]


def pending(policy: str, **facts: Any) -> list[tuple[str, str]]:
    given = answer(policy, "removal_grounds", **facts)
    return [(ground["article"], ground["disposition"]) for ground in given["pending"]]


FOUND = {
    VILLAGE: {
        "health": [("22.1", "replace")],
        "transferred": [("22.2", "replace")],
        "term_ended": [("22.2", "replace")],
        "resigned": [("22.3", "replace")],
        "not_dutiful": [("23.1", "ladder")],
        "leave_procedure_ignored": [("23.1", "ladder")],
        "no_results": [("23.2", "ladder")],
        "rough_with_villagers": [("23.2", "ladder")],
        "disobedient": [("23.3", "ladder")],
        "serious_mistake": [("23.3", "ladder")],
        "unfit": [("23.4", "ladder")],
        "disciplined": [("23.5", "ladder")],
        "other": [("22.4", "replace"), ("23.6", "ladder")],
    },
    GENERAL: {"unfit": [("16", "recall")]},
    LINFEN: {
        "transferred": [("9.5.1", "replace")],
        "resigned": [("9.5.1", "replace")],
        "health": [("9.5.2", "replace")],
        "disciplined": [("9.5.7", "recall")],
    },
    HEBEI: {
        "serious_problem_in_evaluation": [("20.3", "recall")],
        "private_gain": [("20.4", "recall")],
        "verified_violation": [("20.5", "recall")],
        "village_wrongdoing_ignored": [("20.6", "recall")],
        "other": [("20.7", "recall")],
    },
    NINGXIA: {},
}


@pytest.mark.parametrize(("policy", "finding"), [(policy, finding) for policy in FOUND for finding in FINDINGS])
def test_each_finding_in_each_text(policy: str, finding: str) -> None:
    assert grounds(policy, findings=[finding]) == FOUND[policy].get(finding, [])


@pytest.mark.parametrize(
    ("policy", "facts", "expected"),
    [
        (VILLAGE, {"annual_grade": "incompetent"}, [("23.4", "ladder")]),
        (VILLAGE, {"annual_grade": "basic"}, []),
        (LINFEN, {"annual_grade": "incompetent"}, [("9.5.3", "recall")]),
        (LINFEN, {"annual_grade": "basic"}, []),
        (HEBEI, {"annual_grade": "incompetent"}, [("20.1", "recall")]),
        (HEBEI, {"annual_grade": "basic"}, []),
        (NINGXIA, {"annual_grade": "incompetent"}, [("11.3", "return")]),
        (NINGXIA, {"annual_grade": "basic"}, [("11.3", "return")]),
        (NINGXIA, {"annual_grade": "competent"}, []),
        (NINGXIA, {"villagers_object": True}, [("11.3", "return")]),
        (NINGXIA, {"villagers_object": False, "annual_grade": "excellent"}, []),
        (HEBEI, {"villagers_object": True}, []),
        (GENERAL, {"annual_grade": "incompetent"}, []),
        (VILLAGE, {"presence_year": {"counted": 199.5, "closed": True}}, [("23.1", "ladder")]),
        (VILLAGE, {"presence_year": {"counted": 200, "closed": True}}, []),
        (VILLAGE, {"presence_year": {"counted": 0, "closed": False}}, []),
        (HEBEI, {"presence_year": {"counted": 0, "closed": True}}, []),
        (NINGXIA, {"presence_year": {"counted": 0, "closed": True}}, []),
        (LINFEN, {"inspection_measures": 1}, []),
        (LINFEN, {"inspection_measures": 2}, [("9.5.5", "recall")]),
        (LINFEN, {"inspection_measures": 3}, [("9.5.5", "recall")]),
        (VILLAGE, {"inspection_measures": 9}, []),
        (LINFEN, {"satisfaction": 59.9}, [("9.5.6", "recall")]),
        (LINFEN, {"satisfaction": 60}, []),
        (NINGXIA, {"satisfaction": 10}, []),
        (HEBEI, {"unapproved_findings": 2}, []),
        (HEBEI, {"unapproved_findings": 3}, [("20.2", "recall")]),
        (LINFEN, {"unapproved_findings": 9}, []),
        (LINFEN, {"township_unsuitable": True}, []),
        (LINFEN, {"county_unsuitable": True}, []),
        (LINFEN, {"township_unsuitable": True, "county_unsuitable": False}, []),
        (LINFEN, {"township_unsuitable": True, "county_unsuitable": True}, [("9.5.8", "recall")]),
        (HEBEI, {"township_unsuitable": True, "county_unsuitable": True}, []),
        (VILLAGE, {"absence": {"outcome": "ground"}}, [("23.1", "ladder")]),
        (GENERAL, {"absence": {"outcome": "ground"}}, [("16", "reselect")]),
        (LINFEN, {"absence": {"outcome": "ground"}}, [("9.5.4", "recall")]),
        (HEBEI, {"absence": {"outcome": "ground"}}, []),
        (NINGXIA, {"absence": {"outcome": "ground"}}, [("12", "return")]),
        (NINGXIA, {"absence": {"outcome": "none"}}, []),
        (NINGXIA, {"absence": {"outcome": "ground"}, "annual_grade": "basic"}, [("11.3", "return"), ("12", "return")]),
        (GENERAL, {"absence": {"outcome": "ground"}, "findings": ["unfit"]}, [("16", "recall"), ("16", "reselect")]),
        (
            LINFEN,
            {"satisfaction": 50, "annual_grade": "incompetent", "findings": ["health", "resigned", "health"]},
            [("9.5.1", "replace"), ("9.5.2", "replace"), ("9.5.3", "recall"), ("9.5.6", "recall")],
        ),
        (
            VILLAGE,
            {"findings": ["not_dutiful", "leave_procedure_ignored"], "absence": {"outcome": "ground"}},
            [("23.1", "ladder")],
        ),
        (HEBEI, {}, []),
    ],
)
def test_grounds_in_article_order_each_once(policy: str, facts: dict, expected: list) -> None:
    assert grounds(policy, **facts) == expected


@pytest.mark.parametrize(
    ("policy", "facts", "expected"),
    [
        (VILLAGE, {"satisfaction": 40}, [("23.4", "ladder")]),
        (VILLAGE, {"satisfaction": 100}, []),
        (VILLAGE, {"satisfaction": 40, "annual_grade": "incompetent"}, []),
        (VILLAGE, {"absence": {"outcome": "needs_determination"}}, [("23.1", "ladder")]),
        (GENERAL, {"absence": {"outcome": "needs_determination"}}, [("16", "reselect")]),
        (LINFEN, {"absence": {"outcome": "needs_determination"}}, [("9.5.4", "recall")]),
        (HEBEI, {"absence": {"outcome": "needs_determination"}}, []),
        (LINFEN, {"satisfaction": 40}, []),
        (VILLAGE, {"unapproved_findings": 1}, [("23.1", "ladder")]),
        (HEBEI, {"findings": ["disciplined"]}, [("20.5", "recall")]),
    ],
)
def test_what_the_text_leaves_to_a_person_is_pending(policy: str, facts: dict, expected: list) -> None:
    assert pending(policy, **facts) == expected


def test_a_measure_short_of_removal_is_no_ground() -> None:
    given = answer(GENERAL, "removal_grounds", findings=["not_dutiful", "fraud"])
    assert given["grounds"] == []
    assert given["measures"] == [
        {"article": "16", "disposition": "criticism"},
        {"article": "16", "disposition": "severe"},
    ]


def test_listed_conditions_can_be_read_as_joint() -> None:
    given = answer(NINGXIA, "removal_grounds", readings={"listed_conditions": "all"}, annual_grade="basic")
    assert given["grounds"] == []
    both: dict[str, Any] = {"annual_grade": "basic", "villagers_object": True}
    given = answer(NINGXIA, "removal_grounds", readings={"listed_conditions": "all"}, **both)
    assert given["grounds"] == [{"article": "11.3", "disposition": "return"}]


def effects(policy: str, disposition: str, decided_on: str, **facts: Any) -> list:
    given = answer(policy, "removal_effects", on="2020-06-01", disposition=disposition, decided_on=decided_on, **facts)
    return [tuple(effect.values()) for effect in given["effects"]]


@pytest.mark.parametrize(
    ("policy", "disposition", "decided_on", "facts", "expected"),
    [
        (
            VILLAGE,
            "recall",
            "2019-05-20",
            {},
            [("honours", "2019-05-20", "2019-12-31"), ("promotion", "2019-05-20", "2020-05-20")],
        ),
        (
            VILLAGE,
            "recall",
            "2020-02-29",
            {},
            [("honours", "2020-02-29", "2020-12-31"), ("promotion", "2020-02-29", "2021-02-28")],
        ),
        (
            VILLAGE,
            "recall",
            "2019-12-31",
            {},
            [("honours", "2019-12-31", "2019-12-31"), ("promotion", "2019-12-31", "2020-12-31")],
        ),
        (
            VILLAGE,
            "recall",
            "2019-05-20",
            {"ground": "23.2"},
            [("honours", "2019-05-20", "2019-12-31"), ("promotion", "2019-05-20", "2020-05-20")],
        ),
        (VILLAGE, "replace", "2019-05-20", {}, []),
        (VILLAGE, "ladder", "2019-05-20", {}, []),
        (LINFEN, "replace", "2019-05-20", {}, []),
        (
            LINFEN,
            "recall",
            "2020-02-29",
            {},
            [("honours", "2020-02-29", "2020-12-31"), ("personal_file",), ("promotion", "2020-02-29", "2022-02-28")],
        ),
        (
            HEBEI,
            "recall",
            "2020-02-29",
            {},
            [
                ("grassroots_credit", 2020),
                ("honours", "2020-02-29", "2021-02-28"),
                ("promotion", "2020-02-29", "2022-02-28"),
            ],
        ),
        (HEBEI, "replace", "2020-02-29", {}, []),
        (GENERAL, "reselect", "2019-05-20", {}, []),
        (GENERAL, "recall", "2019-05-20", {}, []),
        (NINGXIA, "return", "2018-12-20", {"ground": "12"}, [("circular", ["cadre", "unit"])]),
        (NINGXIA, "return", "2018-12-20", {"ground": "11.3"}, []),
        (NINGXIA, "recall", "2018-12-20", {}, []),
    ],
)
def test_bars_are_those_of_the_text(
    policy: str, disposition: str, decided_on: str, facts: dict, expected: list
) -> None:
    assert effects(policy, disposition, decided_on, **facts) == expected


def test_ningxia_needs_the_ground_and_says_so() -> None:
    given = answer(NINGXIA, "removal_effects", disposition="return", decided_on="2018-12-20")
    assert "facts.ground" in given["error"]
    given = answer(NINGXIA, "removal_effects", disposition="return", decided_on="2018-12-20", ground="20.1")
    assert "facts.ground" in given["error"]


def procedure(policy: str, disposition: str, unit_level: str = "county", **facts: Any) -> str:
    given = answer(policy, "removal_procedure", disposition=disposition, unit_level=unit_level, **facts)
    return " / ".join(f"{step['stage']} {step['body']} {step['act']}" for step in given["steps"])


NV_STEPS = (
    "1 township propose / 2 county_org review / 2 county_poverty review / 3 unit_level_org confirm / 4 unit notify"
)


@pytest.mark.parametrize(
    ("policy", "disposition", "facts", "expected"),
    [
        (VILLAGE, "recall", {}, NV_STEPS),
        (VILLAGE, "replace", {"unit_level": "central"}, NV_STEPS),
        (VILLAGE, "reselect", {}, ""),
        (LINFEN, "replace", {}, "1 cadre apply / 2 unit approve / 2 unit_level_office approve / 3 unit adjust"),
        (LINFEN, "recall", {"unit_level": "city"}, "1 county_office propose / 2 unit_level_office notify"),
        (HEBEI, "replace", {}, "1 unit apply / 2 unit_level_org approve"),
        (HEBEI, "recall", {}, "1 unit_level_org propose / 2 unit adjust"),
        (GENERAL, "replace", {}, "1 unit apply / 2 region_office approve"),
        (GENERAL, "recall", {}, "1 region_office propose / 2 unit adjust"),
        (NINGXIA, "return", {"ground": "11.3"}, "1 unit adjust"),
        (NINGXIA, "return", {"ground": "12"}, "1 unit_level_org propose / 2 unit adjust"),
    ],
)
def test_steps_run_to_the_act_that_ends_the_posting(policy: str, disposition: str, facts: dict, expected: str) -> None:
    assert procedure(policy, disposition, **facts) == expected


@pytest.mark.parametrize(
    ("policy", "disposition", "within"),
    [
        (VILLAGE, "recall", {"amount": 10, "unit": "workday"}),
        (VILLAGE, "replace", {"amount": 10, "unit": "workday"}),
        (LINFEN, "recall", None),
        (HEBEI, "recall", None),
        (GENERAL, "recall", None),
        (NINGXIA, "return", None),
    ],
)
def test_only_one_text_limits_the_time_for_a_successor(policy: str, disposition: str, within: dict | None) -> None:
    given = answer(policy, "removal_procedure", disposition=disposition, unit_level="county")
    assert given["replace_within"] == within
