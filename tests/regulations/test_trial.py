"""政策试算: the form carries every fact, and answers as the command does."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from accounts.models import User
from decisions.regulations.facts_form import address_of, fields_for
from decisions.regulations.trial import trial_from
from decisions.shelf import house
from policies.facade import FACTS, NEEDED
from tests import factories
from tests.factories import County

CASES = json.loads((Path(__file__).parents[1] / "policies" / "cases" / "contract.json").read_text(encoding="utf-8"))
ASKED = [case for case in CASES if "error" not in case["expect"]]
LEAVE = {"policy": "hebei", "question": "leave_route", "on": "2018-10-15", "role": "member", "dispatch_level": "county"}
LEAVE |= {"leave_type": "personal", "ask": "1"}

pytestmark = pytest.mark.django_db


def trial_page(client: Client, **given: Any) -> Any:
    return client.get("/trial/", {**LEAVE, **given})


@pytest.mark.parametrize("question", FACTS)
def test_the_needed_facts_come_first_and_are_required(question: str) -> None:
    fields = fields_for(question, None)
    assert set(fields) == set(FACTS[question])
    assert [name for name, field in fields.items() if field.required] == list(NEEDED[question])


@pytest.fixture
def nobody() -> User:
    return factories.user("nobody")


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case["id"])
def test_the_form_answers_as_the_command_does(case: dict[str, Any], nobody: User) -> None:
    policy = house().versions[case["policy"]][0]
    address = address_of(case["question"], policy, case["facts"])
    address |= {"policy": case["policy"], "question": case["question"], "on": case["on"], "ask": "1"}
    tried = trial_from(QueryDict(urlencode(address, doseq=True)), user=nobody)
    assert (dict(tried.form.errors), tried.error) == ({}, "")
    assert {key: tried.answered.get(key) for key in case["expect"]} == case["expect"]


def test_the_answer_shows_its_articles_and_every_rule_looked_at(clerk: Client) -> None:
    shown = trial_page(clerk, days="2").context["result"]
    assert shown["articles"] == ["19.2"]
    assert [(step["who"], step["act"]) for step in shown["steps"]] == [("乡镇党委", "批准")]
    assert [(item["article"], item["applied"], item["why"]) for item in shown["considered"]] == [
        ("19.2", True, "2天在本条规定之内")
    ]


def test_another_reading_can_be_tried_from_the_answer(clerk: Client) -> None:
    page = trial_page(clerk, days="1.5")
    reading = page.context["result"]["readings"][0]
    assert (reading["name"], reading["choice"], reading["tried"]) == ("between_bands", "higher", False)
    again = clerk.get(f"/trial/?{reading['others'][0][1]}").context["result"]
    assert [step["who"] for step in again["steps"]] == ["队长"]
    assert (again["readings"][0]["choice"], again["readings"][0]["tried"]) == ("lower", True)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"days": "2.3"}, "“请假天数”：2.3应为0.5的整数倍（以半天计）。"),
        (
            {"days": "2", "on": "2018-06-14"},
            "2018-06-14 时《河北省扶贫脱贫驻村干部管理办法》尚未施行，自 2018-06-15 起施行。",
        ),
        ({"days": "2", "reading-between_bands": "middle"}, "不能选“middle”，可选：higher、lower。"),
    ],
)
def test_what_cannot_be_answered_is_said_in_the_forms_words(
    clerk: Client, given: dict[str, str], sentence: str
) -> None:
    assert trial_page(clerk, **given).context["trial"].error == sentence


def test_a_missing_fact_is_named_at_its_field(clerk: Client) -> None:
    page = trial_page(clerk, days="")
    assert list(page.context["trial"].form.errors) == ["days"]
    assert page.context["result"] == {}


def test_a_month_may_be_written_in_runs(nobody: User) -> None:
    given = {"policy": "hebei", "question": "presence", "on": "2018-09-30", "ask": "1", "window": "month"}
    runs = trial_from(QueryDict(urlencode(given | {"days": "2018-09: V24 A6"})), user=nobody)
    spelled = trial_from(QueryDict(urlencode(given | {"days": "2018-09：" + "V" * 24 + "A" * 6})), user=nobody)
    assert (runs.answered["outcome"], runs.answered["counted"]) == ("short", 24)
    assert runs.answered == spelled.answered
    wrong = trial_from(QueryDict(urlencode(given | {"days": "2018-09: V24 Z6"})), user=nobody)
    assert "不认识“Z6”" in wrong.form.errors["days"][0]


def test_a_post_brings_its_regulation_and_facts(clerk: Client, hebei: County) -> None:
    posting = factories.cadre("张三", hebei, role="leader")
    found = clerk.get("/trial/", {"who": "张"}).context["found"]
    assert [post.key for post in found] == [posting.key]
    page = clerk.get("/trial/", {"post": posting.key, "question": "leave_route", "on": "2018-10-15"})
    trial = page.context["trial"]
    assert (trial.policy.code, trial.form["role"].value(), trial.form["dispatch_level"].value()) == (
        "hebei",
        "leader",
        "county",
    )


def test_a_strangers_post_is_not_found(clerk: Client, hebei: County) -> None:
    factories.linfen()
    posting = factories.cadre("李四", factories.linfen())
    assert clerk.get("/trial/", {"who": "李四"}).context["found"] == []
    assert clerk.get("/trial/", {"post": posting.key}).context["trial"].post is None


def test_it_can_be_printed(clerk: Client) -> None:
    page = trial_page(clerk, days="2", print="1")
    assert "regulations/trial_sheet.html" in [template.name for template in page.templates]
    assert "乡镇党委" in page.content.decode()
