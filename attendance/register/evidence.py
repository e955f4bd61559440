"""Laying and withdrawing what days rest on. A closed month is not touched: there the change waits for the county.

lay_evidence(posting, first=(day, "am"), last=(day, "pm"), symbol="L", source="leave", basis=leave.key, by=user)
void_evidence(Evidence.objects.filter(basis=leave.key), reason="提前销假", by=user)
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from attendance.choices import CorrectionState
from attendance.models import Correction, Evidence, RegisterLine
from attendance.register.queries import closed_months, months_between
from attendance.register.settling import settle
from cadres.models import Posting
from policies.periods import month_end
from villages.clock import now

HalfDay = tuple[date, str]


def lay_evidence(
    posting: Posting,
    *,
    first: HalfDay,
    last: HalfDay,
    symbol: str,
    source: str,
    basis: str = "",
    note: str = "",
    by: User | None,
) -> Evidence:
    """From half day `first` through `last` (each a day and am or pm) the posting's days are `symbol`.

    Makes lines for months that have none, settles the open months, and proposes a correction for each closed one
    (`evidence.corrections` lists them). Raises IntegrityError where the last half day is before the first.
    """
    with transaction.atomic():
        item = Evidence.objects.create(
            posting=posting,
            first_day=first[0],
            first_half=first[1],
            last_day=last[0],
            last_half=last[1],
            symbol=symbol,
            source=source,
            basis=basis,
            note=note,
            laid_by=by,
            laid_at=now(),
        )
        months = _months(item)
        _propose(item, closed_months(posting, months), withdraws=False, by=by)
        ensure_lines([posting.pk], months)
        _settle(posting, months)
    return item


def void_evidence(rows: QuerySet[Evidence], *, reason: str, by: User | None) -> int:
    """Withdraw evidence, so that what stood there before counts again. Returns how many rows were withdrawn."""
    with transaction.atomic():
        items = list(rows.select_for_update(of=("self",)).filter(voided_at=None).select_related("posting__team"))
        for item in items:
            item.voided_at, item.voided_by, item.void_reason = now(), by, reason
            item.save(update_fields=["voided_at", "voided_by", "void_reason"])
            months = _months(item)
            never_counted = item.corrections.filter(withdraws=False).exclude(state=CorrectionState.ACCEPTED)
            unheard = set(never_counted.values_list("month", flat=True))
            never_counted.filter(state=CorrectionState.WAITING).update(
                state=CorrectionState.REFUSED, decided_by=by, decided_at=now(), opinion="依据已撤销"
            )
            _propose(item, closed_months(item.posting, months) - unheard, withdraws=True, by=by)
            _settle(item.posting, months)
    return len(items)


def _months(item: Evidence) -> list[date]:
    """The months that the evidence touches while the posting lasts."""
    first, last = max(item.first_day, item.posting.start), min(item.last_day, item.posting.end or item.last_day)
    return months_between(first, last)


def _propose(item: Evidence, months: Iterable[date], *, withdraws: bool, by: User | None) -> None:
    reason = (
        f"{item.get_source_display()}{'撤销' if withdraws else ''}：{item.void_reason or item.note or '关账后补登'}"
    )
    Correction.objects.bulk_create(
        Correction(
            posting=item.posting,
            month=month,
            evidence=item,
            withdraws=withdraws,
            reason=reason[:300],
            proposed_by=by,
            proposed_at=now(),
        )
        for month in sorted(months)
    )


def ensure_lines(postings: Iterable[int], months: Iterable[date]) -> None:
    """Empty lines for postings that have none yet in these months."""
    listed = list(postings)
    RegisterLine.objects.bulk_create(
        (empty_line(posting, month) for posting in listed for month in months), ignore_conflicts=True, batch_size=2000
    )


def empty_line(posting: int, month: date) -> RegisterLine:
    nothing = "." * month_end(month.year, month.month).day
    return RegisterLine(
        posting_id=posting, month=month, noted_am=nothing, noted_pm=nothing, nights=nothing, am=nothing, pm=nothing
    )


def _settle(posting: Posting, months: Iterable[date]) -> None:
    lines = RegisterLine.objects.filter(posting=posting, month__in=list(months))
    settle(lines.values_list("pk", flat=True))
