"""Absence without leave: SQL finds who holds an A in a year, the policy judges their few strings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import md5

from django.db import connection

from attendance.models import AbsenceTally
from attendance.tally.courses import Courses, Law
from attendance.tally.verdicts import days_of
from decisions.law import AskedWrongly, answer
from policies.periods import add_months

# From the first month with an A to the last; the December before belongs to an A in January, as a run may span both.
# Seen from a day inside a month only that month's days so far are facts.
HOLDING = """
DROP TABLE IF EXISTS tally_holding;
CREATE TEMP TABLE tally_holding ON COMMIT DROP AS
SELECT posted.cadre_id, posted.law, max(posted.age) AS age,
    CASE WHEN min(line.month) = %(january)s THEN %(december)s ELSE min(line.month) END AS since,
    max(line.month) AS through
FROM attendance_registerline line JOIN tally_posted posted ON posted.id = line.posting_id
WHERE (line.am::text LIKE '%%A%%' OR line.pm::text LIKE '%%A%%') AND line.month BETWEEN %(january)s AND %(on)s
GROUP BY posted.cadre_id, posted.law;
ANALYZE tally_holding;
"""
HOLDERS = """
WITH digested AS (
    SELECT holding.cadre_id, holding.law, md5(string_agg(line.month || left(line.am, %(on)s - line.month + 1)
            || left(line.pm, %(on)s - line.month + 1), ',' ORDER BY line.month, posted.age)) AS facts
    FROM tally_holding holding JOIN tally_posted posted ON posted.cadre_id = holding.cadre_id
    JOIN attendance_registerline line ON line.posting_id = posted.id
        AND line.month BETWEEN holding.since AND holding.through
    GROUP BY holding.cadre_id, holding.law
)
SELECT holding.cadre_id, latest.id, place.county, place.kind, holding.law, holding.since, holding.through, digested.facts
FROM digested JOIN tally_holding holding USING (cadre_id, law)
JOIN tally_posted latest ON latest.id = holding.age & 4294967295
JOIN tally_place place ON place.ground = latest.ground
"""


@dataclass(frozen=True)
class Holder:
    """A person who holds an A in the year. `facts` is the digest of their lines, their law and, if it matters, the day."""

    cadre: int
    posting: int
    law: Law
    since: date
    through: date
    facts: str

    @property
    def key(self) -> tuple[int, str]:
        return self.cadre, self.law.policy.code


def judge_absence(courses: Courses, *, year: int, on: date) -> int:
    """Bring the year's absence tallies up to the day (or the year's end); returns how many rows changed."""
    as_of = min(on, date(year, 12, 31))
    holders = list(_holders(courses, year=year, as_of=as_of))
    stored = {(row.cadre_id, row.policy): (row.facts, row.posting_id) for row in AbsenceTally.objects.filter(year=year)}
    fresh = [holder for holder in holders if stored.get(holder.key) != (holder.facts, holder.posting)]
    _write(_verdicts(fresh, year=year, as_of=as_of))
    gone = stored.keys() - {holder.key for holder in holders}
    rows = AbsenceTally.objects.filter(year=year, cadre__in={cadre for cadre, _ in gone}).values_list(
        "pk", "cadre_id", "policy"
    )
    AbsenceTally.objects.filter(pk__in=[row[0] for row in rows if row[1:] in gone]).delete()
    return len(fresh) + len(gone)


def _holders(courses: Courses, *, year: int, as_of: date) -> Iterator[Holder]:
    january = date(year, 1, 1)
    with connection.cursor() as cursor:
        given = {"january": january, "december": add_months(january, -1), "on": as_of}
        cursor.execute(HOLDING, given)
        cursor.execute(HOLDERS, given)
        for cadre, posting, county, kind, code, since, through, lines in cursor.fetchall():
            law = _law(courses.laws[county, kind], code, as_of)
            whole = f"{lines}{law.policy.digest}{law.readings}{as_of if _rolling(law) else year}"
            facts = md5(whole.encode(), usedforsecurity=False).hexdigest()
            yield Holder(cadre, posting, law, since, through, facts)


def _law(laws: list[Law], code: str, as_of: date) -> Law:
    """The version of the regulation in force on the day, else the latest of it."""
    versions = [law for law in laws if law.policy.code == code]
    return next((law for law in versions if law.day >= as_of), versions[-1])


def _rolling(law: Law) -> bool:
    return dict(law.readings).get("absence_year") == "rolling"


def _verdicts(holders: Iterable[Holder], *, year: int, as_of: date) -> Iterator[AbsenceTally]:
    listed = list(holders)
    if not listed:
        return
    first = min(add_months(as_of, -12).replace(day=1) if _rolling(item.law) else item.since for item in listed)
    lines = days_of({item.cadre for item in listed}, first=first, last=max(item.through for item in listed))
    for item in listed:
        yield _verdict(item, lines[item.cadre], year=year, as_of=as_of)


def _verdict(item: Holder, lines: tuple[dict[str, str], dict[str, str]], *, year: int, as_of: date) -> AbsenceTally:
    since = date(as_of.year - 1, as_of.month, 1) if _rolling(item.law) else item.since
    inside = [month for month in sorted(lines[0]) if f"{since:%Y-%m}" <= month <= f"{item.through:%Y-%m}"]
    facts = {
        "days": {month: lines[0][month] for month in inside},
        "days_pm": {month: lines[1][month] for month in inside},
        "as_of": as_of.isoformat(),
    }
    try:
        given = answer("absence", policy=item.law.policy, on=as_of, facts=facts, readings=dict(item.law.readings))
    except AskedWrongly as refusal:
        given = {"outcome": "needs_determination", "articles": [], "reading": [{"sentence": str(refusal)}]}
    longest, total = given.get("longest") or {}, given.get("total") or {}
    return AbsenceTally(
        cadre_id=item.cadre,
        posting_id=item.posting,
        policy=item.law.policy.code,
        year=year,
        outcome=given["outcome"],
        longest_calendar=longest.get("calendar"),
        longest_workdays=longest.get("workdays"),
        total_calendar=total.get("calendar"),
        total_workdays=total.get("workdays"),
        articles=given["articles"],
        readings=given["reading"],
        facts=item.facts,
    )


WRITTEN = [
    "posting", "outcome", "longest_calendar", "longest_workdays", "total_calendar", "total_workdays", "articles",
    "readings", "facts",
]  # fmt: skip


def _write(rows: Iterator[AbsenceTally]) -> None:
    AbsenceTally.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["cadre", "policy", "year"],
        update_fields=WRITTEN,
    )
