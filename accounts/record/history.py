"""A row's history in plain Chinese, for the page of the record: who changed what from what to what."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.choices import Act
from accounts.models import Entry

LOGIN_NAME = re.compile(r"（[A-Za-z0-9._-]+）")  # who it was, not how they log in
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SEALED = "sealed:"
LONGEST = 60
WRITES = (Act.CREATED, Act.CHANGED, Act.REMOVED)
Names = dict[tuple[type[models.Model], str], str]


class Line(NamedTuple):
    """One event of a history: when, who, a sentence of what, and the reason or way where it says more."""

    when: datetime
    who: str
    what: str
    note: str = ""


def history_of(*objects: models.Model, limit: int = 200) -> list[Line]:
    """What was done to these rows, newest first. A handful of queries, however many rows and events."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for row in objects:
        wanted[row._meta.label_lower].append(str(row.pk))
    if not wanted:
        return []
    chosen = Q(pk__in=[])
    for kind, keys in wanted.items():
        chosen |= Q(kind=kind, object_id__in=keys)
    several = (row for row in objects if len(wanted[row._meta.label_lower]) > 1)
    called = {(row._meta.label_lower, str(row.pk)): getattr(row, "told_as", "") for row in several}
    return tell(Entry.objects.filter(chosen).order_by("-id")[:limit], called=called)


def tell(entries: Iterable[Entry], *, called: Mapping[tuple[str, str], str] = MappingProxyType({})) -> list[Line]:
    """Sentences of entries, in their order; those in which nothing a reader knows by name was changed are left out.

    `called` names rows (by kind and id) of which several of a kind are told of.
    """
    read = list(entries)
    names = names_in(read)
    lines = ((entry, sentence(entry, names, called=called.get((entry.kind, entry.object_id), ""))) for entry in read)
    return [
        Line(
            timezone.localtime(entry.at), LOGIN_NAME.sub("", entry.who) or "（未知）", said, entry.reason or _way(entry)
        )
        for entry, said in lines
        if said
    ]


def sentence(entry: Entry, names: Names, *, called: str = "") -> str:
    """What an entry says, or nothing where only inner columns changed."""
    model = _model(entry.kind)
    label = str(model._meta.verbose_name) if model else ""
    if entry.act == Act.CHANGED and model:
        changes = list(_changes(model, entry, names))
        return f"修改{label}{f'（{called}）' if called else ''}：{'；'.join(changes)}" if changes else ""
    if entry.act in WRITES and model:
        facts = "，".join(_facts(model, (entry.after or entry.before or {}), names))
        named = f"（{called}）" if called and hasattr(model, "told_changes") else ""
        return f"{Act(entry.act).label}{label}{named}" + (f"：{facts}" if facts else "")
    said = Act(entry.act).label + label if entry.act in Act.values else entry.act
    extra = "，".join(f"{name}：{plain(value)}" for name, value in (entry.detail or {}).items())
    return f"{said}（{extra}）" if extra else said


def _changes(model: type[models.Model], entry: Entry, names: Names) -> Iterator[str]:
    """What was changed, each a clause; a model whose columns nobody reads as they stand tells it by `told_changes`."""
    before, after = entry.before or {}, entry.after or {}
    if own := getattr(model, "told_changes", None):
        yield from own(before, after)
        return
    for field in _told(model):
        column = str(field.column)
        if column in before or column in after:
            was = shown(field, before.get(column), names)
            now = shown(field, after.get(column), names)
            if was != now:
                yield f"将{field.verbose_name}由“{was}”改为“{now}”"


def _facts(model: type[models.Model], row: dict[str, Any], names: Names) -> Iterator[str]:
    if own := getattr(model, "told_changes", None):
        yield from own({}, row)
        return
    for field in _told(model):
        value = row.get(str(field.column))
        if value not in (None, "", [], {}):
            yield f"{field.verbose_name} {shown(field, value, names)}"


def _told(model: type[models.Model]) -> Iterator[models.Field]:
    """Fields a reader knows: those with a Chinese name."""
    return (field for field in model._meta.local_concrete_fields if CHINESE.search(str(field.verbose_name)))


def shown(field: models.Field, value: Any, names: Names) -> str:
    """A stored value in the words of the pages."""
    if value in (None, "", []):
        return "空"
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model, str(value)), str(value))
    if isinstance(field, models.BooleanField):
        return "是" if value else "否"
    choices = (
        dict(field.flatchoices)
        if field.choices
        else dict(getattr(getattr(field, "base_field", None), "flatchoices", []))
    )
    if isinstance(value, dict):
        return plain(value)
    if isinstance(value, list):
        return "、".join(
            plain(item) if isinstance(item, dict) else str(choices.get(item, plain(item))) for item in value
        )
    if isinstance(field, models.DateTimeField) and isinstance(value, str):
        return timezone.localtime(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M")
    return str(choices.get(value, plain(value)))


def plain(value: Any) -> str:
    if isinstance(value, str) and value.startswith(SEALED):
        return "（已加密）"
    if isinstance(value, dict):
        return "，".join(f"{name} {plain(item)}" for name, item in value.items())[:LONGEST] or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(plain, value)) or "无"
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def names_in(entries: list[Entry]) -> Names:
    """Names of the rows that foreign keys point at: one query for each model."""
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for entry in entries:
        model = _model(entry.kind)
        for field in _told(model) if model else ():
            if isinstance(field, models.ForeignKey):
                for row in (entry.before, entry.after):
                    if row and row.get(str(field.column)) is not None:
                        wanted[field.related_model].add(str(row[str(field.column)]))
    return {
        (model, str(row.pk)): str(row)
        for model, keys in wanted.items()
        for row in model._default_manager.filter(pk__in=keys).select_related(*_named_by(model))
    }


def _named_by(model: type[models.Model]) -> list[str]:
    """Relations that a model's `__str__` is likely to follow, so that names cost no query each."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)][:3]


def _model(kind: str) -> type[models.Model] | None:
    try:
        return apps.get_model(kind) if kind else None
    except LookupError:
        return None


def _way(entry: Entry) -> str:
    if entry.via == "sql":
        return "直接在数据库中写入"
    return "由后台任务写入" if entry.via.startswith("job ") else ""
