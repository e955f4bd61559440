"""Two uploads of the main county's ledger: newcomers that were imported, and a corrected file that waits for a person."""

import io
from datetime import date, timedelta

from openpyxl import Workbook

from accounts.models import User
from cadres.exchange.uploads import confirm, receive, work_on
from cadres.models import LedgerImport, Posting
from config.demo.people import Person
from config.demo.places import County
from config.demo.posts import Crowd
from config.demo.staff import FIRST
from villages.choices import DivisionLevel
from villages.models import Division

HEADINGS = (
    "序号", "苏木乡镇", "嘎查村", "姓名", "性别", "出生年月", "身份证号", "民族", "政治面貌", "学历", "派出单位", "派出层级",
    "驻村职务", "驻村开始时间", "联系电话",
)  # fmt: skip


def upload_rosters(county: County, crowd: Crowd, *, on: date) -> None:
    """Through the doors a clerk uses: receive, read, confirm, write."""
    newcomers = _newcomers(county, crowd, on=on)
    done = _upload(_workbook(newcomers), f"{on:%Y}年新增驻村干部.xlsx", county)
    confirm(done, only_good_rows=False)
    work_on(done.pk)
    changed = [[*row[:-1], "170-0000-9988"] if number == 0 else row for number, row in enumerate(newcomers)]
    wrong = [*newcomers[1][:1], *newcomers[1][1:3], "魏春生", "男", "1981-13", "", *newcomers[1][7:]]
    _upload(_workbook([*changed, wrong]), f"{on:%Y}年新增驻村干部（更正）.xlsx", county)


def _upload(content: bytes, name: str, county: County) -> LedgerImport:
    upload = receive(content, file_name=name, place=county.plan.division, by=User.objects.get(username=FIRST))
    work_on(upload.pk)
    return LedgerImport.objects.get(pk=upload.pk)


def _newcomers(county: County, crowd: Crowd, *, on: date) -> list[list[str]]:
    """Three people for a village that had no team."""
    village = _free_village(county)
    roles = ("第一书记、队长", "队员", "队员")
    return [
        _row(number, village, crowd.next(county), role, county.unit_for(4).name, on=on)
        for number, role in enumerate(roles, 1)
    ]


def _row(number: int, village: Division, person: Person, role: str, unit: str, *, on: date) -> list[str]:
    town = village.parent
    assert town is not None
    return [
        str(number), town.name, village.name, person.name, person.sex, f"{person.birth:%Y-%m}", person.id_number,
        person.ethnicity, person.political_status, person.education, unit, "旗县直", role,
        (on - timedelta(days=6)).isoformat(), person.phone,
    ]  # fmt: skip


def _free_village(county: County) -> Division:
    town = list(county.townships)[0]
    inside = Division.objects.filter(code__startswith=town, level=DivisionLevel.VILLAGE)
    taken = Posting.objects.filter(team__place__code__startswith=town).values("team__place_id")
    return inside.exclude(pk__in=taken).exclude(name__contains="社区").order_by("code")[0]


def _workbook(rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "驻村干部台账"
    sheet.append(["驻嘎查村干部台账"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADINGS))
    sheet.append(list(HEADINGS))
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
