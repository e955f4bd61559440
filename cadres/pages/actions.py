"""Corrections of a person's plain facts and of a posting's end, by the county; looking at a masked number."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.utils import IntegrityError

from accounts.access import reach_of
from accounts.acting import act_in, act_over
from accounts.actions import open_account
from accounts.choices import Act
from accounts.models import User
from accounts.personal_data import masked_phone, open_vault
from accounts.record.notes import note
from cadres.choices import AfterTerm, Precision
from cadres.models import Cadre, Posting
from cadres.pages.queries import COUNTY, kept_at, seats_to_reveal
from decisions.actions import NotAllowed
from decisions.choices import territory
from villages.models import Division

FACTS = ("political_status", "ethnicity", "education", "bilingual", "remark", "phone_mask")
BY_A_CASE = (AfterTerm.REPLACED, AfterTerm.RECALLED)
CHANGED_MEANWHILE = "这份资料刚被别人改过。请先看现在的内容，再决定是否修改。"
NUMBERS = {"id_number": "id_cipher", "phone": "phone_cipher"}
LABELS = {"id_number": "身份证号", "phone": "联系电话"}


def seen_of(cadre: Cadre) -> str:
    """What a form was filled in upon: 16 digits that differ once another has saved."""
    held = json.dumps([getattr(cadre, name) for name in FACTS], ensure_ascii=False, default=str)
    return hashlib.sha256(held.encode()).hexdigest()[:16]


def _keep(cadre: Cadre, *, by: User, refusal: str) -> str:
    """The place (12 digits) of a present post where `by` keeps the ledger of the person, who is somebody else.

    Raises NotAllowed.
    """
    place = kept_at(reach_of(by), list(cadre.postings.select_related("team")))
    act_over(by, *COUNTY, place=place, about=cadre.user_id, refusal=refusal)
    return place


@transaction.atomic
def correct_facts(cadre: Cadre, facts: dict[str, Any], *, phone: str, seen: str, by: User) -> None:
    """Write plain facts as given and, where one is typed, another phone number. Raises NotAllowed."""
    held = Cadre.objects.select_for_update().get(pk=cadre.pk)
    _keep(held, by=by, refusal="只有现任职县的县委组织部可以修改台账，请联系县委组织部。")
    if seen_of(held) != seen:
        raise NotAllowed(CHANGED_MEANWHILE)
    for name, value in facts.items():
        setattr(held, name, value)
    if phone:
        vault = open_vault()
        sealed = vault.seal_person(None, phone, data_key=held.data_key)
        held.data_key, held.phone_cipher = sealed.data_key, sealed.phone_cipher
        held.phone_hash, held.phone_mask = vault.keyed_hash(phone), masked_phone(phone)
    held.save()


@transaction.atomic
def end_posting(posting: Posting, *, end: date, ended_by: str, seen: str, by: User) -> None:
    """Close a posting on its last day, or correct that day. `seen` is the end the form showed. Raises NotAllowed."""
    held = Posting.objects.select_for_update(of=("self",)).select_related("team", "cadre").get(pk=posting.pk)
    refusal = "只有县委组织部可以登记离任，请联系县委组织部。"
    act_over(by, *COUNTY, place=held.team.place_id, about=held.cadre.user_id, refusal=refusal)
    if (held.end.isoformat() if held.end else "") != seen:
        raise NotAllowed(CHANGED_MEANWHILE)
    if held.ended_by in BY_A_CASE:
        raise NotAllowed("这段派驻由调换召回结束，日期以决定为准，不在这里更正。")
    if end < held.start:
        raise NotAllowed(f"离任日期早于到岗日期（{held.start}），请核对。")
    held.end, held.end_precision, held.ended_by = end, Precision.DAY, ended_by
    try:
        with transaction.atomic():
            held.save(update_fields=["end", "end_precision", "ended_by"])
    except IntegrityError as trouble:
        raise NotAllowed("与这位同志的另一段派驻时间重叠，请核对两段的起止日期。") from trouble


@transaction.atomic
def reveal(cadre: Cadre, *, field: str, reason: str, by: User) -> str:
    """The whole number, once, and an entry in the record of who looked and why. Raises NotAllowed."""
    if cadre.user_id != by.pk:
        seats = seats_to_reveal(by, list(cadre.postings.select_related("team")), field=field)
        if not seats:
            raise NotAllowed("您的职责不包括查看完整号码，请联系县委组织部。")
        act_in(seats, by=by, about=cadre.user_id)
    if len(reason.strip()) < 2:
        raise NotAllowed("请写明查看的事由，例如“核对工资卡”。")
    number = open_vault().reveal(cadre.data_key, getattr(cadre, NUMBERS[field]), field=field)
    if number is None:
        raise NotAllowed("没有登记，或已按保留期限去除。")
    note(
        Act.UNMASKED,
        user=by,
        about=cadre,
        county=cadre.county_id,
        reason=reason.strip(),
        detail={"项目": LABELS[field]},
    )
    return number


@transaction.atomic
def open_cadre_accounts(cadres: Iterable[Cadre], *, by: User) -> list[dict[str, Any]]:
    """A login for each cadre who has none: the person number is the login name, the password is for the first login.

    Raises NotPermitted, and NotAllowed for who is out of the county's hands.
    """
    opened = []
    for cadre in Cadre.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in cadres], user=None):
        place = _keep(cadre, by=by, refusal="只有县委组织部可以为驻村干部开通账号，请联系县委组织部。")
        county = Division.objects.get(code=territory("county", place))
        user, password = open_account(str(cadre.number), name=cadre.name, division=county, by=by)
        cadre.user = user
        cadre.save(update_fields=["user"])
        opened.append({"user": user, "body": "驻村干部", "password": password})
    return opened
