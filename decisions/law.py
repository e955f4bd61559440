"""Asking the regulations for a place and a day, with the readings its county chose, and keeping what was acted on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from decisions.models import ChosenReading, PolicyVersion, Ruling
from decisions.shelf import calendar as calendar
from decisions.shelf import library as library
from policies.facade import Policy, ask
from policies.words import label


class NoPolicy(Exception):
    """No regulation covers this place, kind of team and day; the sentence says so."""


class AskedWrongly(Exception):
    """The regulation could not answer; the sentence names the key."""


def policy_for(place: str, *, team_kind: str, on: date) -> Policy:
    """The regulation that applies to posts of a kind at a place (12-digit code) on a day. Raises NoPolicy."""
    found = library().applicable(place, team_kind, on)
    if found is None:
        raise NoPolicy(f"{on:%Y年%-m月%-d日}没有适用于该地此类工作队的办法，请先在“办法”中登记。")
    return found


def choices_for(place: str, *, policy: str, on: date) -> dict[str, ChosenReading]:
    """What the divisions of a place chose for a regulation (and for the one its local rules lie over), by reading.

    Of the divisions the nearest counts, of its choices the newest. A choice the version in force does not know is
    left out, so that a new version never breaks a county.
    """
    version = library().find(policy, on)
    if version is None:
        return {}
    codes = [code for code in (policy, version.base) if code]
    prefixes = [place[:2].ljust(12, "0"), place[:4].ljust(12, "0"), place[:6].ljust(12, "0")]
    rows = ChosenReading.objects.filter(place_id__in=prefixes, policy__in=codes, since__lte=on).select_related("place")
    found = {row.name: row for row in rows.order_by("place_id", "since", "pk")}
    known = version.readings
    return {name: row for name, row in found.items() if name in known and known[name].admits(row.choice)}


def readings_for(place: str, *, policy: str, on: date) -> dict[str, str]:
    """The readings that hold at a place on a day."""
    return {name: row.choice for name, row in choices_for(place, policy=policy, on=on).items()}


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

    Where a place chose a reading that had a part, the answer says who chose it, since when and on what basis.
    Raises AskedWrongly with a Chinese sentence.
    """
    rows = choices_for(place, policy=policy.code, on=on) if readings is None and place else {}
    chosen = readings if readings is not None else {name: row.choice for name, row in rows.items()}
    asked = {"policy": policy.code, "on": on.isoformat(), "question": question, "facts": facts}
    given = ask(asked, library=library(), calendar=calendar(), readings=chosen)
    if "error" in given:
        raise AskedWrongly(given["error"])
    for item in given["reading"]:
        if item["name"] in rows:
            item["chosen"] = chosen_by(rows[item["name"]])
    return given


def chosen_by(row: ChosenReading) -> str:
    return f"{row.place}自{row.since:%Y年%-m月%-d日}起采用，依据：{row.basis}"


def reading_line(item: Mapping[str, Any]) -> str:
    """A reading that had a part in an answer, and who chose it where somebody did."""
    chosen = f"（{item['chosen']}）" if item.get("chosen") else ""
    return f"{item['title']}：{item['sentence']}{chosen}"


def record(question: str, *, policy: Policy, on: date, facts: dict[str, Any], answered: dict[str, Any]) -> Ruling:
    """Keep an answer a person acts on, and the version of the regulation that gave it."""
    PolicyVersion.objects.get_or_create(
        digest=policy.digest, defaults={"code": policy.code, "content": _whole_text(policy, on)}
    )
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


def _whole_text(policy: Policy, on: date) -> str:
    """The file; of local rules also the file they lie over, so that every rule of the day can be shown."""
    base = library().find(policy.base, on)
    return f"{policy.text}\n\n# 以下为原办法\n{base.text}" if base else policy.text


def title_of(code: str) -> str:
    """《…》 of a regulation; its code where it is no longer known."""
    versions = library().versions.get(code)
    return f"《{versions[-1].heading.title}》" if versions else code


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
