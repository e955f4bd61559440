"""A run that is killed half-way and done again leaves the rows of an undisturbed run; a repeated run writes nothing."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django.fixtures import Settings

from attendance.choices import RunState
from attendance.models import AbsenceTally, CoverTally, Tally, TallyRun
from attendance.tally.actions import ONE_RUN_AT_A_TIME, run_tally
from attendance.tasks import tally_tonight
from config.launch.processes import Child
from tests import factories
from tests.factories_attendance import line

ON = date(2018, 11, 20)
COUNTED = ("cadre_id", "posting_id", "first", "counted", "required", "outcome", "reachable", "articles")


@pytest.fixture
def people(transactional_db: None) -> None:
    for build in (factories.hebei, factories.linfen, factories.ningxia):
        place = build()
        for number, string in enumerate(("V" * 31, "V" * 24 + "A" * 7, "A" * 31)):
            line(factories.cadre(f"队员{number}", place, username=f"{place.region}-{number}"), "2018-10", string)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    return {
        "presence": list(Tally.objects.order_by("cadre_id", "first").values_list(*COUNTED)),
        "absence": list(AbsenceTally.objects.order_by("cadre_id").values_list("cadre_id", "outcome", "total_workdays")),
        "cover": list(CoverTally.objects.order_by("team_id").values_list("team_id", "days")),
    }


def clear() -> None:
    for model in (Tally, AbsenceTally, CoverTally, TallyRun):
        model.objects.all().delete()


def test_a_repeated_run_writes_nothing(people: None) -> None:
    assert run_tally(on=ON).changed == {"presence": 9, "absence": 6, "cover": 1}
    assert run_tally(on=ON).changed == {"presence": 0, "absence": 0, "cover": 0}


@pytest.fixture
def held() -> Iterator[Any]:
    """A second connection that holds the lock every run waits for, so that a run can be caught in its middle."""
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_RUN_AT_A_TIME])
        yield cursor
    other.close()


@pytest.mark.celery
def test_a_killed_worker_and_a_second_run_give_the_rows_of_an_undisturbed_one(
    people: None, settings: Settings, held: Any, worker: Child
) -> None:
    settings.TODAY = ON
    tally_tonight.delay(ON.isoformat())
    wait(lambda: TallyRun.objects.filter(state=RunState.RUNNING).exists() and waiting_for_lock())
    os.killpg(os.getpgid(worker.process.pid), signal.SIGKILL)
    worker.process.wait()
    held.execute("SELECT pg_advisory_unlock_all()")
    wait(lambda: not waiting_for_lock())
    assert rows() == {"presence": [], "absence": [], "cover": []}
    assert TallyRun.objects.get().state == RunState.RUNNING
    run_tally(on=ON)
    redone = rows()
    clear()
    run_tally(on=ON)
    assert redone == rows()
    assert len(redone["presence"]) == 9


def waiting_for_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def wait(reached: Any, *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "what was waited for did not come"
        time.sleep(0.05)
