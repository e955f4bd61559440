"""The facts of a question as a form, from what the policies say of each: name, kind of entry, choices."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from decisions.regulations.fact_fields import (
    ALPHABET,
    AbsenceField,
    FindingsField,
    JsonField,
    ListField,
    MediaField,
    MonthsField,
    NumberField,
    NumbersField,
    PresenceYearField,
    TeamField,
    TextField,
    WordField,
    WordsField,
    YesNoField,
)
from policies import words
from policies.facade import Policy
from policies.fields import FactField, fact_fields
from policies.words import Words

Make = Callable[[Words], JsonField]


def _dates(choices: Words) -> JsonField:
    return TextField(widget=forms.DateInput(attrs={"type": "date"}))


def _month(choices: Words) -> JsonField:
    return TextField(widget=forms.TextInput(attrs={"type": "month", "placeholder": "2018-09"}))


def _moment(choices: Words) -> JsonField:
    return TextField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))


def _levels(choices: Words) -> JsonField:
    return WordsField(choices, shape=lambda word: {"level": word})


BY_KIND: Mapping[str, Make] = {
    "choice": WordField,
    "choices": WordsField,
    "flag": lambda choices: YesNoField(),
    "integer": lambda choices: NumberField(),
    "number": lambda choices: NumberField(),
    "text": lambda choices: TextField(),
    "texts": lambda choices: ListField(),
    "dates": lambda choices: ListField(),
    "numbers": lambda choices: NumbersField(),
    "day": _dates,
    "month": _month,
    "moment": _moment,
    "months": lambda choices: MonthsField(),
    "lines": lambda choices: TeamField(),
    "levels": _levels,
}
# Facts that are small tables, or ticked instead of written one after the other.
BY_NAME: Mapping[str, Make] = {
    "presence_year": lambda choices: PresenceYearField(),
    "absence": lambda choices: AbsenceField(),
    "findings": FindingsField,
    "media": MediaField,
}
HELP = {
    "months": f"每行一个月，例如 2018-09: V20 O2 R8。{ALPHABET}。",
    "lines": f"每行一人，例如 张三: V20 R10。{ALPHABET}。",
    "choices": "依次写，用顿号隔开，例如 优秀、优秀、称职、称职。",
    "moment": "以小时计的期限须写到分钟。",
}
HELP_OF = {
    "presence_year": "年度已经结束的才填。",
    "media": "例如 中央1、县级3。",
    "findings": "",
    "item": "考评表里的编号，例如 1.1。",
    "ground": "例如 11.3；后果因情形而异的须写明。",
    "article": "只看这一条的职责时填写，例如 9.2。",
}


def fields_for(question: str, policy: Policy | None) -> dict[str, JsonField]:
    """The facts of a question as fields, needed ones first; a regulation's own facts last."""
    known = sorted(fact_fields(question, policy), key=lambda fact: not fact.needed)
    return {fact.name: _field(fact) for fact in known}


def _field(fact: FactField) -> JsonField:
    choices = fact.choices or (words.BY_NAME.get(fact.name, {}) if fact.kind == "text" else {})
    make = BY_NAME.get(fact.name) or (WordField if choices and fact.kind == "text" else BY_KIND[fact.kind])
    field = make(choices)
    field.label, field.required = fact.label, fact.needed
    field.widget.is_required = fact.needed
    field.help_text = HELP_OF.get(fact.name, HELP.get(fact.kind, ""))
    return field


def address_of(question: str, policy: Policy, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the form's address carries them."""
    fields = fields_for(question, policy)
    return {name: fields[name].write(value) for name, value in facts.items()}


def label_of(question: str, name: str, policy: Policy | None) -> str:
    return next((fact.label for fact in fact_fields(question, policy) if fact.name == name), name)


def shown_facts(question: str, policy: Policy | None, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The facts given as a page says them."""
    known = {fact.name: fact for fact in fact_fields(question, policy)}
    return [(known[name].label, _shown(value, known[name].choices)) for name, value in facts.items()]


def _shown(value: Any, choices: Words) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_shown(item, choices) for item in value)
    if isinstance(value, dict):
        return "；".join(f"{KEYS.get(key, key)}{_shown(item, choices)}" for key, item in value.items())
    return choices.get(value, value) if isinstance(value, str) else str(value)


KEYS = {"counted": "计入", "closed": "年度已结束：", "outcome": "", "level": "", "count": "次数"}
