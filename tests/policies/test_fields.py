"""Every fact of every question can be asked for in a form; a provisional calendar says that it is one."""

from datetime import date

import pytest

from policies.calendar import calendar_from
from policies.facade import QUESTION_NAMES, QUESTIONS, ask
from policies.facts import FACTS, NEEDED
from policies.fields import fact_fields
from tests.policies.asking import library


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_each_fact_has_a_label_and_the_choices_its_reader_accepts(question: str) -> None:
    fields = fact_fields(question)
    assert [field.name for field in fields] == list(FACTS[question])
    assert {field.name for field in fields if field.needed} == set(NEEDED[question])
    assert all(field.label for field in fields)
    for field in fields:
        if field.kind == "choice":
            assert [FACTS[question][field.name](word, field.name) for word in field.choices] == list(field.choices)


def test_every_question_has_a_name() -> None:
    assert set(QUESTION_NAMES) == set(QUESTIONS)


def test_an_answer_on_a_provisional_year_says_so() -> None:
    from dataclasses import replace

    calendar = replace(
        calendar_from(holidays=frozenset(), make_up=frozenset(), years=range(2026, 2028)), provisional=frozenset({2027})
    )
    assert calendar.years == {2026, 2027}
    facts = {"event": "replacement_notice", "received_on": "2026-12-25"}
    question = {"policy": "inner-mongolia-village", "on": "2026-12-25", "question": "deadline", "facts": facts}
    assert ask(question, library=library(), calendar=calendar)["provisional"] == [2027]
    question["facts"] = {**facts, "received_on": "2026-11-25"}
    assert "provisional" not in ask(question, library=library(), calendar=calendar)
    assert not calendar.is_workday(date(2027, 1, 2))
