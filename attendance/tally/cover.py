"""Cover: on which days of a month a village had fewer cadres than its regulation asks for."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from attendance.tally.counting import fill
from attendance.tally.courses import Courses
from policies.kinds.presence import CoverageMinimum
from policies.periods import month_end

TABLE = """
DROP TABLE IF EXISTS tally_cover, tally_cover_fresh;
CREATE TEMP TABLE tally_cover (ground int, month date, month_end date, cadres int, policy text, articles text[])
ON COMMIT DROP
"""
# One cadre is enough where the bits of all lines together are set; where more are asked for, days are counted singly.
SHOWN = """
WITH shown AS (
    SELECT posted.team_id, line.month, cover.month_end, cover.cadres, cover.policy, cover.articles, posted.since, posted.through,
        translate(line.am, 'VCOLRA.', '1000000') AS am,
        CASE WHEN line.am = line.pm THEN '0' ELSE translate(line.pm, 'VCOLRA.', '1000000') END AS pm
    FROM tally_cover cover
    JOIN tally_posted posted ON posted.ground = cover.ground
        AND posted.since <= cover.month_end AND posted.through >= cover.month
    JOIN attendance_registerline line ON line.posting_id = posted.id AND line.month = cover.month
), masked AS (
    SELECT team_id, month, month_end, policy, articles, min(since) AS since, max(through) AS through,
        bit_or(rpad(am, 31, '0')::bit(31) | rpad(pm, 31, '0')::bit(31))::text AS days
    FROM shown WHERE cadres = 1 GROUP BY team_id, month, month_end, policy, articles
  UNION ALL
    SELECT team_id, month, month_end, policy, articles, min(since), max(through),
        string_agg(CASE WHEN present >= cadres THEN '1' ELSE '0' END, '' ORDER BY day)
    FROM (
        SELECT team_id, month, month_end, policy, articles, cadres, day, min(since) AS since, max(through) AS through,
            count(*) FILTER (WHERE substr(am, day, 1) = '1' OR substr(pm, day, 1) = '1') AS present
        FROM shown CROSS JOIN LATERAL generate_series(1, length(am)) AS day WHERE cadres > 1
        GROUP BY team_id, month, month_end, policy, articles, cadres, day
    ) counted GROUP BY team_id, month, month_end, policy, articles
), clipped AS (
    SELECT team_id, month, policy, articles, rpad(repeat('.', greatest(since - month, 0)) || substr(days,
        greatest(since - month, 0) + 1,
        greatest(least(through, month_end, %(on)s) - month + 1 - greatest(since - month, 0), 0)),
        month_end - month + 1, '.') AS days
    FROM masked
)
"""
FRESH = (
    """
CREATE TEMP TABLE tally_cover_fresh ON COMMIT DROP AS """
    + SHOWN
    + """
SELECT clipped.*, stored.id AS stored_id FROM clipped
FULL JOIN (SELECT * FROM attendance_covertally WHERE month BETWEEN %(since)s AND %(on)s) stored
    ON stored.team_id = clipped.team_id AND stored.policy = clipped.policy AND stored.month = clipped.month
WHERE (stored.days::text, stored.articles::text[]) IS DISTINCT FROM (clipped.days, clipped.articles)
"""
)
WRITTEN = """
INSERT INTO attendance_covertally (team_id, month, policy, articles, days, uncovered)
SELECT team_id, month, policy, articles, days, length(days) - length(replace(days, '0', ''))
FROM tally_cover_fresh WHERE days IS NOT NULL
ON CONFLICT (team_id, policy, month) DO UPDATE
SET days = excluded.days, articles = excluded.articles, uncovered = excluded.uncovered
"""
STALE = "DELETE FROM attendance_covertally WHERE id IN (SELECT stored_id FROM tally_cover_fresh WHERE days IS NULL)"


def count_cover(courses: Courses, *, since: date, on: date) -> int:
    """Bring the cover of villages up to the day; returns how many rows changed."""
    rows = list(_asked(courses))
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        if rows:
            fill(cursor, "tally_cover", rows)
        cursor.execute(FRESH, {"since": since, "on": on})
        cursor.execute(WRITTEN)
        written = cursor.rowcount
        cursor.execute(STALE)
        return written + cursor.rowcount


def _asked(courses: Courses) -> Iterator[tuple[int, date, date, int, str, list[str]]]:
    for ground, laws in enumerate(courses.laws.values()):
        for law in laws:
            for rule in law.policy.of_kind(CoverageMinimum, law.day):
                month = law.day.replace(day=1)
                end = month_end(month.year, month.month)
                yield ground, month, end, rule.cadres, law.policy.code, list(rule.articles)
