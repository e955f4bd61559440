"""Each trouble is said with what to do; where all is well nothing is asked for."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from accounts.choices import Office
from accounts.models import JobRun
from accounts.personal_data import open_vault
from accounts.record import sealing
from attendance.models import TallyRun
from cadres.models import Cadre, LedgerImport
from config.recovery import health
from config.recovery.backup import RESTORED
from config.recovery.health import Tone
from tests import factories
from tests.factories_accounts import administrator, telephone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_service(settings, tmp_path):
    """A server on an ordinary day."""
    settings.TODAY = date(2018, 10, 8)
    settings.SECRET_KEY, settings.MASTER_KEY, settings.MEDIA_ROOT = "one", "another", tmp_path


def job(name, *, ago=timedelta(), **fields):
    moment = timezone.now() - ago
    return JobRun.objects.create(name=name, started_at=moment, finished_at=moment, **fields)


def upload(state, *, ago):
    return LedgerImport.objects.create(
        place=factories.division("141028000000"), file_name="台账.xlsx", digest="0" * 64, state=state,
        uploaded_at=timezone.now() - ago, beat_at=timezone.now() - ago,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ago", "tone"),
    [(timedelta(minutes=4, seconds=55), "green"), (timedelta(minutes=5, seconds=5), "red"), (timedelta(days=3), "red")],
)
def test_jobs_that_stand_still_for_five_minutes_are_wrong(ago, tone):
    job(health.BEAT, ago=ago)
    assert health.jobs().tone == tone


def test_jobs_that_never_ran_are_wrong():
    assert (health.jobs().tone, health.jobs().seen) == (Tone.WRONG, "从未运行过。")


@pytest.mark.parametrize(("day", "tone"), [(8, "green"), (7, "green"), (6, "red")])
def test_a_tally_two_days_behind_is_wrong(day, tone):
    TallyRun.objects.create(on=date(2018, 10, day), state="done", started_at=timezone.now())
    assert health.tally().tone == tone


def test_a_tally_cut_short_does_not_count_as_done():
    TallyRun.objects.create(on=date(2018, 10, 8), state="running", started_at=timezone.now())
    assert health.tally().tone is Tone.WARNING


@pytest.mark.parametrize(("minutes", "tone"), [(29, "green"), (31, "red")])
def test_an_import_without_progress_for_half_an_hour_is_wrong(minutes, tone):
    upload("writing", ago=timedelta(minutes=minutes))
    assert health.imports().tone == tone


def test_an_import_nobody_confirmed_is_mentioned():
    upload("ready", ago=timedelta(days=1))
    assert (health.imports().tone, health.imports().seen) == (Tone.WARNING, "有 1 个导入读完了还没有人确认。")


YEARS = [
    (date(2018, 10, 8), range(2018, 2019), "green"),
    (date(2018, 11, 1), range(2018, 2019), "yellow"),
    (date(2018, 12, 1), range(2018, 2019), "red"),
    (date(2018, 12, 1), range(2018, 2020), "green"),
    (date(2019, 1, 1), range(2018, 2019), "red"),
]


@pytest.mark.parametrize(("day", "years", "tone"), YEARS)
def test_next_years_calendar_is_asked_for_when_the_notice_is_out(settings, monkeypatch, day, years, tone):
    from policies.calendar import calendar_from

    known = calendar_from(holidays=frozenset(), make_up=frozenset(), years=years)
    settings.TODAY = day
    monkeypatch.setattr(health, "calendar", lambda: known)
    assert health.working_days().tone == tone


@pytest.mark.parametrize(("days", "tone"), [(6.9, "green"), (7.1, "red")])
def test_a_backup_older_than_a_week_is_wrong(days, tone):
    job("backup", ago=timedelta(days=days), detail={"文件": "a.backup", "字节": 1})
    assert health.backups().tone == tone


def test_no_backup_at_all_is_wrong():
    assert health.backups().seen == "从未备份过。"


def test_the_wrong_master_key_is_said(settings):
    open_vault()
    settings.MASTER_KEY = "a third"
    assert (health.master_key().tone, health.master_key().seen) == (Tone.WRONG, "主密钥打不开已加密的数据。")


def test_a_row_sealed_by_another_master_key_is_said(settings):
    open_vault()
    posting = factories.cadre("张三", factories.linfen())
    Cadre.objects.filter(pk=posting.cadre_id).update(data_key=b"else" + bytes(60))
    result = health.master_key()
    assert (result.tone, f"id={posting.cadre_id}" in result.remedy) == (Tone.WRONG, True)


def test_a_master_key_that_is_the_secret_key_or_an_old_one_left_is_mentioned(settings):
    assert health.master_key().tone is Tone.GOOD
    settings.MASTER_KEYS_OLD = ["old"]
    assert health.master_key().tone is Tone.WARNING
    settings.SECRET_KEY = settings.MASTER_KEY
    assert health.master_key().tone is Tone.WARNING


def test_a_fixed_day_is_mentioned(settings):
    assert health.clock().tone is Tone.WARNING
    settings.TODAY = None
    assert health.clock().tone is Tone.GOOD


@pytest.mark.parametrize(("free", "tone"), [(150, "green"), (149, "yellow"), (50, "yellow"), (49, "red")])
def test_little_room_on_the_disk_is_said_in_time(monkeypatch, free, tone):
    import shutil
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1000, 1000 - free, free))
    assert health.disk().tone == tone


def test_entries_nobody_seals_are_wrong():
    factories.linfen()
    assert health.record().tone is Tone.WRONG
    sealing.seal()
    assert health.record().tone is not Tone.WRONG


def test_a_table_that_is_not_recorded_is_named():
    sealing.seal()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER record_update ON villages_team")
    assert health.record().seen == "有 1 类记录的改动没有进入日志：工作队。"


def test_a_migration_not_yet_run_is_wrong():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'recall'")
    assert health.migrations().tone is Tone.WRONG


def test_a_job_that_failed_is_told_with_its_words():
    job("attendance.tasks.tally_tonight", failed=True, detail={"错误": "QuestionError"})
    assert health.failed_jobs().seen == "最近一次运行出错：attendance.tasks.tally_tonight：QuestionError。"


def test_the_command_ends_with_1_if_anything_is_wrong_and_quietly_if_not(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("health")
    assert ended.value.code == 1
    job(health.BEAT)
    job("backup", detail={"文件": "a.backup", "字节": 1})
    TallyRun.objects.create(on=date(2018, 10, 8), state="done", started_at=timezone.now())
    sealing.seal()
    capsys.readouterr()
    call_command("health")
    assert "[异常]" not in capsys.readouterr().out


def signed_in(user):
    client = Client()
    client.force_login(user)
    if user.office:
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = telephone(user).persistent_id
        session.save()
    return client


def test_a_county_is_told_of_its_own_imports_first_and_to_whom_to_turn_for_the_rest():
    here, there = factories.linfen(), factories.hebei()
    upload("ready", ago=timedelta())
    LedgerImport.objects.create(
        place=there.division, file_name="外县.xlsx", digest="0" * 64, state="writing",
        uploaded_at=timezone.now() - timedelta(days=1), beat_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    page = signed_in(here.user("county")).get("/health/")
    rows = page.context["results"]
    assert (rows[0].subject, rows[0].seen) == ("台账导入", "有 1 个导入读完了还没有人确认。")
    assert [row.remedy for row in rows[1:] if row.tone is not Tone.GOOD] == [health.ASK, health.ASK]
    assert [word for word in ("manage.py", "（beat）", "Redis", "外县") if word in page.content.decode()] == []


def test_a_restored_database_tells_from_which_backup_it_came():
    made = timezone.now() - timedelta(days=30)
    detail = {"文件": "a.backup", "字节": 1, RESTORED: True}
    JobRun.objects.create(name="backup", started_at=made, finished_at=made, detail=detail)
    told = timezone.localtime(made).strftime("%Y-%m-%d %H:%M")
    seen = f"数据是从 {told} 的备份（a.backup）恢复的，恢复以后还没有备份过。"
    assert (health.backups().tone, health.backups().seen) == (Tone.WARNING, seen)


def test_the_system_administrator_sees_all_and_the_county_what_is_its():
    county = factories.linfen()
    everything = signed_in(administrator(Office.SYSTEM)).get("/health/").context["results"]
    local = signed_in(county.user("county")).get("/health/").context["results"]
    assert len(everything) == 1 + len(health.CHECKS)
    assert sorted(row.subject for row in local) == ["台账导入", "后台任务", "在岗统计", "工作日历"]


@pytest.mark.parametrize("role", ["township", "unit", "city"])
def test_others_are_turned_away(role):
    assert signed_in(factories.linfen().user(role)).get("/health/").status_code == 403


@pytest.mark.parametrize("office", [Office.SECURITY, Office.AUDIT])
def test_other_administrators_are_turned_away(office):
    assert signed_in(administrator(office)).get("/health/").status_code == 403
