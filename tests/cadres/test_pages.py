"""The ledger's pages: who may come, what a hostile file leaves behind, upload to result, export with its reason."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cadres.choices import ImportState, ProposalState
from cadres.exchange.uploads import receive, work_on
from cadres.models import Cadre, Export, LedgerImport, LedgerRow, MergeProposal, Posting
from config.launch.processes import Child
from tests.conftest import DESKTOP, PHONE, OpenPage
from tests.factories import body, division, user
from tests.factories_cadres import SAMPLES, id_number, org_user, roster, sample, sample_divisions, take_in
from tests.ledgers.hostile import hostile

pytestmark = pytest.mark.django_db
JIXIAN = "141028000000"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def _divisions(db: None) -> None:
    sample_divisions()


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(org_user())
    return client


def upload_of(content: bytes, *, county: str = "141028", name: str = "花名册.xlsx") -> LedgerImport:
    upload = receive(
        content, file_name=name, place=division(county.ljust(12, "0")), by=org_user("uploader", county=county)
    )
    work_on(upload.pk)
    return LedgerImport.objects.get(pk=upload.pk)


def post_file(client: Client, content: bytes, name: str = "花名册.xlsx", place: str = JIXIAN) -> Any:
    file = SimpleUploadedFile(name, content, content_type=XLSX)
    return client.post(reverse("ledger_imports"), {"place": place, "file": file})


ADDRESSES = ["ledger_imports", "ledger_export", "ledger_identities", "ledger_transfers"]
OF_ONE = ["ledger_import", "ledger_import_progress"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_others_than_the_organization_department_are_turned_away(client: Client, name: str) -> None:
    township = body("中共屯里镇委员会", level="township", place=division("141028101000"), words=["township"])
    client.force_login(user("town", acts_for=township))
    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", OF_ONE)
def test_another_countys_import_is_not_there(clerk: Client, name: str) -> None:
    theirs = upload_of(sample("fuping-roster"), county="130624")
    mine = upload_of(sample("jixian-roster"))
    assert clerk.get(reverse(name, args=[theirs.key])).status_code == 404
    assert clerk.get(reverse(name, args=[mine.key])).status_code == 200
    for act in ("ledger_import_confirm", "ledger_import_discard", "ledger_import_marked"):
        assert clerk.post(reverse(act, args=[theirs.key]), {"reason": "核对本县台账"}).status_code == 404
    assert LedgerImport.objects.get(pk=theirs.pk).state == ImportState.READY


def test_a_clerk_may_not_upload_into_another_county(clerk: Client) -> None:
    assert post_file(clerk, sample("fuping-roster"), place="130624000000").status_code == 422
    assert LedgerImport.objects.count() == 0


@pytest.mark.parametrize("name", ["not-a-roster", "truncated-roster", "bomb-roster", "entity-roster"])
def test_a_hostile_or_foreign_file_leaves_nothing_behind(clerk: Client, name: str) -> None:
    answer = post_file(clerk, hostile(name))
    assert answer.status_code == 422
    assert LedgerImport.objects.count() == 0


def test_only_workbooks_are_taken(clerk: Client) -> None:
    answer = post_file(clerk, b"a,b", name="名册.csv")
    assert (answer.status_code, "只接受 .xlsx 文件" in answer.content.decode()) == (422, True)


def test_the_upload_lies_sealed_and_its_problems_are_masked() -> None:
    upload = upload_of(sample("broken-roster"), county="130624")
    with upload.file.open("rb") as file:
        assert not file.read().startswith(b"PK")
    stored = repr(upload.problems) + repr(list(LedgerRow.objects.values()))
    assert [part for part in stored.split("“") if part[:17].isdigit()] == []


def test_errors_stop_the_import_until_only_good_rows_are_wanted(clerk: Client) -> None:
    clerk.force_login(org_user("fuping", county="130624"))
    upload = upload_of(sample("broken-roster"), county="130624")
    address = reverse("ledger_import_confirm", args=[upload.key])
    clerk.post(address)
    assert LedgerImport.objects.get().state == ImportState.READY
    clerk.post(address, {"only_good_rows": "on"})
    work_on(upload.pk)
    assert LedgerImport.objects.get().state == ImportState.DONE
    assert Cadre.objects.count() == 19


def test_the_marked_workbook_shows_each_problem_and_runs_nothing(clerk: Client) -> None:
    clerk.force_login(org_user("fuping", county="130624"))
    upload = upload_of(sample("broken-roster"), county="130624")
    answer = clerk.post(reverse("ledger_import_marked", args=[upload.key]), {"reason": "核对本县台账"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book["Sheet1"]
    told = {row: sheet.cell(row, sheet.max_column).value for row in range(4, sheet.max_row + 1)}
    assert {row for row, text in told.items() if text} == {item["row"] for item in upload.problems}
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert sum(cell.comment is not None for row in sheet.iter_rows() for cell in row) > 20


@pytest.mark.parametrize(
    ("reason", "status", "exports"), [("", 422, 0), ("备案", 422, 0), ("报市委组织部备案", 200, 1)]
)
def test_numbers_go_out_in_clear_only_with_a_reason(clerk: Client, reason: str, status: int, exports: int) -> None:
    number = id_number("19800501", 1)
    take_in(roster({"身份证号": number}))
    answer = clerk.post(reverse("ledger_export"), {"place": JIXIAN, "unmasked": "on", "reason": reason})
    assert answer.status_code == status
    assert [(row.rows, row.unmasked, row.reason) for row in Export.objects.all()] == [(1, True, reason)] * exports
    if status == 200:
        cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active for cell in row]
        assert number in cells and "17000001234" in cells


def test_an_export_cannot_be_taken_back() -> None:
    org_user()
    with pytest.raises(Exception, match="Cannot update"):
        export = Export.objects.create(at="2026-01-01T00:00Z", place_id=JIXIAN, rows=1)
        Export.objects.filter(pk=export.pk).update(rows=2)


@pytest.mark.parametrize(
    ("answer", "state", "known"), [("yes", ProposalState.ACCEPTED, True), ("no", ProposalState.REJECTED, False)]
)
def test_a_person_decides_whether_a_number_is_theirs(clerk: Client, answer: str, state: str, known: bool) -> None:
    number = id_number("19800501", 1)
    take_in(roster({}))
    take_in(roster({"身份证号": number}))
    proposal = MergeProposal.objects.get()
    for _ in range(2):
        clerk.post(reverse("ledger_identities"), {"proposal": proposal.key, "same": answer})
    again = take_in(roster({"身份证号": number}))
    assert MergeProposal.objects.get().state == state
    assert again.counts["created"] == (0 if known else 1)
    assert Cadre.objects.filter(id_hash=proposal.id_hash).count() == 1


@pytest.mark.browser
@pytest.mark.celery
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_upload_to_result_in_the_browser(open_page: OpenPage, worker: Child, size: Any) -> None:
    org_user("fuping", county="130624")
    page = open_page("fuping", size)
    page.goto(reverse("ledger_imports"))
    page.get_by_label("台账文件").set_input_files(SAMPLES / "fuping-roster.xlsx")
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("link", name="新增（294）").wait_for(timeout=30_000)
    page.get_by_role("button", name="只导入无误的行").click()
    page.locator("dialog").get_by_role("button", name="只导入无误的行").click()
    page.locator(".badge", has_text="已完成").wait_for(timeout=30_000)
    assert Posting.objects.count() == 294
    page.reload()
    page.get_by_text("取回标注了问题的表").click()
    page.get_by_label("导出事由").fill("核对本县台账")
    with page.expect_download() as marked:
        page.get_by_role("button", name="下载标注了问题的表").click()
    assert Path(marked.value.suggested_filename).suffix == ".xlsx"
