"""政策试算: one question of a regulation, with facts from a form, answered with every rule that was looked at."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.access import reach_of
from accounts.models import User
from decisions.law import AskedWrongly, answer, library, readings_for
from decisions.regulations import answers, posts
from decisions.regulations.catalogue import version_on
from decisions.regulations.facts_form import fields_for, label_of, shown_facts
from policies.facade import QUESTION_NAMES, Policy, describe
from villages.clock import today

READING = "reading-"
FACT_KEY = re.compile(r"facts\.([a-z_]+)((?:\[\d+\])?(?:\.\w+)?)：")


class FactsForm(forms.Form):
    """The facts of one question, as policies.facts has them."""

    def __init__(self, *args: Any, question: str, policy: Policy | None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields.update(fields_for(question, policy))

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value is not None}

    def needed(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.field.required]

    def further(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not field.field.required]


@dataclass
class Trial:
    """What is tried: regulation, question, day, perhaps a post, readings tried instead of those that hold."""

    policy: Policy | None
    question: str
    on: date
    post: posts.Post | None
    place: str
    readings: Mapping[str, str]
    form: FactsForm
    asked: bool
    address: QueryDict
    answered: dict[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def question_name(self) -> str:
        return QUESTION_NAMES[self.question]

    @property
    def shown_facts(self) -> list[tuple[str, str]]:
        return shown_facts(self.question, self.policy, self.form.facts)

    def under(self, reading: str, choice: str) -> str:
        """The address of this trial under another choice of a reading."""
        changed = self.address.copy()
        changed[READING + reading] = choice
        return changed.urlencode()


def trial_from(given: QueryDict, *, user: User) -> Trial:
    """The trial an address describes; asked only where it says `ask`."""
    on = read_day(given.get("on", ""))
    found = posts.found(user, key=str(given["post"])) if given.get("post") else []
    post = found[0] if found else None
    policy = _policy(given.get("policy", ""), post, user=user, on=on)
    question = given.get("question", "")
    question = question if question in QUESTION_NAMES else "leave_route"
    asked = "ask" in given
    initial = {**(dict(post.facts) if post else {}), **{key: value for key, value in given.items() if value}}
    form = FactsForm(given if asked else None, initial=initial, question=question, policy=policy)
    tried = {key.removeprefix(READING): str(value) for key, value in given.items() if key.startswith(READING) and value}
    trial = Trial(policy, question, on, post, _place(policy, post, user=user, on=on), tried, form, asked, given)
    if asked and form.is_valid():
        _ask(trial)
    return trial


def read_day(text: str) -> date:
    """A day of an address; today where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()


def _policy(code: str, post: posts.Post | None, *, user: User, on: date) -> Policy | None:
    """That of the post; else the one named; else that of the user's own place; else the first."""
    if post is not None:
        return library().applicable(post.place, post.team_kind, on)
    named = version_on(code, on) if code else None
    own = [library().applicable(prefix.ljust(12, "0"), "village", on) for prefix in reach_of(user).prefixes]
    return named or next((policy for policy in own if policy), None) or next(iter(library().policies), None)


def _place(policy: Policy | None, post: posts.Post | None, *, user: User, on: date) -> str:
    """Whose readings hold: the post's place, else the user's own where this regulation applies there."""
    if post is not None:
        return post.place
    codes = [prefix.ljust(12, "0") for prefix in reach_of(user).prefixes]
    return next((code for code in codes if policy and any(code.startswith(at) for at in policy.heading.places)), "")


def _ask(trial: Trial) -> None:
    if trial.policy is None:
        trial.error = "没有适用的办法，请先选择办法。"
        return
    held = readings_for(trial.place, policy=trial.policy.code, on=trial.on) if trial.place and trial.readings else {}
    readings = {**held, **trial.readings} if trial.readings else None
    try:
        trial.answered = answer(
            trial.question,
            policy=trial.policy,
            on=trial.on,
            facts=trial.form.facts,
            place=trial.place,
            readings=readings,
        )
    except AskedWrongly as wrong:
        trial.error = in_words(str(wrong), trial.question, trial.policy)


def in_words(sentence: str, question: str, policy: Policy) -> str:
    """An error of the policies with the form's names in place of keys."""
    named = FACT_KEY.sub(lambda found: f"“{label_of(question, found[1], policy)}”：", sentence)
    return re.sub(r"^(on|readings\.\w+)：", "", named)


def result(trial: Trial) -> dict[str, Any]:
    """The answer as the page shows it; empty where nothing was asked or it could not be answered."""
    given, policy = trial.answered, trial.policy
    if not given or policy is None:
        return {}
    return {
        "outcome": given.get("outcome", ""),
        "line": given.get("note", ""),
        "articles": given["articles"],
        "steps": answers.steps(given),
        "rows": answers.rows(given),
        "suggestion": given.get("suggestion", {}).get("sentence", ""),
        "readings": [_reading(item, trial, policy) for item in given["reading"]],
        "considered": [_considered(item, policy) for item in given["considered"]],
        "local": given.get("local", ()),
    }


def _reading(item: Mapping[str, Any], trial: Trial, policy: Policy) -> dict[str, Any]:
    """A reading with the other choices, each with the address that tries it."""
    reading = policy.readings[item["name"]]
    others = [
        (text, trial.under(reading.name, choice))
        for choice, text in reading.choices.items()
        if choice != item["choice"]
    ]
    return {**item, "tried": reading.name in trial.readings, "others": others}


def _considered(item: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    rule = policy.rule(item["rule"])
    return {**item, "sentence": describe(rule) if rule else item["gist"]}
