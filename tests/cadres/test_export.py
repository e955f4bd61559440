"""The ledger given out and taken back: nothing changes, nothing runs, nobody reads a number they may not."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from accounts.choices import Act
from accounts.models import Entry
from cadres.exchange.export import NothingToExport, export_county, export_for, export_ledger, postings_of
from cadres.models import Cadre, Export, Posting
from tests.factories import division
from tests.factories_cadres import COUNTIES, counted, id_number, org_user, roster, sample, sample_divisions, take_in

pytestmark = pytest.mark.django_db
WHY = "核对本县台账"
TRICKS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "=cmd|'/c calc'!A1"]


@pytest.fixture(autouse=True)
def _divisions(db: None) -> None:
    sample_divisions()


@pytest.mark.parametrize("name", list(COUNTIES))
@pytest.mark.parametrize("unmasked", [False, True])
def test_an_exported_ledger_comes_back_without_a_change(name: str, unmasked: bool) -> None:
    code = COUNTIES[name]
    first = take_in(sample(name), county=code, only_good_rows=True)
    target = io.BytesIO()
    rows = export_ledger(target, postings_of(code), place=division(code.ljust(12, "0")), unmasked=unmasked)
    back = take_in(target.getvalue(), county=code)
    assert rows == first.counts["created"]
    assert counted(back) == (0, 0, rows)


def test_a_correction_in_an_exported_ledger_finds_its_person_by_number(tmp_path: Path) -> None:
    take_in(roster({"身份证号": id_number("19800501", 1)}, {"姓名": "李四", "联系电话": "", "出生年月": "1970-01"}))
    export_county(tmp_path / "out.xlsx", county="141028", reason=WHY)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet: Any = book.active
    header = [cell.value for cell in sheet[4]]
    sheet.cell(5, header.index("姓名") + 1).value = "张珊"
    book.save(tmp_path / "corrected.xlsx")
    done = take_in((tmp_path / "corrected.xlsx").read_bytes())
    assert counted(done) == (0, 1, 1)
    assert set(Cadre.objects.values_list("name", flat=True)) == {"张珊", "李四"}


def test_a_number_of_nobody_is_a_problem_of_the_row(tmp_path: Path) -> None:
    take_in(roster({}))
    export_county(tmp_path / "out.xlsx", county="141028", reason=WHY)
    Posting.objects.all().delete()
    Cadre.objects.all().delete()
    with pytest.raises(Exception) as trouble:  # noqa: B017, PT011
        take_in((tmp_path / "out.xlsx").read_bytes())
    assert [item.kind for item in trouble.value.problems] == ["unknown_number"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("trick", TRICKS)
def test_text_that_starts_a_formula_goes_out_as_text_and_comes_back(tmp_path: Path, trick: str) -> None:
    take_in(roster({"备注": trick}))
    export_county(tmp_path / "out.xlsx", county="141028", reason=WHY)
    cells = [
        cell for row in openpyxl.load_workbook(tmp_path / "out.xlsx").active for cell in row if cell.value == trick
    ]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]
    assert counted(take_in((tmp_path / "out.xlsx").read_bytes())) == (0, 0, 1)


def test_the_layout_is_the_one_people_keep(tmp_path: Path) -> None:
    number = id_number("19800501", 1)
    take_in(roster({"身份证号": number}))
    export_county(tmp_path / "out.xlsx", county="141028", reason=WHY)
    sheet: Any = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    header = [cell.value for cell in sheet[4]]
    id_cell, phone = sheet.cell(5, header.index("身份证号") + 1), sheet.cell(5, header.index("联系电话") + 1)
    assert sheet["A1"].value == "吉县驻村干部台账"
    assert sheet.freeze_panes == "D5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (id_cell.value, id_cell.number_format) == (f"140999**********{number[-2:]}", "@")
    assert phone.value == "170****1234"


def test_a_clerk_exports_what_they_reach_and_no_more() -> None:
    take_in(sample("fuping-roster"), county="130624", only_good_rows=True)
    with pytest.raises(NothingToExport):
        export_for(
            io.BytesIO(), user=org_user(), place=division("130624000000"), current=False, unmasked=False, reason=""
        )


def test_an_export_from_the_command_line_says_why_too(tmp_path: Path) -> None:
    take_in(roster({}))
    with pytest.raises(CommandError, match="--reason"):
        call_command("ledger", "export", str(tmp_path / "out.xlsx"), "--county", "141028")
    with pytest.raises(CommandError, match="导出事由"):
        call_command("ledger", "export", str(tmp_path / "out.xlsx"), "--county", "141028", "--reason", "核对")
    call_command("ledger", "export", str(tmp_path / "out.xlsx"), "--county", "141028", "--reason", WHY)
    entry = Entry.objects.filter(act=Act.EXPORTED).latest("pk")
    assert (entry.reason, entry.detail) == (WHY, {"筛选": {"命令行": True}, "行数": 1, "未脱敏": False})
    assert [(row.by, row.reason) for row in Export.objects.all()] == [(None, WHY)]
