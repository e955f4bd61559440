"""What is wrong with the installation, and what to do about it: each check answers in a sentence or two of Chinese.

A check is a function of no arguments. It looks at what stands in the database or on the disk and never waits for
another process; a check that fails itself is an error of the subject it was looking at.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import partial, reduce
from operator import or_
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.utils import timezone

from accounts.failures import said_of
from accounts.models import JobRun
from accounts.personal_data import WrongMasterKey, check_master_key
from accounts.record import protections, sealing, triggers
from attendance.choices import RunState
from attendance.models import TallyRun
from cadres.choices import ImportState
from cadres.models import LedgerImport
from config.recovery.backup import NAME as BACKUP
from config.recovery.backup import RESTORED
from decisions.law import calendar
from villages.clock import today

BEAT = "accounts.tasks.seal_record"  # runs each minute
SILENT = timedelta(minutes=5)
TALLY_LATE = timedelta(days=2)
IMPORT_LATE = timedelta(minutes=30)
BACKUP_LATE = timedelta(days=7)
LITTLE_ROOM, NO_ROOM = 0.15, 0.05
NOTICE_MONTH = 11  # the State Council's notice of next year's holidays is out by then
SKEW = 30  # seconds
ASK = "请联系系统管理员处理。"


class Tone(StrEnum):
    """How a subject stands. Only WRONG makes the command fail."""

    GOOD = "green"
    WARNING = "yellow"
    WRONG = "red"

    @property
    def label(self) -> str:
        return {"green": "正常", "yellow": "注意", "red": "异常"}[self]


@dataclass(frozen=True)
class Result:
    """A subject, how it stands, what was seen, and what to do if it is not good.

    `local`: the county's staff see it too; `theirs`: and can do themselves what is to be done.
    """

    subject: str
    tone: Tone
    seen: str
    remedy: str = ""
    local: bool = False
    theirs: bool = False


def examine() -> list[Result]:
    """Every check, in the order of the page. Nothing else is looked at where the database does not answer."""
    reached = _guarded(database)
    if reached.tone is Tone.WRONG:
        return [reached]
    return [reached, *(_guarded(check) for check in CHECKS)]


def examine_for_county(prefixes: Iterable[str]) -> list[Result]:
    """What the staff of these counties should know, with what they can mend; for the rest whom to turn to."""
    found = [_guarded(partial(imports, prefixes)), *(_guarded(check) for check in CHECKS if check is not imports)]
    local = [row for row in found if row.local]
    return [replace(row, remedy=ASK) if row.remedy and not row.theirs else row for row in local]


def database() -> Result:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        (version,) = cursor.fetchone()
    return Result("数据库", Tone.GOOD, f"PostgreSQL {version}，应答正常。")


def migrations() -> Result:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        return Result(
            "表结构", Tone.WRONG, f"有 {waiting} 步表结构更新没有执行。", "请运行 manage.py migrate，然后重启各服务。"
        )
    return Result("表结构", Tone.GOOD, "与程序版本一致。")


def master_key() -> Result:
    try:
        check_master_key()
    except WrongMasterKey as trouble:
        return Result("主密钥", Tone.WRONG, "主密钥打不开已加密的数据。", str(trouble))
    if settings.DEBUG:
        return Result(
            "主密钥",
            Tone.WARNING,
            "程序在调试方式下运行，密钥只供本机试用。",
            "正式使用请关闭 DEBUG 并设置 SECRET_KEY、MASTER_KEY。",
        )
    if settings.MASTER_KEY == settings.SECRET_KEY:
        remedy = "请另设环境变量 MASTER_KEY，把现在的值填入 MASTER_KEYS_OLD，运行 manage.py keys rotate。"
        return Result("主密钥", Tone.WARNING, "没有单独设置 MASTER_KEY，正用 SECRET_KEY 代替。", remedy)
    if settings.MASTER_KEYS_OLD:
        remedy = "请运行 manage.py keys rotate，完成后从环境中去掉旧密钥。"
        return Result("主密钥", Tone.WARNING, "与数据库相符，但环境中还留着旧密钥。", remedy)
    return Result("主密钥", Tone.GOOD, "与数据库相符。")


def jobs() -> Result:
    """The seal of each minute is the sign of life of beat, broker and worker alike."""
    run = JobRun.objects.filter(name=BEAT).first()
    remedy = "请检查定时任务（beat）、后台任务（worker）和消息队列（Redis）是否在运行，重启后等两分钟再看。"
    if run is None:
        return Result("后台任务", Tone.WRONG, "从未运行过。", remedy, local=True)
    silent = timezone.now() - run.started_at
    if silent > SILENT:
        return Result("后台任务", Tone.WRONG, f"已有 {_length(silent)}没有运行（应每分钟一次）。", remedy, local=True)
    return Result("后台任务", Tone.GOOD, f"{_length(silent)}前运行过。", local=True)


def failed_jobs() -> Result:
    failed = list(JobRun.objects.filter(failed=True).order_by("name"))
    if not failed:
        return Result("任务结果", Tone.GOOD, "最近一次运行都没有出错。")
    seen = "；".join(f"{run.name}：{run.detail.get('错误', '')}" for run in failed)
    return Result(
        "任务结果", Tone.WRONG, f"最近一次运行出错：{seen}。", "任务会按时重试；若反复出错，请把这段文字交给运维人员。"
    )


def tally() -> Result:
    run = TallyRun.objects.filter(state=RunState.DONE).order_by("-on").first()
    remedy = "统计每晚 1:30 自动进行；请先看“后台任务”是否正常，也可运行 manage.py tally 补做。"
    if run is None:
        return Result("在岗统计", Tone.WARNING, "还没有统计过。", remedy, local=True)
    if today() - run.on >= TALLY_LATE:
        days = (today() - run.on).days
        return Result(
            "在岗统计",
            Tone.WRONG,
            f"停在 {run.on:%Y-%m-%d}，已落后 {days} 天，页面上的天数不是最新的。",
            remedy,
            local=True,
        )
    return Result("在岗统计", Tone.GOOD, f"已统计到 {run.on:%Y-%m-%d}。", local=True)


def imports(prefixes: Iterable[str] = ("",)) -> Result:
    """Uploads of these places (codes' beginnings) that stand still, or wait for somebody."""
    of_places = reduce(or_, (Q(place__code__startswith=prefix) for prefix in prefixes), Q(pk__in=[]))
    busy = LedgerImport.objects.filter(of_places, state__in=[ImportState.READING, ImportState.WRITING])
    late = timezone.now() - IMPORT_LATE
    stuck = [row for row in busy if (row.beat_at or row.uploaded_at) < late]
    waiting = LedgerImport.objects.filter(of_places, state=ImportState.READY).count()
    if stuck:
        names = "、".join(row.file_name for row in stuck[:5])
        remedy = "程序每 5 分钟自动续做；若“后台任务”正常而仍不动，请重新上传该文件。"
        seen = f"有 {len(stuck)} 个导入半小时没有进展：{names}。"
        return Result("台账导入", Tone.WRONG, seen, remedy, local=True, theirs=True)
    if waiting:
        return Result(
            "台账导入",
            Tone.WARNING,
            f"有 {waiting} 个导入读完了还没有人确认。",
            "请到“台账导入”核对后确认或放弃。",
            local=True,
            theirs=True,
        )
    return Result("台账导入", Tone.GOOD, "没有中断的导入。", local=True, theirs=True)


def working_days() -> Result:
    known, day = calendar(), today()
    remedy = "通知发布后，请系统管理员在“工作日历”页录入，或升级程序。"
    if day.year not in known.years:
        return Result(
            "工作日历",
            Tone.WRONG,
            f"缺 {day.year} 年的放假安排，按工作日计算的期限和天数算不出来。",
            remedy,
            local=True,
        )
    if day.year + 1 not in known.years:
        tone = Tone.WRONG if day.month == 12 else Tone.WARNING if day.month >= NOTICE_MONTH else Tone.GOOD
        seen = f"{day.year} 年已录入；{day.year + 1} 年的放假安排还没有。"
        return Result("工作日历", tone, seen, remedy if tone is not Tone.GOOD else "", local=True)
    if day.year in known.provisional:
        return Result(
            "工作日历",
            Tone.WARNING,
            f"{day.year} 年的日历是通知发布前暂定的。",
            "通知发布后请系统管理员在“工作日历”页重新录入该年。",
            local=True,
        )
    return Result("工作日历", Tone.GOOD, f"{day.year}、{day.year + 1} 年都已录入。", local=True)


def disk() -> Result:
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    room = shutil.disk_usage(root)
    share = room.free / room.total
    seen = f"上传目录所在磁盘剩余 {room.free / 2**30:.1f} GB（{share:.0%}）。"
    remedy = "请清理或扩充磁盘；写满后上传、备份和数据库都会停。"
    if not os.access(root, os.W_OK):
        return Result("磁盘", Tone.WRONG, f"上传目录 {root} 不能写入。", "请把该目录的所有者改为运行程序的用户。")
    tone = Tone.WRONG if share < NO_ROOM else Tone.WARNING if share < LITTLE_ROOM else Tone.GOOD
    return Result("磁盘", tone, seen, remedy if tone is not Tone.GOOD else "")


def backups() -> Result:
    run = JobRun.objects.filter(name=BACKUP).first()
    remedy = "请运行 manage.py backup 文件名，并把文件存到另一台机器上；建议每天定时备份。"
    if run is None or run.finished_at is None:
        return Result("备份", Tone.WRONG, "从未备份过。", remedy)
    if run.detail.get(RESTORED):
        made = timezone.localtime(run.finished_at).strftime("%Y-%m-%d %H:%M")
        seen = f"数据是从 {made} 的备份（{run.detail.get('文件', '')}）恢复的，恢复以后还没有备份过。"
        return Result("备份", Tone.WARNING, seen, remedy)
    age, size = timezone.now() - run.finished_at, run.detail.get("字节", 0) / 2**20
    seen = f"最近一次备份在{_length(age)}前（{run.detail.get('文件', '')}，{size:.1f} MB）。"
    return Result("备份", Tone.WRONG if age > BACKUP_LATE else Tone.GOOD, seen, remedy if age > BACKUP_LATE else "")


def clock() -> Result:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        skew = abs(float(cursor.fetchone()[0]) - time.time())
    if skew > SKEW:
        return Result("时钟", Tone.WRONG, f"程序与数据库的时间相差 {skew:.0f} 秒。", "请让两台机器与同一时间源校时。")
    if settings.TODAY:
        remedy = "这是演示用的设置；正式使用请去掉环境变量 TODAY。"
        return Result("时钟", Tone.WARNING, f"日期固定在 {settings.TODAY:%Y-%m-%d}。", remedy)
    return Result("时钟", Tone.GOOD, f"{timezone.localtime():%Y-%m-%d %H:%M}，与数据库一致。")


def record() -> Result:
    """Triggers in place, entries sealed in time, and no more rights to the record than there should be."""
    if unguarded := triggers.missing():
        names = "、".join(unguarded[:5])
        return Result(
            "操作日志",
            Tone.WRONG,
            f"有 {len(unguarded)} 类记录的改动没有进入日志：{names}。",
            "请运行 manage.py migrate 重新装上。",
        )
    if protections.can_be_ignored():
        seen = "依据、导出记录等“只增不改”的保护可以被数据库会话绕过。"
        return Result("操作日志", Tone.WRONG, seen, "请用表的所有者运行 manage.py migrate 重新装上。")
    if troubles := [finding.sentence for finding in sealing.troubles_at_the_end()]:
        remedy = "请保留现场（先备份数据库），运行 manage.py audit verify 逐条核验，并报告审计管理员。"
        return Result("操作日志", Tone.WRONG, "".join(troubles), remedy)
    waiting, last = sealing.waiting(), sealing.last_seal()
    if waiting and (last is None or timezone.now() - last.sealed_at > SILENT):
        return Result(
            "操作日志", Tone.WRONG, f"有 {waiting} 条没有封存。", "请看“后台任务”；也可运行 manage.py audit seal。"
        )
    if _owns_record() and not settings.DEBUG:
        remedy = "请按 docker-compose.yml 的做法，让所有者执行 migrate，程序用另一个数据库用户连接。"
        return Result("操作日志", Tone.WARNING, "封存及时，但程序与表的所有者是同一数据库用户。", remedy)
    return Result("操作日志", Tone.GOOD, "各类改动都进入日志，封存及时。")


def _owns_record() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('record_entry', 'TRUNCATE')")
        return bool(cursor.fetchone()[0])


def _guarded(check: Callable[[], Result]) -> Result:
    try:
        return check()
    except WrongMasterKey as trouble:
        return Result(_subject(check), Tone.WRONG, "查不了：主密钥不符。", str(trouble))
    except (DatabaseError, OSError) as trouble:
        return Result(_subject(check), Tone.WRONG, f"查不了：{said_of(trouble)}。", "请把这段文字交给运维人员。")


def _subject(check: Callable[[], Result]) -> str:
    name: str = getattr(check, "__name__", "") or check.func.__name__  # type: ignore[attr-defined]
    return SUBJECTS.get(name, name)


def _length(span: timedelta) -> str:
    """How long, in one unit."""
    seconds = max(int(span.total_seconds()), 0)
    for size, unit in ((86_400, "天"), (3_600, "小时"), (60, "分钟")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} 秒"


CHECKS = (migrations, master_key, jobs, failed_jobs, tally, imports, working_days, backups, disk, clock, record)
SUBJECTS = {
    "database": "数据库", "migrations": "表结构", "master_key": "主密钥", "jobs": "后台任务", "failed_jobs": "任务结果",
    "tally": "在岗统计", "imports": "台账导入", "working_days": "工作日历", "backups": "备份", "disk": "磁盘", "clock": "时钟",
    "record": "操作日志",
}  # fmt: skip
