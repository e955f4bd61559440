"""Builders for the ledger in and out: divisions on record, rosters as workbooks, counties' users."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from accounts.choices import Level
from accounts.models import User
from cadres.exchange.uploads import read_ledger
from cadres.exchange.writing import Outcomes, import_roster
from tests.factories import body, division, user
from villages.actions import import_divisions

SAMPLES = Path(__file__).parent / "ledgers" / "samples"
COUNTIES = {"jixian-roster": "141028", "fuping-roster": "130624", "xiji-roster": "640422", "horqin-roster": "150521",
            "general-teams": "15"}  # fmt: skip
HEADERS = ("姓名", "性别", "出生年月", "身份证号", "派出单位", "单位级别", "乡镇", "派驻村", "驻村职务", "驻村开始时间", "驻村结束时间",
           "联系电话", "备注")  # fmt: skip
ZHANG: dict[str, Any] = {
    "姓名": "张三", "性别": "男", "出生年月": "1980-05", "身份证号": "", "派出单位": "吉县民政局", "单位级别": "县级",
    "乡镇": "屯里镇", "派驻村": "桑峨村", "驻村职务": "队员", "驻村开始时间": "2018-03", "驻村结束时间": "",
    "联系电话": "17000001234", "备注": "",
}  # fmt: skip
ID_NUMBERS = ("140999198005010017", "140999198005010033", "140999197905010012")


def id_number(day: str, order: int) -> str:
    """A number nobody has, with a correct check character; `day` as YYYYMMDD, an odd `order` for men."""
    digits = f"140999{day}{order:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11]


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.xlsx").read_bytes()


def sample_divisions() -> None:
    import_divisions(SAMPLES / "divisions.csv")


def roster(*persons: dict[str, Any], headers: Sequence[str] = HEADERS) -> bytes:
    """A workbook with a title, a header and one row a person, each a change to ZHANG."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名册"
    sheet.append(["吉县驻村干部名册"])
    sheet.append(list(headers))
    for person in persons:
        cells = {**ZHANG, **person}
        sheet.append([cells[header] or None for header in headers])
        for cell in sheet[sheet.max_row]:
            if cell.data_type == "f":
                cell.data_type = "s"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def take_in(content: bytes, *, county: str = "141028", **options: Any) -> Outcomes:
    """Import a workbook."""
    return import_roster(read_ledger(content, county=county), **options)


def counted(outcomes: Outcomes) -> tuple[int, int, int]:
    """Created, changed, unchanged."""
    return outcomes.counts["created"], outcomes.counts["changed"], outcomes.counts["unchanged"]


def org_user(username: str = "org", *, county: str = "141028") -> User:
    """Who works for the county's organization department."""
    place = division(county.ljust(12, "0"))
    office = body(f"中共{place.name}委组织部", level=Level.COUNTY, place=place, words=["county_org", "county_office"])
    return user(username, "李敏", acts_for=office)
