"""Lengths a regulation may write: so many days and more, terms and service in months, a term for one role."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from policies.collection import read_policy
from policies.facade import Library, absence_plan, ask, default_calendar, describe

TEXT = """
code = "trial"
title = "试行办法"
effective = 2020-01-01
places = ["99"]
articles = 4

[[rule]]
kind = "term"
article = "1"
gist = "任期一年半"
months = 18

[[rule]]
kind = "term"
article = "2"
gist = "第一书记两年"
roles = ["first_secretary"]
years = 2

[[rule]]
kind = "absence_limit"
article = "3"
gist = "连续3天以上或一年累计10天以上"
consecutive_at_least = 3
total_at_least = 10
unit = "workday"
disposition = "recall"

[[rule]]
kind = "result_effect"
article = "4"
gist = "满六个月计入"
effect = "grassroots_credit"
min_months = 6
"""
TRIAL = read_policy(TEXT, name="试.toml")


def answer(question: str, facts: dict[str, Any]) -> dict[str, Any]:
    asked = {"policy": "trial", "on": "2021-06-30", "question": question, "facts": facts}
    return ask(asked, library=Library((TRIAL,)), calendar=default_calendar())


@pytest.mark.parametrize(
    ("role", "until", "articles"),
    [("member", "2022-02-28", ["1"]), ("first_secretary", "2022-08-31", ["2"])],
)
def test_a_term_in_months_gives_way_to_the_term_of_the_role(role: str, until: str, articles: list[str]) -> None:
    given = answer("term", {"role": role, "from": "2020-08-31"})
    assert (given["until"], given["articles"]) == (until, articles)


@pytest.mark.parametrize(
    ("morning", "afternoon", "outcome"),
    [
        ("VVVVVVVVAAVVVVVVVVVVVVVVVVVVVV", "VVVVVVVVAAVVVVVVVVVVVVVVVVVVVV", "none"),
        ("VVVVVVVVAAAVVVVVVVVVVVVVVVVVVV", "VVVVVVVVAAVVVVVVVVVVVVVVVVVVVV", "none"),
        ("VVVVVVVVAAAVVVVVVVVVVVVVVVVVVV", "VVVVVVVVAAAVVVVVVVVVVVVVVVVVVV", "ground"),
        ("AVAVVVAVAVAVVVAVAVVVAVAVAVVVVV", "AVAVVVAVAVAVVVAVAVVVAVAVVVVVVV", "none"),
        ("AVAVVVAVAVAVVVAVAVVVAVAVAVVVVV", "AVAVVVAVAVAVVVAVAVVVAVAVAVVVVV", "ground"),
    ],
)
def test_a_limit_that_names_its_number_is_reached_by_it(morning: str, afternoon: str, outcome: str) -> None:
    facts = {"days": {"2021-06": morning}, "days_pm": {"2021-06": afternoon}, "as_of": "2021-06-30"}
    assert answer("absence", facts)["outcome"] == outcome


@pytest.mark.parametrize(("to", "outcome"), [("2021-02-27", "not_credited"), ("2021-02-28", "credited")])
def test_service_in_months_counts_its_first_and_last_day(to: str, outcome: str) -> None:
    facts = {"role": "member", "from": "2020-09-01", "to": to, "grade": "competent"}
    assert answer("credit", facts)["outcome"] == outcome


def test_sentences_and_plans_say_the_same_numbers() -> None:
    sentences = [describe(rule) for rule in TRIAL.rules]
    assert sentences[:2] == ["驻村干部任期1年6个月。", "第一书记任期2年。"]
    assert "连续3个工作日以上（含）或一年内累计10个工作日以上（含）" in sentences[2]
    plan = absence_plan(TRIAL, on=date(2021, 6, 30))[0]
    assert (plan.consecutive_over, plan.total_over) == (Decimal("2.5"), Decimal("9.5"))
