"""Whose rows each thing that leaves the program gives to each kind of user: a table, with people on both sides of the reach."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from django.conf import settings as live
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.choices import Act
from accounts.files.sealed_files import seal_upload
from accounts.models import Appointment, Entry, User
from cadres.exchange.uploads import work_on
from cadres.models import Export
from decisions.models import Step
from recall.models import Case
from tests.accounts.world import TODAY, Side, kinds_of_user, two_counties
from tests.conftest import session_key
from tests.factories_cadres import sample_divisions

pytestmark = pytest.mark.django_db
HERE, THERE = "141028000000", "130624000000"
REASON = {"reason": "报市委组织部备案"}
NAMES = ("张三", "李四", "王五", "赵六")
SCAN = b"%PDF-1.4 scan"
Sides = dict[str, Side]
Asked = Callable[[Client, Sides, str], Any]


@pytest.fixture
def world(settings, tmp_path) -> Iterator[Sides]:
    settings.TODAY = TODAY
    settings.MEDIA_ROOT = tmp_path
    sample_divisions()
    yield two_counties()


def ledger(client: Client, world: Sides, side: str) -> Any:
    return client.post("/ledger/export/", {"place": world[side].place.division.pk, **REASON})


def marked(client: Client, world: Sides, side: str) -> Any:
    upload = world[side].ledger_import
    type(upload).objects.filter(pk=upload.pk).update(state="reading")
    work_on(upload.pk)
    return client.post(f"/ledger/import/{upload.key}/marked.xlsx", REASON)


def units(client: Client, world: Sides, side: str) -> Any:
    return client.post("/units/export/", REASON)


def template(client: Client, world: Sides, side: str) -> Any:
    return client.get("/users/roster/template/")


def record(client: Client, world: Sides, side: str) -> Any:
    return client.post(f"/record/export/?county={world[side].place.division.prefix}", REASON)


def sheet(client: Client, world: Sides, side: str) -> Any:
    return client.get(f"/leave/{world[side].leave.key}/print/")


def notice(client: Client, world: Sides, side: str) -> Any:
    case = world[side].case
    Case.objects.filter(pk=case.pk).update(decided_on=TODAY)
    return client.get(f"/recall/{case.key}/notice/")


def paper(client: Client, world: Sides, side: str) -> Any:
    leave = world[side].leave
    step = leave.proceeding.steps.order_by("pk")[0]
    seal_upload(step, SCAN, f"{leave.key}.sealed")
    Step.objects.filter(pk=step.pk).update(file=step.file.name, file_key=step.file_key)
    return client.get(f"/matters/{leave.proceeding.key}/paper/{step.pk}/")


def people(answer: Any) -> list[str]:
    """Whose names are in what came, workbook or page."""
    told = told_in(answer)
    return [name for name in NAMES if name in told]


def bodies(answer: Any) -> list[str]:
    told = told_in(answer)
    return [name for name in ("吉县", "阜平") if name in told]


def scans(answer: Any) -> list[str]:
    return ["scan"] if answer.content == SCAN else []


def counties(answer: Any) -> list[str]:
    """The counties of a record's entries."""
    rows = openpyxl.load_workbook(io.BytesIO(answer.content))["操作日志"].iter_rows(min_row=2, values_only=True)
    return sorted({row[6] for row in rows if row[6]})


def told_in(answer: Any) -> str:
    if not answer.headers["Content-Type"].startswith("application/vnd"):
        return answer.content.decode()
    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    return "\n".join(str(value) for one in book for row in one.iter_rows(values_only=True) for value in row if value)


KINDS = ("county", "township", "unit", "cadre", "city", "elsewhere", "system", "security", "audit", "anonymous")
BOTH, NO = ["张三", "李四"], "refused"
# what, of whose, what is looked for, what each kind of user gets
TABLE: list[tuple[Asked, str, Callable[[Any], list[str]], tuple[Any, ...]]] = [
    (ledger,   "here",  people,   (BOTH, NO, NO, NO, NO, NO, NO, NO, NO, NO)),
    (ledger,   "there", people,   (NO, NO, NO, NO, NO, ["王五", "赵六"], NO, NO, NO, NO)),
    (marked,   "here",  people,   (["张三"], NO, NO, NO, NO, NO, NO, NO, NO, NO)),
    (units,    "here",  bodies,   (["吉县"], ["吉县"], ["吉县"], NO, ["吉县"], ["阜平"], NO, NO, NO, NO)),
    (template, "here",  bodies,   (["吉县"], NO, NO, NO, ["吉县"], ["阜平"], NO, NO, NO, NO)),
    (record,   "here",  counties, (NO, NO, NO, NO, NO, NO, NO, NO, ["吉县"], NO)),
    (record,   "there", counties, (NO, NO, NO, NO, NO, NO, NO, NO, ["阜平县"], NO)),
    (sheet,    "here",  people,   (["张三"], ["张三"], ["张三"], ["张三"], ["张三"], NO, NO, NO, NO, NO)),
    (sheet,    "there", people,   (NO, NO, NO, NO, NO, ["王五"], NO, NO, NO, NO)),
    (notice,   "here",  people,   (["李四"], ["李四"], ["李四"], NO, ["李四"], NO, NO, NO, NO, NO)),
    (paper,    "here",  scans,    (["scan"], ["scan"], ["scan"], ["scan"], ["scan"], NO, NO, NO, NO, NO)),
    (paper,    "there", scans,    (NO, NO, NO, NO, NO, ["scan"], NO, NO, NO, NO)),
]  # fmt: skip


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.cookies[live.SESSION_COOKIE_NAME] = session_key(user.username)
    return client


@pytest.mark.parametrize(("asked", "side", "looked_for", "expected"), TABLE)
def test_each_kind_of_user_gets_the_rows_of_the_table_and_no_others(world, asked, side, looked_for, expected):
    users = kinds_of_user(world["here"], world["there"])
    found = []
    for kind in KINDS:
        answer = asked(signed_in(users[kind]), world, side)
        found.append(looked_for(answer) if answer.status_code == 200 else NO)

    assert dict(zip(KINDS, found, strict=True)) == dict(zip(KINDS, expected, strict=True))


# what, who, the act on record, its reason, what is noted beside
NOTED: list[tuple[Asked, str, str, str, dict[str, Any]]] = [
    (ledger, "county", Act.EXPORTED, REASON["reason"], {"筛选": {"在岗": False}, "行数": 2, "未脱敏": False}),
    (marked, "county", Act.EXPORTED, REASON["reason"], {"筛选": {"标注的台账": "表.xlsx"}, "行数": 1, "未脱敏": False}),
    (units, "county", Act.EXPORTED, REASON["reason"], {"筛选": {"单位名称": ""}, "行数": 1}),
    (sheet, "cadre", Act.PRINTED, "", {"内容": "请假单"}),
    (notice, "unit", Act.PRINTED, "", {"内容": "通知书"}),
    (paper, "unit", Act.EXPORTED, "", {"内容": "批件", "行数": 1}),
]


@pytest.mark.parametrize(("asked", "kind", "act", "reason", "detail"), NOTED)
def test_what_leaves_is_on_record_with_who_why_what_and_how_much(world, asked, kind, act, reason, detail):
    user = kinds_of_user(world["here"], world["there"])[kind]
    assert asked(signed_in(user), world, "here").status_code == 200

    entry = Entry.objects.filter(act=act).latest("pk")
    assert (entry.user_id, entry.reason, entry.detail) == (user.pk, reason, detail)


def test_an_export_of_the_record_is_in_it_with_its_filter_and_number_of_rows(world):
    audit = kinds_of_user(world["here"], world["there"])["audit"]
    answer = record(signed_in(audit), world, "here")
    rows = openpyxl.load_workbook(io.BytesIO(answer.content))["操作日志"].max_row - 1

    entry = Entry.objects.filter(act=Act.EXPORTED).latest("pk")
    assert (entry.reason, entry.detail) == (REASON["reason"], {"筛选": {"地区代码": "141028"}, "行数": rows})


@pytest.mark.parametrize("asked", [ledger, marked, units, record])
@pytest.mark.parametrize("reason", ["", "   ", "核对"])
def test_without_a_reason_nothing_leaves(world, monkeypatch, asked, reason):
    kind = "audit" if asked is record else "county"
    monkeypatch.setitem(REASON, "reason", reason)
    answer = asked(signed_in(kinds_of_user(world["here"], world["there"])[kind]), world, "here")

    assert (answer.status_code, "attachment" in answer.headers.get("Content-Disposition", "")) == (422, False)
    assert (Entry.objects.filter(act=Act.EXPORTED).count(), Export.objects.count()) == (0, 0)


NAMED = [
    'a"b.xlsx',
    "a\r\nSet-Cookie: x=1.xlsx",
    "../../etc/passwd.xlsx",
    "..\\..\\x.xlsx",
    "\u202excod.xlsx",
    "长" * 300 + ".xlsx",
    "a;b.xlsx",
]


@pytest.mark.parametrize("name", NAMED)
def test_a_name_of_a_file_breaks_no_header_and_no_folder(world, name):
    county = world["here"].place.user("county")
    upload = world["here"].ledger_import
    type(upload).objects.filter(pk=upload.pk).update(file_name=name[:200])
    header = marked(signed_in(county), world, "here").headers["Content-Disposition"]

    assert header.startswith("attachment; filename") and header.isascii()
    assert not any(
        sign in header for sign in ("\r", "\n", "%0D", "%0A", "%2F", "%5C", "..", "%22", "%E2%80%AE", "Cookie:")
    )


def test_a_paper_with_an_odd_name_is_kept_and_given_under_ours(world):
    leave = world["here"].leave
    step = leave.proceeding.steps.filter(state="open")[0]
    Appointment.objects.filter(body=step.body).delete()
    client = signed_in(world["here"].place.user("county"))
    for name in NAMED:
        scan = SimpleUploadedFile(f"{name}.pdf", SCAN)
        client.post(f"/matters/{leave.key}/record/", {"step": step.pk, "decision": "agree", "paper": scan})
    kept = Step.objects.get(pk=step.pk)
    answer = client.get(f"/matters/{leave.proceeding.key}/paper/{step.pk}/")

    assert kept.file.name.count("/") == 1 and kept.file.name.startswith("papers/") and kept.file.name.isascii()
    assert answer.headers["Content-Disposition"].endswith(".pdf")
