"""A malformed question gets a Chinese sentence that names the key, never a traceback."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.facade import FACTS, QUESTIONS, ask, default_calendar
from tests.policies.asking import DAYS, answer, library

LEAVE = {"role": "member", "dispatch_level": "county", "leave_type": "personal", "days": 2}
GOOD = {"policy": "hebei", "on": "2018-09-03", "question": "leave_route", "facts": LEAVE}


def error(question: Any) -> str:
    return str(ask(question, library=library(), calendar=default_calendar())["error"])


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"policy": "guizhou"}, "policy"),
        ({"policy": None}, "policy"),
        ({"policy": 5}, "policy"),
        ({"policy": ["hebei"]}, "policy"),
        ({"question": "weather"}, "question"),
        ({"question": {}}, "question"),
        ({"on": "2018-06-14"}, "on"),
        ({"on": "2018-02-30"}, "on"),
        ({"on": "2018/09/03"}, "on"),
        ({"on": "20180903"}, "on"),
        ({"on": 20180903}, "on"),
        ({"on": None}, "on"),
        ({"facts": None}, "facts"),
        ({"facts": []}, "facts"),
        ({"facts": {}}, "role"),
        ({"readings": []}, "readings"),
        ({"readings": {"colour": "red"}}, "colour"),
        ({"readings": {"band_boundary": "middle"}}, "band_boundary"),
        ({"readings": {"band_boundary": True}}, "band_boundary"),
        ({"readings": {"office_hours": "8-12"}}, "office_hours"),
    ],
)
def test_the_frame_of_a_question(change: dict, key: str) -> None:
    message = error({**GOOD, **change})
    assert message.startswith((key, "facts." + key, "readings." + key))
    assert message.endswith("。")


@pytest.mark.parametrize("question", [None, 5, "hebei", [], ["hebei"]])
def test_a_question_that_is_no_object(question: Any) -> None:
    assert error(question).startswith("question")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"role": "boss"}, "role"),
        ({"role": None}, "role"),
        ({"role": ["member"]}, "role"),
        ({"dispatch_level": "town"}, "dispatch_level"),
        ({"leave_type": "marriage"}, "leave_type"),
        ({"days": "2"}, "days"),
        ({"days": 0}, "days"),
        ({"days": -1}, "days"),
        ({"days": 0.3}, "days"),
        ({"days": True}, "days"),
        ({"days": float("nan")}, "days"),
        ({"days": float("inf")}, "days"),
        ({"days": 10**400}, "days"),
        ({"urgent": "yes"}, "urgent"),
        ({"oral": 1}, "oral"),
        ({"filed_by": "boss"}, "filed_by"),
        ({"destination": "moon"}, "destination"),
        ({"has_team_leader": "no"}, "has_team_leader"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_facts_of_a_leave(change: dict, key: str) -> None:
    assert error({**GOOD, "facts": {**LEAVE, **change}}).startswith(f"facts.{key}")


MONTH = {"2018-09": "V" * 30}


@pytest.mark.parametrize(
    ("policy", "question", "facts", "key"),
    [
        ("hebei", "presence", {"window": "week", "days": MONTH}, "facts.window"),
        ("hebei", "presence", {"window": "quarter", "days": MONTH}, "facts.window"),
        ("hebei", "presence", {"window": "month"}, "facts.days"),
        ("hebei", "presence", {"window": "month", "days": {}}, "facts.days"),
        ("hebei", "presence", {"window": "month", "days": "V" * 30}, "facts.days"),
        ("hebei", "presence", {"window": "month", "days": {"2018-09": "V" * 29}}, "facts.days.2018-09"),
        ("hebei", "presence", {"window": "month", "days": {"2019-02": "V" * 29}}, "facts.days.2019-02"),
        ("hebei", "presence", {"window": "month", "days": {"2018-09": "X" + "V" * 29}}, "facts.days.2018-09"),
        ("hebei", "presence", {"window": "month", "days": {"2018-09": "v" * 30}}, "facts.days.2018-09"),
        ("hebei", "presence", {"window": "month", "days": {"2018-09": ["V"] * 30}}, "facts.days.2018-09"),
        ("hebei", "presence", {"window": "month", "days": {"2018-13": "V" * 30}}, "facts.days.2018-13"),
        ("hebei", "presence", {"window": "month", "days": {"2018-9": "V" * 30}}, "facts.days.2018-9"),
        ("hebei", "presence", {"window": "month", "days": {**MONTH, "2018-10": "V" * 31}}, "facts.days"),
        ("hebei", "presence", {"window": "month", "days": MONTH, "days_pm": {"2018-10": "V" * 31}}, "facts.days_pm"),
        ("hebei", "presence", {"window": "month", "days": MONTH, "days_pm": {"2018-09": "V"}}, "facts.days_pm.2018-09"),
        ("hebei", "presence", {"window": "month", "days": MONTH, "as_of": "yesterday"}, "facts.as_of"),
        ("hebei", "presence", {"window": "month", "days": MONTH, "posted_from": "2018-10-01"}, "facts.posted_from"),
        ("hebei", "presence", {"window": "month", "days": MONTH, "posted_to": "2018-08-31"}, "facts.posted_to"),
        (
            "hebei",
            "presence",
            {"window": "month", "days": MONTH, "posted_from": "2018-09-20", "posted_to": "2018-09-10"},
            "facts.posted_to",
        ),
        ("hebei", "presence", {"window": "month", "days": MONTH, "object": "unit"}, "facts.object"),
        ("linfen", "presence", {"window": "month", "days": {"2018-09": "V"}}, "facts.days.2018-09"),
        ("hebei", "coverage", {"month": "2018-09"}, "facts.team_days"),
        ("hebei", "coverage", {"month": "2018-00", "team_days": {}}, "facts.month"),
        ("hebei", "coverage", {"month": "2018-09", "team_days": {"甲": "V" * 31}}, "facts.team_days.甲"),
        ("ningxia", "coverage", {"month": "2018-09", "team_days": {"甲": "V" * 31}}, "facts.team_days.甲"),
        ("hebei", "coverage", {"month": "2018-09", "team_days": {"甲": 30}}, "facts.team_days"),
        ("linfen", "absence", {"days": MONTH}, "facts.as_of"),
        ("linfen", "removal_grounds", {"findings": "health"}, "facts.findings"),
        ("linfen", "removal_grounds", {"findings": ["lazy"]}, "facts.findings[0]"),
        ("linfen", "removal_grounds", {"annual_grade": "A"}, "facts.annual_grade"),
        ("linfen", "removal_grounds", {"satisfaction": 101}, "facts.satisfaction"),
        ("linfen", "removal_grounds", {"inspection_measures": 1.5}, "facts.inspection_measures"),
        ("linfen", "removal_grounds", {"absence": "ground"}, "facts.absence"),
        ("linfen", "removal_grounds", {"absence": {"outcome": "long"}}, "facts.absence.outcome"),
        ("linfen", "removal_grounds", {"absence": {}}, "facts.absence.outcome"),
        ("linfen", "removal_grounds", {"absence": {"outcome": "ground", "days": 3}}, "facts.absence.days"),
        ("linfen", "removal_grounds", {"presence_year": {"counted": 3}}, "facts.presence_year.closed"),
        ("linfen", "removal_effects", {"disposition": "fire", "decided_on": "2019-01-01"}, "facts.disposition"),
        ("linfen", "removal_effects", {"disposition": "recall"}, "facts.decided_on"),
        ("linfen", "removal_procedure", {"disposition": "recall"}, "facts.unit_level"),
        ("linfen", "deadline", {"event": "replacement_notice"}, "facts.received_on"),
        ("hebei", "deadline", {"event": "leave_application"}, "facts.received_at"),
        ("hebei", "deadline", {"event": "leave_application", "received_on": "2018-09-03"}, "facts.received_at"),
        ("hebei", "deadline", {"event": "leave_application", "received_at": "2018-09-03 10:00"}, "facts.received_at"),
        ("hebei", "deadline", {"event": "leave_application", "received_at": "2018-09-03T25:00"}, "facts.received_at"),
        ("hebei", "deadline", {"event": "lunch", "received_on": "2018-09-03"}, "facts.event"),
        ("hebei", "grade_quota", {"object": "team", "grade": "excellent", "base": -1}, "facts.base"),
        ("hebei", "grade_quota", {"object": "team", "grade": "excellent", "base": 1.5}, "facts.base"),
        ("hebei", "grade_quota", {"object": "team", "grade": "superb", "base": 1}, "facts.grade"),
        ("hebei", "grade_quota", {"object": "village", "grade": "excellent", "base": 1}, "facts.object"),
        ("hebei", "grade_limits", {}, "facts.object"),
        ("ningxia", "grade_limits", {"object": "cadre", "quarterly": "excellent"}, "facts.quarterly"),
        ("ningxia", "score", {"sheet": "team", "item": "9.9"}, "facts.item"),
        ("ningxia", "score", {"sheet": "team", "item": 2.5}, "facts.item"),
        ("ningxia", "score", {"sheet": "team", "item": "2.5"}, "facts.workdays"),
        ("ningxia", "score", {"sheet": "cook", "item": "2.5"}, "facts.sheet"),
        ("ningxia", "score", {"sheet": "team", "item": "3", "satisfaction": 90}, "facts.respondents"),
        ("ningxia", "score", {"sheet": "team", "item": "3", "respondents": 30}, "facts.satisfaction"),
        ("ningxia", "score", {"sheet": "team", "item": "4.2", "raised_wan": 3}, "facts.unit_kind"),
        ("ningxia", "score", {"sheet": "team", "item": "4.1", "media": [{"level": "city"}]}, "facts.media[0].count"),
        ("inner-mongolia-village", "eligibility", {"healthy": True}, "facts.started_work"),
        ("inner-mongolia-general", "eligibility", {"healthy": True, "education": "bachelor"}, "facts.rank"),
        ("inner-mongolia-general", "eligibility", {"birth": "1970-5"}, "facts.birth"),
        ("inner-mongolia-village", "team", {"members": 5}, "facts.village_status"),
        ("linfen", "team", {"members": 2.5}, "facts.members"),
        ("linfen", "term", {"role": "member"}, "facts.from"),
        ("ningxia", "credit", {"role": "member", "from": "2018-01-01", "to": "2017-01-01"}, "facts.to"),
        ("ningxia", "credit", {"role": "member", "from": "2018-01-01", "to": "2019-01-01"}, "facts.grade"),
        ("ningxia", "subsidy", {"quarter_grade": "competent"}, "facts.nights"),
        ("ningxia", "subsidy", {"nights": -1}, "facts.nights"),
        ("linfen", "training", {"role": "member"}, "facts.sessions"),
        ("linfen", "duties", {"party": "team"}, "facts.year"),
        ("linfen", "duties", {"party": "cook", "year": 2019}, "facts.party"),
        ("linfen", "duties", {"party": "team", "year": "2019"}, "facts.year"),
        ("linfen", "duties", {"party": "team", "year": 2019, "article": "第九条"}, "facts.article"),
        ("linfen", "scope", {"role": "member", "village_status": "other"}, "facts.dispatch_level"),
    ],
)
def test_facts_of_every_question(policy: str, question: str, facts: dict, key: str) -> None:
    message = error({"policy": policy, "on": DAYS[policy], "question": question, "facts": facts})
    assert message.startswith(f"{key}：")
    assert message.endswith("。")


def test_an_unknown_fact_of_each_question_is_named() -> None:
    for question in QUESTIONS:
        assert answer("hebei", question, nonsense=1)["error"].startswith("facts.nonsense")


def test_an_answer_keeps_the_id_of_its_question() -> None:
    assert ask({"id": "X-1"}, library=library())["id"] == "X-1"
    assert ask({**GOOD, "id": 7}, library=library())["id"] == 7


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["2019-06-28", "member"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=400, deadline=None)
@given(question=JSON)
def test_anything_gets_an_answer(question: Any) -> None:
    assert "error" in ask(question, library=library())


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_any_values_of_known_facts_get_an_answer(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(QUESTIONS)))
    likely = st.sampled_from(
        ["member", "county", "personal", 1, 2.5, True, "2019-06-28", "2018-09", "recall", "excellent", "team", "other", "11.3",
         {"2019-06": "V" * 30}, {"甲": "V" * 30}, {"outcome": "ground"}, ["health"], [{"level": "city", "count": 1}], "2.5",
         "replacement_notice", "month", "2019-06-28T10:00", "9999-12-31", "0001-01-01", "2199-12-31", "not_exited", "staff"]
    )  # fmt: skip
    facts = data.draw(st.fixed_dictionaries(dict.fromkeys(FACTS[name], likely | JSON)))
    policy = data.draw(st.sampled_from(sorted(DAYS)))
    given_answer = ask({"policy": policy, "on": "2019-06-28", "question": name, "facts": facts}, library=library())
    json.dumps(given_answer)
    assert given_answer.get("error", "。").endswith("。")
