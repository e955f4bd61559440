"""Setting the period, and removing what it no longer covers."""

from collections.abc import Sequence
from itertools import chain

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Concat

from accounts.acting import NotAllowed, act_over
from accounts.choices import Act
from accounts.files.kept_uploads import StillBusy, forget_of
from accounts.models import KeepingPeriod, User
from accounts.personal_data import open_vault
from accounts.record.notes import note
from cadres.leavers.queries import KEEPERS, leavers
from cadres.models import Cadre, MergeProposal, Posting, Transfer
from villages.clock import today
from villages.models import Division

GONE = "gone:"
COUNTY, PROVINCE = 6, 2


def set_period(county: Division, *, months: int, basis: str, by: User) -> KeepingPeriod:
    """How long the county keeps a leaver's ID number and phone. Raises NotAllowed."""
    with transaction.atomic():
        _check(county, by)
        period, _ = KeepingPeriod.objects.update_or_create(county=county, defaults={"months": months, "basis": basis})
    return period


@transaction.atomic
def remove_personal_data(county: Division, keys: Sequence[str], *, by: User) -> int:
    """Destroy the keys of these leavers and what finds them; how many. Raises NotAllowed.

    Names, postings, leaves, findings and rulings stay; what was sealed under a person's key can no longer be read,
    in history neither. Uploaded files that may name them are forgotten, those waiting for confirmation are given up.
    """
    _check(county, by)
    period = KeepingPeriod.objects.filter(county=county).first()
    if period is None:
        raise NotAllowed("本县还没有设定保留期限，请先设定。")
    asked = Cadre.objects.select_for_update().filter(key__in=keys).order_by("pk")
    for cadre in asked:
        _check(county, by, about=cadre.user_id)
    chosen = [cadre.pk for cadre in asked]
    due = dict(leavers(period, on=today()).filter(pk__in=chosen).values_list("pk", "number"))
    if len(due) < len(set(keys)):
        raise NotAllowed("所选人员中有人尚未超过保留期限，或已经去除。请刷新后重新选择。")
    _forget_uploads(set(due))
    MergeProposal.objects.filter(cadre__in=due).update(
        data_key=open_vault().seal_person(None, None).data_key,
        id_cipher=b"",
        id_mask="",
        id_hash=Concat(Value(GONE), "key", output_field=CharField()),
    )
    Cadre.objects.filter(pk__in=due).update(
        identity=Concat(Value(GONE), "key", output_field=CharField()),
        data_key=None, id_cipher=None, id_hash=None, id_mask="", phone_cipher=None, phone_hash=None, phone_mask="",
    )  # fmt: skip
    note(
        Act.REDUCED, user=by, about=Cadre, county=county.pk, reason=period.basis,
        detail={"人数": len(due), "人员编号": sorted(due.values()), "保留月数": period.months},
    )  # fmt: skip
    return len(due)


def _forget_uploads(cadres: set[int]) -> None:
    """Files that may hold these persons' numbers: those of every county, and its province, that has had to do with them."""
    postings = Posting.objects.filter(cadre__in=cadres).values_list("team__place_id", flat=True)
    asked = Transfer.objects.filter(cadre__in=cadres).values_list("place_id", "destination_id")
    entered = Cadre.objects.filter(pk__in=cadres).values_list("county_id", flat=True)
    codes = {*postings, *entered, *chain.from_iterable(asked)}
    try:
        forget_of({code[:digits].ljust(12, "0") for code in codes for digits in (COUNTY, PROVINCE)})
    except StillBusy:
        raise NotAllowed("有台账正在导入，其中可能有所选人员。请等导入完成后再去除。") from None


def _check(county: Division, by: User, *, about: int | None = None) -> None:
    refusal = "只有该县委组织部的经办、审批人员可以办理。"
    act_over(by, *KEEPERS, place=county.pk, about=about, refusal=refusal)
