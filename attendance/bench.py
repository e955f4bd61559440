"""The bench of the tally: 50,000 people × 12 months under four regulations, a second night in which little changed."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Sum

from attendance.models import Tally
from attendance.register.queries import months_between
from attendance.tally.actions import run_tally
from attendance.tally.counting import working_part
from decisions.law import calendar

PEOPLE = 50_000
VILLAGES = 4_000  # in each county
YEAR = 2019
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
NIGHTS = 3

COUNTIES = ["141028", "130624", "640422", "150521"]  # one of each region; regulations are found by place as ever

PLACED = """
INSERT INTO villages_division (code, name, level)
SELECT code || '000000', code, 3 FROM unnest(%(counties)s) AS code ON CONFLICT DO NOTHING;
"""
TEAMS = """
INSERT INTO villages_division (code, name, level)
SELECT county || lpad(number::text, 6, '0'), '测速' || number || '村', 5
FROM unnest(%(counties)s) AS county CROSS JOIN generate_series(100201, 100200 + %(villages)s) AS number ON CONFLICT DO NOTHING;
INSERT INTO villages_team (kind, place_id, batch)
SELECT 'village', county || lpad(number::text, 6, '0'), 1
FROM unnest(%(counties)s) AS county CROSS JOIN generate_series(100201, 100200 + %(villages)s) AS number ON CONFLICT DO NOTHING;
INSERT INTO accounts_body (key, name, aliases, level) VALUES ('bench', '测速单位', '{}', 'county');
"""
CADRES = """
INSERT INTO cadres_cadre (key, identity, county_id, name, pinyin, grams, sex, birth_precision, id_mask, phone_mask,
    political_status, ethnicity, education, remark, number, added_at)
SELECT 'b' || number, 'at:bench:' || number, (%(counties)s)[1 + number %% 4] || '000000', '测速' || number, 'cesu', '{}', '', '', '',
    '', '', '', '', '', 10000000 + number, now() FROM generate_series(0, %(people)s - 1) AS number;
INSERT INTO cadres_posting (key, cadre_id, team_id, unit_id, dispatch_level, roles, post, rank, start, start_precision,
    end_precision, ended_by)
SELECT 'b' || cadre.number, cadre.id, team.id, (SELECT id FROM accounts_body WHERE key = 'bench'), 'county',
    ARRAY[(ARRAY['first_secretary', 'leader', 'member', 'member', 'member'])[1 + cadre.number %% 5]], '', '',
    '2018-01-01', 'day', '', ''
FROM cadres_cadre cadre JOIN villages_team team ON team.place_id = left(cadre.county_id, 6) || lpad((100201 + (cadre.number - 10000000) / 4 %% %(villages)s)::text, 6, '0')
WHERE cadre.identity LIKE 'at:bench:%%';
"""
# A month is one of 160: days in the village with rest, leave and official days; one in forty holds absences.
LINES = """
CREATE TEMP TABLE bench_month AS
SELECT month, variant, string_agg(CASE
        WHEN variant < 4 AND (hashtext(variant || '/' || day) & 63) < 3 THEN 'A'
        WHEN (hashtext(variant || '/' || day) & 1023) < 60 THEN 'L'
        WHEN (hashtext(variant || '/' || day) & 1023) < 130 THEN 'O'
        WHEN extract(isodow FROM month + day - 1) > 5 AND (hashtext(variant || '-' || day) & 3) > 0 THEN 'R'
        ELSE 'V' END, '' ORDER BY day) AS days
FROM generate_series(%(first)s::date, %(last)s::date, interval '1 month') AS month(stamp)
CROSS JOIN LATERAL (SELECT stamp::date AS month) AS given
CROSS JOIN generate_series(0, 159) AS variant
CROSS JOIN LATERAL generate_series(1, extract(day FROM (given.month + interval '1 month - 1 day'))::int) AS day
GROUP BY month, variant;
INSERT INTO attendance_registerline (posting_id, month, noted_am, noted_pm, nights, am, pm, version)
SELECT posting.id, shown.month, shown.days, shown.days, repeat('.', length(shown.days)), shown.days, shown.days, 1
FROM cadres_posting posting JOIN cadres_cadre cadre ON cadre.id = posting.cadre_id
JOIN bench_month shown ON shown.variant = (cadre.number + extract(month FROM shown.month)::int) %% 160
WHERE cadre.identity LIKE 'at:bench:%%';
ANALYZE attendance_registerline; ANALYZE cadres_posting; ANALYZE villages_team;
"""
NEWS = """
UPDATE attendance_registerline SET am = overlay(am PLACING 'C' FROM %(day)s FOR 1),
    noted_am = overlay(noted_am PLACING 'C' FROM %(day)s FOR 1)
WHERE posting_id %% 1000 = 7 AND month = %(month)s
"""

# What the four regulations count, as bare grouped statements: by month, by year, on working days; cover and absence.
FROM_LINES = """FROM attendance_registerline line
JOIN cadres_posting posting ON posting.id = line.posting_id JOIN villages_team team ON team.id = posting.team_id
WHERE team.place_id LIKE '{county}%' AND line.month BETWEEN '2019-01-01' AND '2019-12-31'"""
BY_MONTH = f"""SELECT posting.cadre_id, line.month,
    sum(length(am || pm) - length(replace(am || pm, 'V', ''))) / 2.0 AS days {FROM_LINES} GROUP BY 1, 2"""
BY_YEAR = f"""SELECT posting.cadre_id,
    sum(length(am || pm) - length(replace(replace(am || pm, 'V', ''), 'O', ''))) / 2.0 AS days {FROM_LINES} GROUP BY 1"""
BY_WORKDAY = f"""SELECT cadre_id, month, sum(length(worked) - length(replace(replace(worked, 'V', ''), 'O', ''))) / 2.0 AS days
FROM (SELECT posting.cadre_id, line.month, CASE line.month {{months}} END AS worked {FROM_LINES}) line GROUP BY 1, 2"""
COVER = f"""SELECT posting.team_id, line.month, 0 AS days,
    bit_or(rpad(translate(am, 'VCOLRA.', '1000000'), 31, '0')::bit(31)
        | rpad(translate(pm, 'VCOLRA.', '1000000'), 31, '0')::bit(31)) {FROM_LINES} GROUP BY 1, 2"""
ABSENCE = f"""SELECT posting.cadre_id, 0 AS days,
    sum(length(am || pm) - length(replace(am || pm, 'A', ''))) / 2.0 AS absent {FROM_LINES}
    AND (am LIKE '%A%' OR pm LIKE '%A%') GROUP BY 1"""

Say = Callable[[str], object]


def statements() -> list[tuple[str, str]]:
    """The baseline: what is counted, and the bare statement for it."""
    whens = " ".join(
        f"WHEN '{month}' THEN {working_part(month, calendar(), 'am')} || {working_part(month, calendar(), 'pm')}"
        for month in months_between(FIRST, LAST)
    )
    asked = [
        ("山西 按月", BY_MONTH, "141028"),
        ("河北 按月", BY_MONTH, "130624"),
        ("宁夏 按月工作日", BY_WORKDAY, "640422"),
    ]
    asked += [("内蒙古 按年", BY_YEAR, "150521"), ("河北 每日在岗", COVER, "130624")]
    asked += [("缺岗", ABSENCE, county) for county in COUNTIES]
    return [(name, sql.format(county=county, months=whens)) for name, sql, county in asked]


def measure_tally(say: Say) -> tuple[float, float]:
    """Seconds that the bare grouped counts and a second night's run take. Nothing of what it makes stays."""
    with transaction.atomic():
        _make(say)
        started = time.perf_counter()
        changed = run_tally(on=LAST).changed
        say(f"第一夜 {time.perf_counter() - started:.1f} 秒，写入 {changed}")
        for name, sql in statements():
            say(f"基准语句（{name}）：{' '.join(sql.split())[:400]}")
        baseline = min(_bare() for _ in range(NIGHTS))
        ours = min(_night(say, number) for number in range(NIGHTS))
        _agree(say)
        transaction.set_rollback(True)
    return baseline, ours


def _make(say: Say) -> None:
    started = time.perf_counter()
    given: dict[str, Any] = {"counties": COUNTIES, "villages": VILLAGES, "people": PEOPLE, "first": FIRST, "last": LAST}
    with connection.cursor() as cursor:
        for sql in (PLACED, TEAMS, CADRES, LINES):
            cursor.execute(sql, given)
        cursor.execute("SELECT count(*) FROM attendance_registerline")
        say(f"数据：{PEOPLE} 人，{cursor.fetchone()[0]} 行登记，{time.perf_counter() - started:.0f} 秒备好")


def _bare() -> float:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for _, sql in statements():
            cursor.execute(f"SELECT count(*), sum(days) FROM ({sql}) counted")
    return time.perf_counter() - started


def _night(say: Say, number: int) -> float:
    """A night after one month's lines of a thousandth of the people changed."""
    with connection.cursor() as cursor:
        cursor.execute(NEWS, {"day": number + 10, "month": LAST.replace(day=1)})
        say(f"有 {cursor.rowcount} 行登记变动")
    started = time.perf_counter()
    changed = run_tally(on=LAST).changed
    spent = time.perf_counter() - started
    say(f"第二夜 {spent:.2f} 秒，写入 {changed}")
    return spent


def _agree(say: Say) -> None:
    """Raises AssertionError unless the baseline's sums are those of the tallies."""
    with connection.cursor() as cursor:
        for (name, sql), county in zip(statements()[:4], COUNTIES, strict=True):
            cursor.execute(f"SELECT count(*), sum(days) FROM ({sql}) counted")
            bare = cursor.fetchone()
            rows = Tally.objects.filter(posting__team__place__code__startswith=county, first__range=(FIRST, LAST))
            ours = tuple(rows.aggregate(rows=Count("pk"), days=Sum("counted")).values())
            assert bare == ours, (name, bare, ours)
            say(f"{name}：{bare[0]} 个结果、合计 {bare[1]:.1f} 天，两边一致")
