"""Settling lines: what was noted, overlaid by what days rest on. The only writer of `am` and `pm`.

Order of precedence, the stronger over the weaker: correction, inspection, approved leave, recorded trip, the clerk's
note; of two alike the one laid later. Evidence covers only the days of the posting. An approved leave is L on duty
days and R on rest days and holidays; in a year without a calendar it is L throughout until the calendar is there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import Q

from attendance.choices import CorrectionState, Half, Source, Symbol
from attendance.models import Correction, Evidence, RegisterLine
from decisions.law import calendar
from policies.calendar import StatutoryCalendar, span
from policies.periods import month_end

WEAKEST_FIRST = (Source.TRIP, Source.LEAVE, Source.INSPECTION, Source.CORRECTION)

NOTED = """
UPDATE attendance_registerline line SET am = noted_am, pm = noted_pm
WHERE id = ANY(%s) AND (am, pm) IS DISTINCT FROM (noted_am, noted_pm)
  AND NOT EXISTS (SELECT 1 FROM attendance_evidence resting WHERE resting.posting_id = line.posting_id)
"""
OVERLAID = """
UPDATE attendance_registerline line SET am = settled.am, pm = settled.pm
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS settled(id, am, pm)
WHERE line.id = settled.id AND (line.am, line.pm) IS DISTINCT FROM (settled.am, settled.pm)
"""


def settle(lines: Iterable[int]) -> int:
    """Settle the lines of these ids from their notes and evidence; returns how many changed. Same input, same lines.

    Locks the lines before it reads their evidence, so that two acts on one line come one after the other.
    """
    ids = sorted(set(lines))
    if not ids:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM attendance_registerline WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [ids])
        cursor.execute(NOTED, [ids])
        changed = cursor.rowcount
        overlaid = list(_overlaid(ids))
        if overlaid:
            cursor.execute(OVERLAID, [list(column) for column in zip(*overlaid, strict=True)])
            changed += cursor.rowcount
    return changed


def _overlaid(ids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """Lines of postings that have evidence, as they should stand."""
    rows = RegisterLine.objects.filter(pk__in=ids, posting__in=Evidence.objects.values("posting"))
    lines = list(rows.select_related("posting"))
    evidence = defaultdict(list)
    postings = {line.posting_id for line in lines}
    for item in sorted(Evidence.objects.filter(posting__in=postings), key=_strength):
        evidence[item.posting_id].append(item)
    held_back = _held_back(postings)
    for line in lines:
        counting = [item for item in evidence[line.posting_id] if _counts(item, line.month, held_back)]
        yield (line.pk, *overlay(line, counting, calendar()))


def _strength(item: Evidence) -> tuple[int, int]:
    return WEAKEST_FIRST.index(Source(item.source)), item.pk


def _held_back(postings: Iterable[int]) -> set[tuple[int | None, date, bool]]:
    """Evidence that was laid or withdrawn after closing and that the county has not accepted, by month."""
    waiting = ~Q(state=CorrectionState.ACCEPTED) & Q(evidence__isnull=False, posting__in=postings)
    return set(Correction.objects.filter(waiting).values_list("evidence_id", "month", "withdraws"))


def _counts(item: Evidence, month: date, held_back: set[tuple[int | None, date, bool]]) -> bool:
    if (item.pk, month, False) in held_back:
        return False
    return item.voided_at is None or (item.pk, month, True) in held_back


def overlay(line: RegisterLine, evidence: Sequence[Evidence], working: StatutoryCalendar) -> tuple[str, str]:
    """Morning and afternoon strings of a line under its evidence, the weakest first."""
    halves = {Half.AM: list(line.noted_am), Half.PM: list(line.noted_pm)}
    for item in evidence:
        for day, half in half_days(item, line):
            halves[half][day.day - 1] = _symbol(item, day, working)
    return "".join(halves[Half.AM]), "".join(halves[Half.PM])


def half_days(item: Evidence, line: RegisterLine) -> Iterator[tuple[date, Half]]:
    """The half days of the line's month that the evidence covers while the posting lasts."""
    end = month_end(line.month.year, line.month.month)
    first = max(item.first_day, line.month, line.posting.start)
    last = min(item.last_day, end, line.posting.end or end)
    for day in span(first, last):
        if day != item.first_day or item.first_half == Half.AM:
            yield day, Half.AM
        if day != item.last_day or item.last_half == Half.PM:
            yield day, Half.PM


def _symbol(item: Evidence, day: date, working: StatutoryCalendar) -> str:
    rests = item.symbol == Symbol.LEAVE and day.year in working.years and not working.is_workday(day)
    return Symbol.REST.value if rests else item.symbol
