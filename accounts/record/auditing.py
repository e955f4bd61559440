"""Entries as the audit administrator reads them: what was done to which row, without what cadres' records say.

Who may do what is told in full (settings.TOLD_IN_FULL). Of every other row it is told which columns were changed and the
number by which the county finds it: the 人员编号 of the person it is about, else the row's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

from accounts.choices import Act
from accounts.models import Appointment, Body, Capacity, Entry, User
from accounts.record.context import person
from accounts.record.history import SEALED, WRITES, plain, shown
from accounts.record.triggers import recorded_models
from accounts.record.words import column_label, kind_label
from policies.words import BODIES
from villages.models import Division

Rows = Mapping[tuple[type[models.Model], str], str]
Model = type[models.Model]
# Keys that libraries write as text, or that need words of their own.
POINTS_AT: Mapping[str, Model] = MappingProxyType({"guardian.userobjectpermission.object_pk": Body})
VALUES: Mapping[str, Mapping[str, str]] = MappingProxyType({"accounts.capacity.word": BODIES})
LONGEST_NUMBER = 18
WAYS = {"request": "页面", "sql": "直接写入数据库", "": "程序"}


class Told(NamedTuple):
    """An entry, what it says, the name of its county, and by which way it came."""

    entry: Entry
    said: str
    place: str
    way: str


def tell(entries: Iterable[Entry]) -> list[Told]:
    """Entries in their order. A handful of queries for each kind of rows among them."""
    read = list(entries)
    rows, places = _called(read), _places(read)
    return [Told(entry, _said(entry, rows), places.get(entry.county, entry.county), _way(entry)) for entry in read]


def _way(entry: Entry) -> str:
    if entry.via.startswith("job "):
        return "后台任务"
    return f"命令 {entry.via}" if entry.via.startswith("manage.py ") else WAYS.get(entry.via, entry.via)


def _places(entries: list[Entry]) -> dict[str, str]:
    """County (or province, in two digits) → its name."""
    asked = {entry.county.ljust(12, "0"): entry.county for entry in entries if entry.county}
    return {asked[code]: name for code, name in Division.objects.filter(pk__in=asked).values_list("pk", "name")}


# Sentences


def _said(entry: Entry, rows: Rows) -> str:
    model = _model(entry.kind)
    label = kind_label(model) if model else ""
    act = Act(entry.act).label if entry.act in Act.values else entry.act
    if model is None or entry.act not in WRITES:
        own = entry.kind == User._meta.label_lower and entry.object_id == str(entry.user_id)
        return _joined(act if own or not label else f"{act}：{label}{_name(entry, model, rows)}", _details(entry))
    row = f"{act}{label}{_name(entry, model, rows)}"
    if entry.detail:
        return _joined(row, _details(entry))
    in_full = model._meta.label in settings.TOLD_IN_FULL
    if entry.act != Act.CHANGED:
        return _joined(f"{act}{label}", _facts(model, entry, rows), by="：") if in_full else row
    if in_full:
        return _joined(row, _changes(model, entry, rows), by="：")
    labels = "、".join(dict.fromkeys(filter(None, map(column_label, _changed(model, entry)))))
    return f"{row}：{labels}" if labels else f"{row}：只改动了程序内部的标记"


def _joined(head: str, parts: Iterable[str], *, by: str = "，") -> str:
    told = "；".join(parts)
    return f"{head}{by}{told}" if told else head


def _name(entry: Entry, model: Model | None, rows: Rows) -> str:
    if not entry.object_id or model is None:
        return ""
    return f"（{rows.get((model, entry.object_id)) or f'编号 {entry.object_id}'}）"


def _details(entry: Entry) -> Iterator[str]:
    return (f"{name}：{plain(value)}" for name, value in (entry.detail or {}).items())


def _changed(model: Model, entry: Entry) -> Iterator[models.Field]:
    columns = (entry.before or {}).keys() | (entry.after or {}).keys()
    return (field for field in model._meta.local_concrete_fields if field.column in columns)


def _changes(model: Model, entry: Entry, rows: Rows) -> Iterator[str]:
    for field in _changed(model, entry):
        if label := column_label(field):
            was, now = (row.get(str(field.column)) for row in (entry.before or {}, entry.after or {}))
            sealed = str(now or was).startswith(SEALED)
            yield (
                f"更换了{label}"
                if sealed
                else f"将{label}由“{_value(field, was, rows)}”改为“{_value(field, now, rows)}”"
            )


def _facts(model: Model, entry: Entry, rows: Rows) -> Iterator[str]:
    row = entry.after or entry.before or {}
    for field in model._meta.local_concrete_fields:
        value = row.get(str(field.column))
        if (label := column_label(field)) and value not in (None, "", [], {}) and not str(value).startswith(SEALED):
            yield f"{label} {_value(field, value, rows)}"


def _value(field: models.Field, value: Any, rows: Rows) -> str:
    target = _target(field)
    if target and value not in (None, ""):
        return rows.get((target, str(value)), str(value))
    words = VALUES.get(f"{field.model._meta.label_lower}.{field.name}", {})
    return words.get(value) or shown(field, value, {})


def _target(field: models.Field) -> Model | None:
    own = POINTS_AT.get(f"{field.model._meta.label_lower}.{field.name}")
    return own or (field.related_model if isinstance(field, models.ForeignKey) else None)


# Names of rows


def _called(entries: list[Entry]) -> dict[tuple[Model, str], str]:
    """What the rows of these entries are called, and the rows they point at where they are told in full."""
    wanted: dict[Model, set[str]] = defaultdict(set)
    for entry in entries:
        if (model := _model(entry.kind)) is None:
            continue
        wanted[model].add(entry.object_id)
        if model._meta.label in settings.TOLD_IN_FULL:
            for field in model._meta.local_concrete_fields:
                if target := _target(field):
                    values = (row.get(str(field.column)) for row in (entry.before, entry.after) if row)
                    wanted[target].update(str(value) for value in values if value is not None)
    return {(model, key): name for model, keys in wanted.items() for key, name in _names(model, keys - {""}) if name}


def _names(model: Model, keys: set[str]) -> Iterator[tuple[str, str]]:
    if not keys or not model._meta.managed:
        return
    rows = model._default_manager.filter(pk__in=keys)
    if model is Permission:
        yield from ((str(pk), name) for pk, name in rows.values_list("pk", "name"))
    elif model._meta.label in settings.TOLD_IN_FULL or model is Division:
        near = [field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)][:3]
        yield from ((str(row.pk), _called_in_full(row)) for row in rows.select_related(*near))
    elif path := _way_to_number(model):
        yield from ((str(pk), f"人员编号 {number}" if number else "") for pk, number in rows.values_list("pk", path))


def _called_in_full(row: models.Model) -> str:
    """A user with the login name; what hangs on a user by the user, the body and the duty; others as they call themselves."""
    user = row if isinstance(row, User) else getattr(row, "user", None)
    if isinstance(row, Capacity):
        return f"{row.body} {BODIES.get(row.word, row.word)}"
    if not isinstance(user, User):
        return str(row)
    held = (str(row.body), row.get_duty_display()) if isinstance(row, Appointment) else ()
    return " ".join((str(person(user)["who"]), *held))


def numbered(number: str, *, kind: str) -> Q:
    """Entries of the rows with this number: their own, or the 人员编号 they are told by (of a person where no kind is asked)."""
    found = Q(object_id=number)
    asked = [
        model
        for model in recorded_models()
        if model._meta.label_lower == kind or not kind and _number_of(model) == "number"
    ]
    for model in asked if number.isdecimal() and len(number) <= LONGEST_NUMBER else ():
        if path := _way_to_number(model):
            keys = model._default_manager.filter(**{path: int(number)}).values_list("pk", flat=True)
            found |= Q(kind=model._meta.label_lower, object_id__in=[str(key) for key in keys])
    return found


def _way_to_number(model: Model) -> str:
    """The lookup of the 人员编号 of the person a row is about; nothing where it is about nobody."""
    if own := _number_of(model):
        return own
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and (further := _number_of(field.related_model)):
            return f"{field.name}__{further}"
    return ""


def _number_of(model: Model) -> str:
    """Where the model says which person's it is: their number; of a user, that of the cadre they are."""
    path = getattr(getattr(model, "reach", None), "person", "")
    for end, instead in (("user_id", "number"), ("_id", "__cadre__number")):
        lookup = f"{path.removesuffix(end)}{instead}"
        if path.endswith(end) and _leads_somewhere(model, lookup):
            return lookup
    return ""


def _leads_somewhere(model: Model, lookup: str) -> bool:
    try:
        for part in lookup.split("__"):
            field = model._meta.get_field(part)
            model = field.related_model or model
    except FieldDoesNotExist:
        return False
    return True


def _model(kind: str) -> Model | None:
    try:
        return apps.get_model(kind) if kind else None
    except LookupError:
        return None
