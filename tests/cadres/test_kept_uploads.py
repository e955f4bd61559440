"""What was uploaded: given back masked, in clear only for a reason; forgotten after a while, and with a person's data."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Act
from accounts.models import Entry, User
from accounts.tasks import forget_uploads
from cadres.choices import ImportState
from cadres.exchange.marking import marked_workbook
from cadres.exchange.uploads import confirm, receive, work_on
from cadres.models import Export, LedgerImport
from tests.factories import division
from tests.factories_cadres import id_number, org_user, roster, sample_divisions
from villages.clock import now

pytestmark = pytest.mark.django_db
ONE, PHONE, BROKEN = id_number("19800501", 1), "17000001234", "17000001234567"
REASON = {"reason": "核对本县台账"}


@pytest.fixture
def clerk(db: None, settings: Any, tmp_path: Any) -> User:
    settings.MEDIA_ROOT = tmp_path
    sample_divisions()
    return org_user()


@pytest.fixture
def upload(clerk: User) -> LedgerImport:
    content = roster(
        {"身份证号": ONE}, {"姓名": "李四", "身份证号": "140999198005010018", "联系电话": BROKEN}, {"派驻村": ""}
    )
    made = receive(content, file_name="花名册.xlsx", place=division("141028000000"), by=clerk)
    work_on(made.pk)
    return LedgerImport.objects.get()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def marked(user: User, upload: LedgerImport, **given: str) -> Any:
    return signed_in(user).post(reverse("ledger_import_marked", args=[upload.key]), REASON | given)


def parts_of(content: bytes) -> str:
    """Everything that a workbook holds, unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_the_marked_workbook_comes_back_masked(clerk: User, upload: LedgerImport) -> None:
    told = parts_of(marked(clerk, upload).content)
    assert [number in told for number in (ONE, "140999198005010018", PHONE, BROKEN)] == [False] * 4
    assert (f"140999**********{ONE[-2:]}" in told, "170****1234" in told, "2018-03" in told, "张三" in told) == (
        True,
    ) * 4


def test_in_clear_it_comes_with_a_reason_and_is_an_export_on_record(clerk: User, upload: LedgerImport) -> None:
    assert ONE in parts_of(marked(clerk, upload, unmasked="on").content)
    marked(clerk, upload)
    told = [(row.kind, row.rows, row.unmasked, row.reason) for row in Export.objects.order_by("pk")]
    assert told == [("marked", 3, True, "核对本县台账"), ("marked", 3, False, "核对本县台账")]
    entries = Entry.objects.filter(act=Act.EXPORTED).order_by("pk")
    assert [(entry.reason, entry.detail) for entry in entries] == [
        ("核对本县台账", {"筛选": {"标注的台账": "花名册.xlsx"}, "行数": 3, "未脱敏": clear}) for clear in (True, False)
    ]


@pytest.mark.parametrize("reason", ["", "核对", "   "])
def test_without_a_reason_it_does_not_come(clerk: User, upload: LedgerImport, reason: str) -> None:
    answer = marked(clerk, upload, reason=reason)
    assert (answer.status_code, Export.objects.count()) == (422, 0)
    assert "导出事由" in answer.content.decode()
    assert signed_in(clerk).get(reverse("ledger_import_marked", args=[upload.key])).status_code == 405


@pytest.mark.parametrize(
    "written", ["170 0000 1234", "170-0000-1234", "140999-19800501-0017", 17000001234, 1.40999198005010e17, "电话17000001234。"]
)  # fmt: skip
def test_numbers_are_masked_however_they_were_typed_wherever_they_stand(written: Any) -> None:
    book = openpyxl.Workbook()
    book.active["H9"] = written
    book.active["H10"] = "2018-03-05"
    book.active["H11"] = 12345.5
    file = io.BytesIO()
    book.save(file)
    back = openpyxl.load_workbook(io.BytesIO(marked_workbook(file.getvalue(), [], {}, unmasked=False))).active
    assert ("*" in back["H9"].value, back["H10"].value, back["H11"].value) == (True, "2018-03-05", 12345.5)


def test_a_formatted_cell_at_the_end_of_the_sheet_costs_nothing() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"] = "姓名", "=1+1"
    book.active["XFD1048576"].number_format = "@"
    file = io.BytesIO()
    book.save(file)
    problem = {"sheet": "Sheet", "row": 2, "column": "姓名", "kind": "x", "severity": "error", "sentence": "没有填写。"}
    back = openpyxl.load_workbook(
        io.BytesIO(marked_workbook(file.getvalue(), [problem], {"Sheet": {"姓名": 0}}, unmasked=True))
    )
    assert (back.active["B2"].data_type, back.active["C2"].value) == ("s", "姓名：没有填写。")


def test_more_blank_formatted_cells_than_can_be_held_are_told(
    clerk: User, upload: LedgerImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cadres.exchange.marking.MOST_CELLS", 20)
    address = reverse("ledger_import_marked", args=[upload.key])
    assert "太多，无法标注" in signed_in(clerk).post(address, REASON, follow=True).content.decode()
    assert Export.objects.count() == 0


def files(settings: Any) -> int:
    return sum(path.is_file() for path in settings.MEDIA_ROOT.rglob("*"))


DAYS = [(29, 1), (30, 1), (31, 0)]


@pytest.mark.parametrize(("days", "kept"), DAYS)
@pytest.mark.parametrize("end", ["written", "given up", "waiting"])
def test_a_file_is_forgotten_once_done_with_for_so_many_days(
    clerk: User,
    upload: LedgerImport,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
    days: int,
    kept: int,
    end: str,
) -> None:
    if end == "written":
        confirm(upload, only_good_rows=True)
        work_on(upload.pk)
    elif end == "given up":
        signed_in(clerk).post(reverse("ledger_import_discard", args=[upload.key]))
    since = now() - timedelta(days=days, hours=-1)
    if days == 31:
        since -= timedelta(hours=2)
    LedgerImport.objects.filter(finished_at__isnull=False).update(finished_at=since)
    LedgerImport.objects.update(uploaded_at=since)
    with django_capture_on_commit_callbacks(execute=True):
        forget_uploads()
        forget_uploads()
    after = LedgerImport.objects.get()
    assert (files(settings), bool(after.file), after.file_key is not None) == (kept, bool(kept), bool(kept))
    if end == "waiting":
        assert after.state == (ImportState.READY if kept else ImportState.REFUSED)


def test_the_page_says_that_the_file_is_gone_and_gives_nothing(clerk: User, upload: LedgerImport) -> None:
    LedgerImport.objects.update(uploaded_at=now() - timedelta(days=99))
    forget_uploads()
    page = signed_in(clerk).get(reverse("ledger_import", args=[upload.key])).content.decode()
    assert ("原件已不再保存" in page, "超过30天没有确认" in page, "下载标注" in page) == (True, True, False)
    assert (marked(clerk, upload).status_code, Export.objects.count()) == (302, 0)
