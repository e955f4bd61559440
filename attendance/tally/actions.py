"""The night's run: count, judge, write back what changed. Killed half-way it left nothing and is done again."""

import logging
from datetime import date

from django.db import connection, transaction

from attendance.choices import RunState
from attendance.models import TallyRun
from attendance.register.queries import grounds_with_lines
from attendance.tally.absence import judge_absence
from attendance.tally.counting import count_and_compare, lay_out, write_back
from attendance.tally.courses import courses_for
from attendance.tally.cover import count_cover
from attendance.tally.verdicts import verdicts
from villages.clock import now

log = logging.getLogger(__name__)
ONE_RUN_AT_A_TIME = 7_313_001
MEMORY = "SET LOCAL work_mem = '128MB'; SET LOCAL jit = off"


def run_tally(*, on: date) -> TallyRun:
    """Tally the windows of this year and the last as they stand on the day, all in one transaction.

    A second run waits for the first and then finds nothing to change.
    """
    run, _ = TallyRun.objects.get_or_create(on=on, defaults={"started_at": now()})
    TallyRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, started_at=now(), finished_at=None)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_RUN_AT_A_TIME])
            cursor.execute(MEMORY)
        changed = _tally(on)
        finished = {"state": RunState.DONE, "finished_at": now(), "changed": changed}
        TallyRun.objects.filter(pk=run.pk).update(**finished)
    run.refresh_from_db()
    log.info("tally on %s: %s", on, changed)
    return run


def _tally(on: date) -> dict[str, int]:
    """Rows changed in each table."""
    since = date(on.year - 1, 1, 1)
    courses = courses_for(grounds_with_lines(since=since, on=on), since=since, on=on)
    lay_out(courses, since=since, on=on)
    changed = count_and_compare(courses, since=since, on=on)
    written = write_back(verdicts(courses, on=on)) if changed else 0
    absent = sum(judge_absence(courses, year=year, on=on) for year in (since.year, on.year))
    return {"presence": written, "absence": absent, "cover": count_cover(courses, since=since, on=on)}
