"""Findings and cases of the demo: one waiting for a decision, one waiting for a successor, one finished."""

from datetime import date
from typing import Any

from accounts.models import User
from attendance.models import Tally
from cadres.models import Posting
from config.demo.leaves import agree, on_day
from config.demo.staff import FIRST
from recall import actions
from recall.choices import Fact, Measure
from recall.grounds import facts_of, grounds_for
from recall.models import Case


def short_last_year(postings: list[Posting], *, on: date) -> list[Posting]:
    """Those who stayed under the required days of the year that has ended, the fewest days first."""
    year = date(on.year - 1, 1, 1)
    rows = Tally.objects.filter(
        cadre__in=[posting.cadre_id for posting in postings], window="year", first=year, outcome="short"
    )
    known = {posting.cadre_id: posting for posting in postings if posting.end is None}
    return [known[cadre] for cadre in rows.order_by("counted").values_list("cadre_id", flat=True) if cadre in known]


def find(posting: Posting, value: str, *, on: date, source: str, clerk: str = FIRST) -> None:
    with on_day(on):
        actions.record_finding(
            posting, fact=Fact.FINDING, value=value, found_on=on, source=source, by=User.objects.get(username=clerk)
        )


def open_case(posting: Posting, *, on: date, reason: str, facts: dict[str, Any] | None = None) -> Case | None:
    """A case on the first ground the regulation sees, or nothing where it sees none."""
    with on_day(on):
        known = facts_of(posting.findings.filter(voided_at=None)) | (facts or {})
        grounds = grounds_for(posting, facts=known, on=on)
        found = [*grounds.certain, *grounds.pending]
        if not found:
            return None
        return actions.open_case(
            posting, grounds=grounds, article=found[0]["article"], disposition=found[0]["disposition"],
            measure=Measure.REMOVAL, reason=reason, by=User.objects.get(username=FIRST),
        )  # fmt: skip


def decide(case: Case | None, *, on: date) -> None:
    if case is not None and case.proceeding is not None:
        agree(case.proceeding, on=on)


def hand_on(case: Case | None, *, to: str, on: date) -> None:
    """Agreed to by those before, so that it waits for a user."""
    if case is not None and case.proceeding is not None:
        agree(case.proceeding, on=on, until=to)


def succeed(case: Case | None, successor: Posting, *, on: date) -> None:
    if case is not None:
        with on_day(on):
            actions.name_successor(case, successor=successor, by=User.objects.get(username=FIRST))
