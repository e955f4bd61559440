"""The statements of a tally. SQL counts half days and compares; what a count means is asked of the policy.

Temporary tables of one transaction: `tally_ground` (which windows apply where), `tally_span` (what each requires),
`tally_posted` (postings with their ground; the lower half of `age` is the posting's id), `tally_worked` (working days through each day), `tally_merged` (lines of
one person in two posts in a month, half day by half day), `tally_fresh` (rows that differ from the stored ones).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

from attendance.register.queries import months_between
from attendance.tally.courses import Courses, Shape, worked_through
from cadres.choices import Role
from decisions.law import calendar
from policies.calendar import StatutoryCalendar, span
from policies.periods import add_months, month_end

TABLES = """
DROP TABLE IF EXISTS tally_place, tally_ground, tally_span, tally_worked, tally_verdict, tally_posted, tally_pairs,
    tally_own, tally_doubled, tally_merged, tally_fresh;
CREATE TEMP TABLE tally_place (county text, kind text, ground int, law text) ON COMMIT DROP;
CREATE TEMP TABLE tally_ground (ground int, month date, month_end date, span int, first date, last date, shape int,
    roles text[], other_roles text[]) ON COMMIT DROP;
CREATE TEMP TABLE tally_span (span int PRIMARY KEY, series int, policy text, rule text, measure int, window_word text,
    unit text, first date, last date, top bigint, bottom bigint, partial_way text, capped bool, known bool, silent bool)
    ON COMMIT DROP;
CREATE TEMP TABLE tally_worked (day date PRIMARY KEY, worked int) ON COMMIT DROP;
CREATE TEMP TABLE tally_verdict (span int, outcome text, partial bool, official bool, open bool, articles text[],
    readings jsonb, sentence text) ON COMMIT DROP;
"""

POSTED = """
CREATE TEMP TABLE tally_posted ON COMMIT DROP AS
SELECT posting.id, posting.cadre_id, posting.team_id, place.ground, place.law, posting.start AS since,
    coalesce(posting.end, 'infinity') AS through,
    (SELECT word FROM unnest(%(roles)s::text[]) WITH ORDINALITY AS role(word, rank)
     WHERE word = ANY(posting.roles) ORDER BY rank LIMIT 1) AS role,
    (row_number() OVER (ORDER BY posting.start, posting.id) << 32) + posting.id AS age,
    count(*) OVER (PARTITION BY posting.cadre_id, place.law) > 1 AS several
FROM cadres_posting posting
JOIN villages_team team ON team.id = posting.team_id
JOIN tally_place place ON place.county = rpad(left(team.place_id, 6), 12, '0') AND place.kind = team.kind;
CREATE UNIQUE INDEX ON tally_posted (id);
CREATE INDEX ON tally_posted (cadre_id);
ANALYZE tally_posted;
ANALYZE tally_ground;
"""

# A hand-over inside a month leaves a person two lines; a half day is counted once, as the later posting has it.
PAIRS = """
CREATE TEMP TABLE tally_pairs ON COMMIT DROP AS
SELECT posted.id, besides.id AS besides FROM tally_posted posted
JOIN tally_posted besides ON besides.cadre_id = posted.cadre_id AND besides.law = posted.law AND besides.id <> posted.id
WHERE posted.several;
CREATE TEMP TABLE tally_own ON COMMIT DROP AS
SELECT posted.cadre_id, span.span, min(greatest(span.first, posted.since)) AS start,
    max(least(span.last, posted.through)) AS "end",
    least(sum(least(span.last, posted.through) - greatest(span.first, posted.since) + 1)::int,
        max(least(span.last, posted.through)) - min(greatest(span.first, posted.since)) + 1) AS on_post
FROM tally_posted posted JOIN tally_span span ON span.policy = posted.law
    AND posted.since <= span.last AND posted.through >= span.first
WHERE posted.several GROUP BY posted.cadre_id, span.span;
ANALYZE tally_pairs; ANALYZE tally_own;
"""
MERGED = """
CREATE TEMP TABLE tally_doubled ON COMMIT DROP AS
SELECT line.id FROM tally_pairs pair JOIN attendance_registerline line ON line.posting_id = pair.id
JOIN attendance_registerline other ON other.posting_id = pair.besides AND other.month = line.month
WHERE line.month BETWEEN %(since)s AND %(on)s GROUP BY line.id;
ANALYZE tally_doubled;
CREATE TEMP TABLE tally_merged ON COMMIT DROP AS
SELECT max(posting_id) AS posting_id, month, string_agg(am, '' ORDER BY day) AS am,
    string_agg(pm, '' ORDER BY day) AS pm, string_agg(nights, '' ORDER BY day) AS nights
FROM (
    SELECT posted.cadre_id, posted.law, line.month, day, (array_agg(posted.id ORDER BY posted.age DESC))[1] AS posting_id,
        {am} AS am, {pm} AS pm, {nights} AS nights
    FROM attendance_registerline line JOIN tally_doubled doubled ON doubled.id = line.id
    JOIN tally_posted posted ON posted.id = line.posting_id
    CROSS JOIN LATERAL generate_series(1, length(line.am)) AS day
    GROUP BY posted.cadre_id, posted.law, line.month, day
) days
GROUP BY cadre_id, law, month
"""
LATEST = """coalesce((array_agg(substr(line.{column}, day, 1) ORDER BY posted.age DESC) FILTER (
    WHERE substr(line.{column}, day, 1) <> '.' AND line.month + day - 1 <= %(on)s::date
        AND line.month + day - 1 BETWEEN posted.since AND posted.through))[1], '.')"""

# Days outside the posting, and after the day of the tally, are blanked.
CLIPPED = """CASE WHEN merged OR posted.since <= line.month AND ground.month_end <= least(posted.through, %(on)s::date)
    THEN line.{column}
    ELSE rpad(repeat('.', greatest(posted.since - line.month, 0)) || substr(line.{column},
        greatest(posted.since - line.month, 0) + 1,
        greatest(least(posted.through, %(on)s::date) - line.month + 1 - greatest(posted.since - line.month, 0), 0)),
        length(line.{column}), '.') END"""

COUNTED = """
SELECT ground.span, posted.cadre_id, max(posted.age) AS age,
    sum({halves}) AS halves, sum({official}) AS official,
    min(greatest(ground.first, posted.since)) AS start, max(least(ground.last, posted.through)) AS "end"
FROM (SELECT posting_id, month, am, pm, nights, FALSE AS merged FROM attendance_registerline
        WHERE month BETWEEN %(since)s AND %(on)s AND id NOT IN (SELECT id FROM tally_doubled)
      UNION ALL SELECT posting_id, month, am, pm, nights, TRUE FROM tally_merged) line
JOIN tally_posted posted ON posted.id = line.posting_id
JOIN tally_ground ground ON ground.ground = posted.ground AND ground.month = line.month AND ground.shape = {shape}
    AND (ground.roles = '{{}}' OR posted.role = ANY(ground.roles)) AND posted.role <> ALL(ground.other_roles)
CROSS JOIN LATERAL (SELECT {am} AS am, {pm} AS pm, {nights} AS nights) clipped
WHERE posted.since <= ground.last AND posted.through >= ground.first
GROUP BY ground.span, posted.cadre_id
"""

NOBODY = """SELECT NULL::int AS span, NULL::bigint AS cadre_id, NULL::bigint AS age, 0::bigint AS halves,
    0::bigint AS official, NULL::date AS start, NULL::date AS "end" WHERE FALSE"""

# Of a person with several postings the days on post are added up; they may lie apart.
FRESH = """
CREATE TEMP TABLE tally_fresh ON COMMIT DROP AS
WITH counted AS ({counted}),
placed AS (
    SELECT counted.span, counted.cadre_id, age, halves / 2.0 AS days, official / 2.0 AS official_days,
        coalesce(own.start, counted.start) AS start, coalesce(own.end, counted.end) AS "end",
        coalesce(own.on_post, counted.end - counted.start + 1) AS on_post
    FROM counted LEFT JOIN tally_own own ON own.cadre_id = counted.cadre_id AND own.span = counted.span
),
asked AS (
    SELECT placed.*, span.series, span.first, span.unit, span.known, span.silent, span.partial_way,
        placed.on_post < span.last - span.first + 1 AS partial,
        CASE WHEN NOT known THEN NULL
             WHEN placed.on_post = span.last - span.first + 1 OR partial_way = 'full' THEN (top + bottom - 1) / bottom
             WHEN partial_way = 'skip' THEN NULL
             ELSE least(
                (top * placed.on_post + bottom * (last - first + 1) - 1) / (bottom * (last - first + 1)),
                CASE WHEN capped THEN {worked_between} END) END AS required
    FROM placed JOIN tally_span span USING (span)
),
judged AS (
    SELECT span, series, cadre_id, age & 4294967295 AS posting_id, first, start, "end", on_post, partial,
        CASE WHEN known OR silent THEN days END AS counted, official_days AS official, required,
        CASE WHEN silent THEN 'silent'
             WHEN required IS NULL THEN 'needs_determination'
             WHEN days >= required THEN 'met'
             WHEN "end" > %(on)s THEN 'running'
             WHEN official_days > 0 AND days + official_days >= required OR partial AND partial_way = 'prorate'
                THEN 'needs_determination'
             ELSE 'short' END AS outcome,
        CASE WHEN required IS NOT NULL AND "end" > %(on)s
             THEN days >= required OR days + {remaining} >= required END AS reachable
    FROM asked
),
stored AS (
    SELECT tally.id, cadre_id, posting_id, first, start, "end", on_post, counted, official, required, outcome, reachable,
        named.series
    FROM attendance_tally tally
    LEFT JOIN (SELECT DISTINCT series, policy, rule, measure FROM tally_span) named USING (policy, rule, measure)
    WHERE tally.first BETWEEN %(since)s AND %(on)s
)
SELECT judged.*, stored.id AS stored_id
FROM judged FULL JOIN stored ON stored.cadre_id = judged.cadre_id AND stored.series = judged.series AND stored.first = judged.first
WHERE (judged.series, judged.posting_id, judged.start, judged.end, judged.on_post, judged.counted, judged.official,
       judged.required, judged.outcome, judged.reachable)
   IS DISTINCT FROM
      (stored.series, stored.posting_id, stored.start, stored.end, stored.on_post::int, stored.counted, stored.official,
       stored.required::bigint, stored.outcome::text, stored.reachable)
"""
WORKED_BETWEEN = """(SELECT worked FROM tally_worked WHERE day = placed.end)
    - coalesce((SELECT worked FROM tally_worked WHERE day = placed.start - 1), 0)"""
REMAINING = """CASE WHEN unit = 'workday' THEN (SELECT worked FROM tally_worked WHERE day = "end")
        - coalesce((SELECT worked FROM tally_worked WHERE day = greatest(%(on)s::date, start - 1)), 0)
    ELSE "end" - greatest(%(on)s::date + 1, start) + 1 END"""

SAMPLES = """
SELECT DISTINCT ON (span, outcome, partial, official > 0, reachable IS NOT NULL)
    span, outcome, partial, official > 0, reachable IS NOT NULL, cadre_id, start, "end"
FROM tally_fresh WHERE series IS NOT NULL
ORDER BY span, outcome, partial, official > 0, reachable IS NOT NULL, cadre_id
"""
WRITTEN = """
INSERT INTO attendance_tally (cadre_id, posting_id, policy, rule, measure, "window", first, last, start, "end", on_post,
    counted, official, required, unit, outcome, reachable, articles, readings, sentence)
SELECT fresh.cadre_id, fresh.posting_id, span.policy, span.rule, span.measure, span.window_word, span.first, span.last,
    fresh.start, fresh."end", fresh.on_post, fresh.counted, fresh.official, fresh.required, span.unit, fresh.outcome,
    fresh.reachable, verdict.articles, verdict.readings, verdict.sentence
FROM tally_fresh fresh JOIN tally_span span USING (span)
JOIN tally_verdict verdict ON verdict.span = fresh.span AND verdict.outcome = fresh.outcome
    AND verdict.partial = fresh.partial AND verdict.official = (fresh.official > 0)
    AND verdict.open = (fresh.reachable IS NOT NULL)
WHERE fresh.series IS NOT NULL
ON CONFLICT (cadre_id, policy, rule, measure, first) DO UPDATE SET posting_id = excluded.posting_id,
    last = excluded.last, start = excluded.start, "end" = excluded."end", on_post = excluded.on_post,
    counted = excluded.counted, official = excluded.official, required = excluded.required, unit = excluded.unit,
    outcome = excluded.outcome, reachable = excluded.reachable, articles = excluded.articles,
    readings = excluded.readings, sentence = excluded.sentence
"""
STALE = "DELETE FROM attendance_tally WHERE id IN (SELECT stored_id FROM tally_fresh WHERE series IS NULL)"
COLUMNS = ("am", "pm", "nights")


def lay_out(courses: Courses, *, since: date, on: date) -> None:
    """Create and fill the temporary tables that the counting reads. Needs an open transaction."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        fill(cursor, "tally_place", _places(courses))
        fill(cursor, "tally_span", _spans(courses))
        fill(cursor, "tally_ground", _grounds(courses, since, on))
        fill(cursor, "tally_worked", worked_through(calendar()).items())
        cursor.execute(POSTED, {"roles": Role.values})
        latest = {column: LATEST.format(column=column) for column in COLUMNS}
        cursor.execute(PAIRS)
        cursor.execute(MERGED.format(**latest), {"since": since, "on": on})


def fill(cursor: Any, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows into a temporary table, its columns in order."""
    execute_values(cursor.cursor, f"INSERT INTO {table} VALUES %s", list(rows), page_size=1000)


def _places(courses: Courses) -> list[tuple[str, str, int, str]]:
    return [(*ground, number, laws[-1].policy.code) for number, (ground, laws) in enumerate(courses.laws.items())]


def _spans(courses: Courses) -> list[tuple[Any, ...]]:
    series = {name: number for number, name in enumerate({course.series: None for course in courses.courses})}
    rows = []
    for number, item in enumerate(courses.spans.values()):
        count, known = item.course.plan.count, item.whole is not None
        top, bottom = item.whole.as_integer_ratio() if item.whole is not None else (0, 1)
        way = item.course.reading("partial_period")
        named = (number, series[item.course.series], *item.course.series, count.window, count.unit)
        rows.append((*named, item.first, item.last, top, bottom, way, count.capped, known, item.course.silent))
    return rows


def _grounds(courses: Courses, since: date, on: date) -> list[tuple[Any, ...]]:
    """A row for each ground, month and window: which span the month's line counts towards."""
    grounds = {ground: number for number, ground in enumerate(courses.laws)}
    shapes = shapes_of(courses)
    numbers = {key: number for number, key in enumerate(courses.spans)}
    rows = []
    for ground, course, first in courses.grounds:
        item, month = courses.spans[course, first], first
        others = list(courses.particular_roles(ground, course, first))
        while month <= min(item.last, on):
            end = month_end(month.year, month.month)
            named = (grounds[ground], month, end, numbers[course, first], first, item.last)
            rows.append((*named, shapes.index(course.shape), list(course.plan.roles), others))
            month = add_months(month, 1)
    return rows


def shapes_of(courses: Courses) -> list[Shape]:
    return list(dict.fromkeys(course.shape for course in courses.courses))


def count_and_compare(courses: Courses, *, since: date, on: date) -> int:
    """Fill `tally_fresh` with what differs from the stored tallies; returns how many rows those are."""
    branches = [_branch(number, shape, since, on) for number, shape in enumerate(shapes_of(courses))]
    pieces = {
        "counted": "\nUNION ALL\n".join(branches or [NOBODY]),
        "worked_between": WORKED_BETWEEN,
        "remaining": REMAINING,
    }
    with connection.cursor() as cursor:
        cursor.execute(FRESH.format(**pieces), {"since": since, "on": on})
        return cursor.rowcount


def _branch(number: int, shape: Shape, since: date, on: date) -> str:
    clipped = {column: CLIPPED.format(column=column) for column in COLUMNS}
    months = [month for month in months_between(since, on) if month.year in calendar().years]
    halves, official = halves_of(shape, shape.counts, months), halves_of(shape, shape.silent, months)
    if shape.unit == "night":
        halves, official = "2 * (length(clipped.nights) - length(replace(clipped.nights, '1', '')))", "0"
    return COUNTED.format(shape=number, halves=halves, official=official, **clipped)


def halves_of(shape: Shape, letters: str, months: Sequence[date]) -> str:
    """SQL for the half days with one of the letters in a line's `clipped.am` and `clipped.pm`, which are mostly alike."""
    if not letters:
        return "0"
    if shape.unit == "workday" and not shape.every_day:
        whens = " ".join(f"WHEN DATE '{month}' THEN {working_days(month, letters)}" for month in months)
        return f"CASE line.month {whens} ELSE 0 END" if whens else "0"
    return _both(with_letters("clipped.am", letters), with_letters("clipped.pm", letters))


def _both(morning: str, afternoon: str) -> str:
    return f"CASE WHEN clipped.am = clipped.pm THEN 2 * ({morning}) ELSE {morning} + {afternoon} END"


def with_letters(string: str, letters: str) -> str:
    """SQL for how many characters of a string are one of the letters."""
    rest = string
    for letter in letters:
        rest = f"replace({rest}, '{letter}', '')"
    return f"octet_length({string}) - octet_length({rest})"


def working_days(month: date, letters: str) -> str:
    parts = [working_part(month, calendar(), f"clipped.{column}") for column in ("am", "pm")]
    return _both(*(with_letters(part, letters) for part in parts))


def working_part(month: date, known: StatutoryCalendar, column: str) -> str:
    """SQL for the working days of a month's string, one after the other."""
    runs: list[list[int]] = []
    for day in span(month, month_end(month.year, month.month)):
        if known.is_workday(day):
            if runs and runs[-1][0] + runs[-1][1] == day.day:
                runs[-1][1] += 1
            else:
                runs.append([day.day, 1])
    return f"({' || '.join(f'substr({column}, {start}, {length})' for start, length in runs)})"


def samples() -> list[tuple[Any, ...]]:
    """Of each kind of changed row one: (span, outcome, partial, official, open, cadre, start, end)."""
    with connection.cursor() as cursor:
        cursor.execute(SAMPLES)
        return cursor.fetchall()


def write_back(verdicts: Iterable[Sequence[Any]]) -> int:
    """Write the changed rows with their verdicts and remove those that no line supports; returns how many."""
    with connection.cursor() as cursor:
        fill(cursor, "tally_verdict", verdicts)
        cursor.execute(WRITTEN)
        written = cursor.rowcount
        cursor.execute(STALE)
        return written + cursor.rowcount
