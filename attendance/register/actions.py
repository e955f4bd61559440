"""What people do to the register: note a month, close it, reopen it, propose and decide corrections.

May write: the township's clerk for the township, the county for all of it (and for general teams). Nobody writes in their
own line, and a correction is decided by who decides for the county.
"""

import re
from datetime import date

from django.db import transaction
from django.db.models import F

from accounts.access import reach_of
from accounts.acting import NotAllowed, act_over
from accounts.models import User
from attendance.choices import CorrectionState
from attendance.models import Correction, Evidence, MonthClosing, RegisterLine
from attendance.register.evidence import empty_line
from attendance.register.queries import closed_months
from attendance.register.settling import settle
from cadres.models import Posting
from policies.periods import month_end
from villages.clock import now, today
from villages.models import Division

__all__ = [
    "ChangedMeanwhile",
    "NotAllowed",
    "close_month",
    "decide_correction",
    "may_correct",
    "may_note",
    "note_month",
    "propose_correction",
]
COUNTY = ("county_office", "county_org")
GENERAL = ("region_office", "region_liaison")
NOTING = ("township", *COUNTY, *GENERAL)
LETTERS = re.compile(r"[VCOLRA.]+", re.ASCII)
NIGHTS = re.compile(r"[01.]+", re.ASCII)


class ChangedMeanwhile(Exception):
    """Somebody else wrote the line since it was shown; the sentence says who."""


def may_note(user: User, place: str) -> bool:
    """Whether the user may write in the register of a place (12-digit code)."""
    return reach_of(user).holds(*NOTING, place=place)


def may_correct(user: User, place: str) -> bool:
    """Whether the user decides what changes in a closed month there."""
    return reach_of(user).holds(*COUNTY, *GENERAL, place=place, deciding=True)


@transaction.atomic
def note_month(posting: Posting, *, month: date, am: str, pm: str, nights: str, version: int, by: User) -> RegisterLine:
    """Write a line's notes and settle it. `version` is the one that was shown (0: there was no line).

    Raises NotAllowed, ChangedMeanwhile, and ValueError with a Chinese sentence for strings that are no month.
    """
    _check(posting, month, am, pm, nights, by)
    if closed_months(posting, [month]):
        raise NotAllowed(f"{month:%Y年%-m月}已经关账，不能直接修改；请用“申请更正”，由县级审核。")
    RegisterLine.objects.bulk_create([_blank(posting, month)], ignore_conflicts=True)
    line = RegisterLine.objects.select_for_update(of=("self",)).get(posting=posting, month=month)
    if line.version != version:
        raise ChangedMeanwhile(_who(line))
    _write(line, am, pm, nights, by)
    line.refresh_from_db()
    return line


def _blank(posting: Posting, month: date) -> RegisterLine:
    line = empty_line(posting.pk, month)
    line.version = 0
    return line


def _who(line: RegisterLine) -> str:
    who = line.written_by.name if line.written_by else "其他人"
    when = f"{line.written_at:%H:%M}" if line.written_at else "刚才"
    return f"{who}（{when}）已经改过这一行，您的修改没有保存。现在显示的是最新内容，请核对后再填。"


def _check(posting: Posting, month: date, am: str, pm: str, nights: str, by: User) -> None:
    act_over(
        by, *NOTING, place=posting.team.place_id, about=posting.cadre.user_id,
        refusal="只有所在乡镇的经办人和县级经办人可以登记考勤。",
    )  # fmt: skip
    days = month_end(month.year, month.month).day
    known = LETTERS.fullmatch(am) and LETTERS.fullmatch(pm) and NIGHTS.fullmatch(nights)
    if not known or {len(am), len(pm), len(nights)} != {days}:
        raise ValueError(f"{month:%Y年%-m月}应有{days}天，每天一个符号（V C O L R A 或 .），请刷新页面后重填。")


def _write(line: RegisterLine, am: str, pm: str, nights: str, by: User | None) -> None:
    line.noted_am, line.noted_pm, line.nights = am, pm, nights
    line.version, line.written_by, line.written_at = line.version + 1, by, now()
    line.save(update_fields=["noted_am", "noted_pm", "nights", "version", "written_by", "written_at"])
    settle([line.pk])


@transaction.atomic
def close_month(place: Division, *, month: date, by: User) -> MonthClosing:
    """Close a month of a township (or, for general teams, a county). Raises NotAllowed."""
    refusal = "只有该乡镇的经办人和县级经办人可以关账。"
    act_over(by, *NOTING, place=place.code, about=None, refusal=refusal)
    if month_end(month.year, month.month) > today():
        raise NotAllowed(f"{month:%Y年%-m月}还没有过完，月底以后才能关账。")
    closing, made = MonthClosing.objects.get_or_create(
        place=place, month=month, reopened_at=None, defaults={"closed_by": by, "closed_at": now()}
    )
    if not made:
        raise NotAllowed(f"{month:%Y年%-m月}已由{closing.closed_by.name}关账。")
    return closing


@transaction.atomic
def propose_correction(
    posting: Posting, *, month: date, am: str, pm: str, nights: str, reason: str, by: User
) -> Correction:
    """Ask for other notes in a closed month; the county's own proposal takes effect at once. Raises as note_month does."""
    _check(posting, month, am, pm, nights, by)
    if not reason.strip():
        raise NotAllowed("请写明更正的原因和依据。")
    correction = Correction.objects.create(
        posting=posting, month=month, noted_am=am, noted_pm=pm, nights=nights, reason=reason.strip()[:300],
        proposed_by=by, proposed_at=now(),
    )  # fmt: skip
    if may_correct(by, posting.team.place_id):
        decide_correction(correction, accept=True, opinion="县级直接更正", by=by)
    return correction


@transaction.atomic
def decide_correction(correction: Correction, *, accept: bool, opinion: str, by: User) -> None:
    """The county takes a correction over or leaves the month as it is. Raises NotAllowed."""
    posting = correction.posting
    act_over(
        by, *COUNTY, *GENERAL, place=posting.team.place_id, about=posting.cadre.user_id, deciding=True,
        refusal="关账以后的更正由县级审核。",
    )  # fmt: skip
    state = CorrectionState.ACCEPTED if accept else CorrectionState.REFUSED
    moved = Correction.objects.filter(pk=correction.pk, state=CorrectionState.WAITING).update(
        state=state, decided_by=by, decided_at=now(), opinion=opinion[:300]
    )
    if not moved:
        raise NotAllowed("这条更正已经处理过了。")
    if accept:
        _apply(correction, by)


def _apply(correction: Correction, by: User) -> None:
    RegisterLine.objects.bulk_create([_blank(correction.posting, correction.month)], ignore_conflicts=True)
    rows = RegisterLine.objects.select_for_update(of=("self",))
    line = rows.get(posting=correction.posting, month=correction.month)
    if correction.evidence_id is None:
        _write(line, correction.noted_am, correction.noted_pm, correction.nights, correction.proposed_by)
        return
    RegisterLine.objects.filter(pk=line.pk).update(version=F("version") + 1)
    Evidence.objects.select_for_update(of=("self",)).get(pk=correction.evidence_id)
    settle([line.pk])
