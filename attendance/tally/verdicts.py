"""The cited verdict of the policy for a kind of tally row: its articles and the readings that had a part in it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from psycopg2.extras import Json

from attendance.models import RegisterLine
from attendance.tally.counting import samples
from attendance.tally.courses import Courses, Span
from decisions.law import AskedWrongly, answer
from policies.questions.asking import in_order

Days = dict[str, str]
NO_NUMBER = "本办法未规定驻村天数"


def verdicts(courses: Courses, *, on: date) -> Iterator[tuple[Any, ...]]:
    """(span, outcome, partial, official, open, articles, readings, sentence) for each kind of changed row.

    Rows alike in these have the same articles and readings, so one of them stands for all.
    """
    spans = list(courses.spans.values())
    picked = samples()
    lines = days_of({row[5] for row in picked})
    for number, outcome, partial, official, is_open, cadre, start, end in picked:
        asked = _facts(spans[number], lines[cadre], on=on, start=start, end=end)
        articles, readings, sentence = _asked(spans[number], asked, on=on)
        yield number, outcome, partial, official, is_open, articles, Json(readings), sentence


def _asked(item: Span, facts: Mapping[str, Any], *, on: date) -> tuple[list[str], list[dict[str, Any]], str]:
    course = item.course
    if course.silent:
        return [], [], NO_NUMBER
    day = min(item.last, on)
    try:
        given = answer("presence", policy=course.policy, on=day, facts=dict(facts), readings=dict(course.readings))
    except AskedWrongly as refusal:
        return in_order(course.plan.articles), [], str(refusal)[:200]
    return given["articles"], given["reading"], ""


def _facts(item: Span, lines: tuple[Days, Days], *, on: date, start: date, end: date) -> dict[str, Any]:
    inside = [month for month in sorted(lines[0]) if item.first <= date.fromisoformat(f"{month}-01") <= item.last]
    facts: dict[str, Any] = {
        "window": item.course.plan.count.window,
        "days": {month: lines[0][month] for month in inside},
        "days_pm": {month: lines[1][month] for month in inside},
        "as_of": min(on, item.last).isoformat(),
    }
    if (start, end) != (item.first, item.last):
        facts |= {"posted_from": start.isoformat(), "posted_to": end.isoformat()}
    return facts


def days_of(cadres: Iterable[int], *, first: date = date.min, last: date = date.max) -> dict[int, tuple[Days, Days]]:
    """Morning and afternoon strings by month for each person; where two postings meet, the later one's half day."""
    rows = RegisterLine.objects.filter(posting__cadre__in=cadres, month__range=(first, last))
    found: dict[int, tuple[Days, Days]] = {}
    fields = ("posting__cadre_id", "month", "am", "pm")
    for cadre, month, *halves in rows.order_by("posting__start", "posting_id").values_list(*fields):
        for known, string in zip(found.setdefault(cadre, ({}, {})), halves, strict=True):
            name = f"{month:%Y-%m}"
            known[name] = laid_over(known.get(name, ""), string)
    return found


def laid_over(under: str, over: str) -> str:
    """Two strings of a month: what the second says, and where it says nothing the first."""
    if not under:
        return over
    return "".join(below if above == "." else above for below, above in zip(under, over, strict=True))
