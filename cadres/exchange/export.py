"""The ledger as counties keep it: title, two-row header, frozen panes, ready for A4 landscape, personal numbers masked.

Of who served here and is elsewhere now it gives the stay, and nothing by which they are reached or told today.

Read back it changes nothing: persons are found by 人员编号, a masked cell means unchanged, a column nobody fills is left
out. Every cell is written as text, so nothing in it is ever computed; text that starts like a formula is marked as text
for good.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import xlsxwriter
from django.db.models import QuerySet
from xlsxwriter.format import Format

from accounts.access import inside, within
from accounts.choices import Act, Level
from accounts.files.workbooks.inert import STARTS
from accounts.models import User
from accounts.personal_data import Vault, open_vault
from accounts.record.notes import note
from cadres.choices import Role
from cadres.exchange.times import text_of
from cadres.logins import present
from cadres.models import Cadre, Export, Posting
from villages.choices import TeamKind, VillageStatus
from villages.clock import now, today
from villages.models import Division
from villages.naming import village_name

ROLES = {role.value: role.label for role in Role}
LEVELS = {
    Level.CENTRAL: "中央",
    Level.PROVINCE: "省级",
    Level.CITY: "市级",
    Level.COUNTY: "县级",
    Level.TOWNSHIP: "乡镇级",
}
STATUSES = {VillageStatus.NOT_EXITED: "未出列", VillageStatus.EXITED: "已出列", VillageStatus.OTHER: "非贫困村"}
FIRST_ROW = 4
FIELDS = (
    "cadre__number", "cadre__name", "cadre__sex", "cadre__birth", "cadre__birth_precision", "cadre__id_mask",
    "cadre__ethnicity", "cadre__political_status", "cadre__education", "cadre__bilingual", "cadre__phone_mask",
    "unit__name", "dispatch_level", "post", "rank", "team__place__parent__name", "team__place__name",
    "team__place__village__status", "roles", "start", "start_precision", "end", "end_precision", "cadre__remark",
    "cadre__data_key", "cadre__id_cipher", "cadre__phone_cipher", "team__place_id", "cadre_id",
)  # fmt: skip
Row = dict[str, Any]


class Column(NamedTuple):
    """A column of the ledger: the words above it, its own, how wide, whether it stays when nobody fills it."""

    group: str
    label: str
    width: int
    text: Callable[[Row], str]
    always: bool = True


class NothingToExport(Exception):
    """The filter finds nobody; the sentence says so."""


def postings_of(place: str, *, user: User | None = None, current: bool = False, kind: str = "") -> QuerySet[Posting]:
    """Postings under a division (significant digits), within the user's reach; `current`: not yet over.

    `user` is None only for the command line, which whoever runs the server uses.
    """
    rows = Posting.objects.filter(team__place__code__startswith=place)
    if user is not None:
        rows = rows.filter(pk__in=within(Posting.objects.all(), user=user).values("pk"))
    if kind:
        rows = rows.filter(team__kind=kind)
    return rows.exclude(end__lt=today()) if current else rows


def export_ledger(target: Path | BinaryIO, postings: QuerySet[Posting], *, place: Division, unmasked: bool) -> int:
    """Write the workbook; how many rows. Raises NothingToExport."""
    rows = list(postings.order_by("team__place_id", "cadre__number", "start").values(*FIELDS))
    if not rows:
        raise NothingToExport("没有可以导出的人员，请放宽筛选条件。")
    general = all(row["team__place_id"].endswith("000000") for row in rows)
    _name_places(rows)
    of_here = set(present().filter(inside("team__place_id", place.prefix)).values_list("cadre_id", flat=True))
    _withhold([row for row in rows if row["cadre_id"] not in of_here])
    if unmasked:
        _unmask([row for row in rows if row["cadre_id"] in of_here], open_vault())
    columns = [column for column in _columns(general=general) if column.always or any(map(column.text, rows))]
    _write(target, columns, rows, title=f"{place.name}驻村干部台账" if not general else f"{place.name}驻村工作总队台账")
    return len(rows)


def export_for(
    target: Path | BinaryIO, *, user: User, place: Division, current: bool, unmasked: bool, reason: str
) -> int:
    """Export what the user reaches of a division, and record that they did. Raises NothingToExport."""
    count = export_ledger(target, postings_of(place.prefix, user=user, current=current), place=place, unmasked=unmasked)
    record_export(by=user, place=place, chosen={"在岗": current}, reason=reason, rows=count, unmasked=unmasked)
    return count


def record_export(
    *,
    by: User | None,
    place: Division,
    chosen: dict[str, Any],
    reason: str,
    rows: int,
    unmasked: bool,
    kind: str = "ledger",
) -> None:
    """Write down who takes what, for the county among its exports and in the record; nobody: the command line."""
    Export.objects.create(
        by=by, at=now(), place=place, kind=kind, filter=chosen, reason=reason, rows=rows, unmasked=unmasked
    )
    told = {"筛选": chosen, "行数": rows, "未脱敏": unmasked}
    note(Act.EXPORTED, user=by, about=Cadre, county=place.pk, reason=reason, detail=told)


def export_county(target: Path, *, county: str, reason: str) -> int:
    """A county's whole ledger (or, for two digits, a province's general teams), masked. Raises NothingToExport."""
    place = Division.objects.get(code=county.ljust(12, "0"))
    kind = TeamKind.GENERAL if len(county) == 2 else TeamKind.VILLAGE
    count = export_ledger(target, postings_of(county, kind=kind), place=place, unmasked=False)
    record_export(by=None, place=place, chosen={"命令行": True}, reason=reason, rows=count, unmasked=False)
    return count


# What stands in the cells


def _columns(*, general: bool) -> list[Column]:
    person, unit, stay = "个人基本情况", "派出单位情况", "派驻情况"
    where = (
        [Column(stay, "派驻旗县", 16, _of("team__place__name"))]
        if general
        else [
            Column(stay, "乡镇", 12, _of("team__place__parent__name")),
            Column(stay, "派驻村", 14, _of("village")),
            Column(stay, "村状态", 8, lambda row: STATUSES.get(row["team__place__village__status"], ""), always=False),
        ]
    )
    return [
        Column(person, "人员编号", 10, lambda row: str(row["cadre__number"])),
        Column(person, "姓名", 11, _of("cadre__name")),
        Column(person, "性别", 6, _of("cadre__sex"), always=False),
        Column(person, "出生年月", 11, lambda row: text_of(row["cadre__birth"], row["cadre__birth_precision"]) or ""),
        Column(person, "身份证号", 20, _of("cadre__id_mask")),
        Column(person, "民族", 8, _of("cadre__ethnicity"), always=False),
        Column(person, "政治面貌", 11, _of("cadre__political_status")),
        Column(person, "学历", 10, _of("cadre__education"), always=False),
        Column(
            person, "蒙汉兼通", 8, lambda row: {True: "是", False: "否"}.get(row["cadre__bilingual"], ""), always=False
        ),
        Column(person, "联系电话", 13, _of("cadre__phone_mask")),
        *where,
        Column(stay, "驻村职务", 13, lambda row: "、".join(ROLES[role] for role in row["roles"])),
        Column(stay, "驻村开始时间", 12, lambda row: text_of(row["start"], row["start_precision"]) or ""),
        Column(stay, "驻村结束时间", 12, lambda row: text_of(row["end"], row["end_precision"]) or ""),
        Column(unit, "派出单位", 24, _of("unit__name")),
        Column(unit, "派出单位级别", 11, lambda row: LEVELS.get(row["dispatch_level"], "")),
        Column(unit, "原单位职务", 13, _of("post"), always=False),
        Column(unit, "职级", 10, _of("rank"), always=False),
        Column("", "备注", 14, _of("cadre__remark")),
    ]


def _of(name: str) -> Callable[[Row], str]:
    return lambda row: row[name] or ""


def _name_places(rows: list[Row]) -> None:
    """Villages without their committee, unless two of a township would then be one."""
    names = {row["team__place_id"]: row["team__place__name"] for row in rows}
    count = Counter((code[:9], village_name(name)) for code, name in names.items())
    shown = {
        code: village_name(name) if count[code[:9], village_name(name)] == 1 else name for code, name in names.items()
    }
    for row in rows:
        row["village"] = shown[row["team__place_id"]]


def _withhold(rows: list[Row]) -> None:
    for row in rows:
        row["cadre__id_mask"] = row["cadre__phone_mask"] = row["cadre__remark"] = ""


def _unmask(rows: list[Row], vault: Vault) -> None:
    for row in rows:
        key = row["cadre__data_key"]
        row["cadre__id_mask"] = vault.reveal(key, row["cadre__id_cipher"], field="id_number") or row["cadre__id_mask"]
        row["cadre__phone_mask"] = (
            vault.reveal(key, row["cadre__phone_cipher"], field="phone") or row["cadre__phone_mask"]
        )


# The sheet


def _write(target: Path | BinaryIO, columns: list[Column], rows: list[Row], *, title: str) -> None:
    book = xlsxwriter.Workbook(
        str(target) if isinstance(target, Path) else target, {"in_memory": True, "strings_to_formulas": False}
    )
    book.set_properties({"title": title})
    sheet = book.add_worksheet("台账")
    plain = book.add_format({"border": 1, "valign": "vcenter", "num_format": "@", "text_wrap": True})
    inert = book.add_format(
        {"border": 1, "valign": "vcenter", "num_format": "@", "text_wrap": True, "quote_prefix": True}
    )
    width = len(columns)
    sheet.merge_range(0, 0, 0, width, title, book.add_format({"bold": True, "font_size": 16, "align": "center"}))
    sheet.merge_range(1, 0, 1, width, _filled(len(rows), today()), book.add_format({"align": "left"}))
    _header(sheet, columns, book.add_format({"border": 1, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#F2F2F2"}))  # fmt: skip
    for number, row in enumerate(rows):
        sheet.write_number(FIRST_ROW + number, 0, number + 1, plain)
        for at, column in enumerate(columns, start=1):
            text = column.text(row)
            sheet.write_string(FIRST_ROW + number, at, text, inert if text.startswith(STARTS) else plain)
    sheet.write_string(FIRST_ROW + len(rows) + 1, 0, "制表人：")
    sheet.write_string(FIRST_ROW + len(rows) + 1, width // 2, "审核人：")
    _set_up(sheet, columns)
    book.close()


def _filled(count: int, on: date) -> str:
    return f"填报日期：{on.year}年{on.month}月{on.day}日　　共 {count} 行"


def _header(sheet: Any, columns: Iterable[Column], style: Format) -> None:
    """A group's words over its columns; columns without a group, and 序号, are merged downwards."""
    sheet.merge_range(2, 0, 3, 0, "序号", style)
    groups: dict[str, list[int]] = {}
    for at, column in enumerate(columns, start=1):
        if column.group:
            groups.setdefault(column.group, []).append(at)
            sheet.write_string(3, at, column.label, style)
        else:
            sheet.merge_range(2, at, 3, at, column.label, style)
    for group, places in groups.items():
        if len(places) == 1:
            sheet.write_string(2, places[0], group, style)
        else:
            sheet.merge_range(2, places[0], 2, places[-1], group, style)


def _set_up(sheet: Any, columns: list[Column]) -> None:
    sheet.set_column(0, 0, 6)
    for at, column in enumerate(columns, start=1):
        sheet.set_column(at, at, column.width)
    sheet.set_row(0, 28)
    sheet.freeze_panes(FIRST_ROW, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2, 3)
    sheet.set_footer("&C第 &P 页，共 &N 页")
