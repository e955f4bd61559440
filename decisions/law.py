"""Asking the regulations for a place and a day, with the readings its county chose, and keeping what was acted on."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils import timezone

from decisions.models import ChosenReading, PolicyVersion, Ruling
from policies.facade import Library, Policy, StatutoryCalendar, ask, default_calendar, load_library
from policies.words import label


class NoPolicy(Exception):
    """No regulation covers this place, kind of team and day; the sentence says so."""


class AskedWrongly(Exception):
    """The regulation could not answer; the sentence names the key."""


@cache
def library() -> Library:
    return load_library()


def calendar() -> StatutoryCalendar:
    return default_calendar()


def policy_for(place: str, *, team_kind: str, on: date) -> Policy:
    """The regulation that applies to posts of a kind at a place (12-digit code) on a day. Raises NoPolicy."""
    found = library().applicable(place, team_kind, on)
    if found is None:
        raise NoPolicy(f"{on:%Y年%-m月%-d日}没有适用于该地此类工作队的办法，请先在“办法”中登记。")
    return found


def readings_for(place: str, *, policy: str, on: date) -> dict[str, str]:
    """The readings that hold at a place on a day: of its divisions the nearest, of its choices the newest."""
    prefixes = [place[:2].ljust(12, "0"), place[:4].ljust(12, "0"), place[:6].ljust(12, "0")]
    rows = ChosenReading.objects.filter(place_id__in=prefixes, policy=policy, since__lte=on)
    return {row.name: row.choice for row in rows.order_by("place_id", "since", "pk")}


def answer(
    question: str,
    *,
    policy: Policy,
    on: date,
    facts: dict[str, Any],
    place: str = "",
    readings: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The answer of the policy in force, under the `readings` given or those of the place.

    Raises AskedWrongly with a Chinese sentence.
    """
    chosen = readings if readings is not None or not place else readings_for(place, policy=policy.code, on=on)
    asked = {"policy": policy.code, "on": on.isoformat(), "question": question, "facts": facts}
    given = ask(asked, library=library(), calendar=calendar(), readings=chosen)
    if "error" in given:
        raise AskedWrongly(given["error"])
    return given


def record(question: str, *, policy: Policy, on: date, facts: dict[str, Any], answered: dict[str, Any]) -> Ruling:
    """Keep an answer a person acts on, and the version of the regulation that gave it."""
    PolicyVersion.objects.get_or_create(digest=policy.digest, defaults={"code": policy.code, "content": policy.text})
    return Ruling.objects.create(
        version_id=policy.digest,
        policy=policy.code,
        question=question,
        on=on,
        facts=facts,
        answer=answered,
        articles=list(answered.get("articles", [])),
        readings={item["name"]: item["choice"] for item in answered.get("reading", [])},
    )


def policy_of(ruling: Ruling) -> Policy | None:
    """The regulation a ruling was made by, in the version in force on its day."""
    return library().find(ruling.policy, ruling.on)


def reply_due(ruling: Ruling, *, event: str, received: datetime) -> datetime | None:
    """By when a body that received something must answer; None where the regulation sets no time or a year is missing."""
    policy = policy_of(ruling)
    if policy is None or not ruling.answer.get("reply_within"):
        return None
    facts = {"event": event, "received_at": timezone.localtime(received).strftime("%Y-%m-%dT%H:%M")}
    try:
        due = answer("deadline", policy=policy, on=ruling.on, facts=facts).get("due")
    except AskedWrongly:
        return None
    return timezone.make_aware(datetime.fromisoformat(due)) if due else None


def reply_limit(answered: dict[str, Any]) -> str:
    """How soon the bodies must answer, in words; empty where the regulation says nothing."""
    reply = answered.get("reply_within")
    return f"{reply['amount']}{label('time_unit', reply['unit'])}内答复，逾期未答复不视为同意" if reply else ""
