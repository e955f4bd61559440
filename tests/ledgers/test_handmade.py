"""Layouts seen or feared, each read by meaning."""

import io
from typing import Any

import openpyxl
import pytest

from accounts.files.workbooks.refusals import FileRefused
from cadres.ledger.roster import RosterReading, read_roster
from tests.ledgers.layouts import PLACES

Rows = list[list[Any]]


def read(
    rows: Rows,
    *,
    merged: tuple[str, ...] = (),
    county: str = "130624",
    sheet: str = "Sheet1",
    more: dict[str, Rows] | None = None,
) -> RosterReading:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for name, own in {sheet: rows, **(more or {})}.items():
        page = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in own:
            page.append(row)
    for area in merged:
        book[sheet].merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return read_roster(buffer.getvalue(), county=county, places=PLACES)


def picked(reading: RosterReading, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(cadre[name] for name in names) for cadre in reading.cadres]


def found(reading: RosterReading) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.kind) for problem in reading.problems]


def test_unit_and_post_in_one_cell_and_a_period_in_another() -> None:
    reading = read(
        [
            ["姓名", "性别", "单位及职务", "驻村", "驻村职务", "驻村起止时间"],
            ["张三", "男", "阜平县教育局办公室主任", "阜平镇城厢村", "队长", "2018.3-2020.5"],
        ]
    )
    assert picked(reading, "unit", "post", "village", "start", "end") == [
        ("阜平县教育局", "办公室主任", "城厢村", "2018-03", "2020-05")
    ]


def test_unit_and_post_in_one_cell_below_a_group_heading() -> None:
    reading = read(
        [
            ["村", "队员情况", "", ""],
            ["", "姓名", "原工作单位及职务", "担任职务"],
            ["城厢村", "张三", "阜平县司法局科员", "队长"],
        ],
        merged=("B1:D1", "A1:A2"),
    )
    assert picked(reading, "name", "unit", "post") == [("张三", "阜平县司法局", "科员")]


def test_columns_of_other_persons_and_times_are_left_alone() -> None:
    reading = read([
        ["帮扶单位", "派出单位", "帮扶村", "姓名", "曾用名", "性别", "职务", "驻村职务", "参加工作时间", "驻村时间", "单位电话", "电话", "帮扶责任人"],
        ["县民政局", "县司法局", "城厢村", "张三", "张小三", "男", "科员", "第一书记", "2001.3", "2018.3", "0312-7221111", "17000001111", "王五"],
    ])  # fmt: skip
    assert picked(reading, "name", "unit", "post", "roles", "start", "phone") == [
        ("张三", "县司法局", "科员", ("first_secretary",), "2018-03", "17000001111")
    ]


def test_same_heading_under_two_groups_is_told_apart() -> None:
    reading = read(
        [["派驻村", "姓名", "性别", "派出单位", "", "", "驻村", "", ""], ["", "", "", "名称", "职务", "级别", "职务", "起", "止"],
         ["城厢村", "张三", "男", "县司法局", "科员", "县直", "第一书记", "2018.3", "2019.3"]],
        merged=("D1:F1", "G1:I1", "A1:A2", "B1:B2", "C1:C2"),
    )  # fmt: skip
    assert picked(reading, "unit", "post", "dispatch_level", "roles", "start", "end") == [
        ("县司法局", "科员", "county", ("first_secretary",), "2018-03", "2019-03")
    ]


def test_two_tables_of_one_sheet_may_have_other_orders() -> None:
    reading = read([
        ["村", "姓名", "性别", "派出单位", "驻村职务"], ["城厢村", "张三", "男", "县司法局", "队长"], ["合计", "1人"], [],
        ["姓名", "村", "派出单位", "性别", "驻村职务"], ["李四", "白河村", "县司法局", "女", "队员"],
    ])  # fmt: skip
    assert picked(reading, "row", "name", "village") == [(2, "张三", "城厢村"), (6, "李四", "白河村")]


def test_village_lines_between_persons_and_township_in_the_sheet_name() -> None:
    reading = read(
        [
            ["姓名", "性别", "派出单位", "驻村职务"],
            ["城厢村（1人）"],
            ["张三", "男", "县司法局", "队长"],
            ["白河村（1人）"],
            ["李四", "男", "县司法局", "队长"],
        ],
        sheet="阜平镇",
    )
    assert picked(reading, "name", "township", "village") == [
        ("张三", "阜平镇", "城厢村"),
        ("李四", "阜平镇", "白河村"),
    ]


def test_signatures_notes_and_examples_are_no_persons() -> None:
    reading = read([
        ["序号", "村", "姓名", "性别", "派出单位", "驻村职务", "联系电话"], ["甲", "乙", "丙", 1, 2, 3, 4], ["例", "城厢村", "张某", "男", "县司法局", "队员", ""],
        [1, "城厢村", "张三", "男", "县司法局", "队长", "17000001111"], [2, "", "", "", "", "", ""], ["合计", "", 1], ["注：1. 电话填手机。"],
        ["填表人：", "", "李会计", "女", "县扶贫办", "", "17000002222"],
    ])  # fmt: skip
    assert (reading.rows, picked(reading, "name"), found(reading)) == (1, [("张三",)], [])


def test_list_of_first_secretaries_says_the_role_in_its_title() -> None:
    reading = read(
        [["阜平县驻村第一书记花名册"], ["村", "姓名", "性别", "派出单位"], ["城厢村", "张三", "男", "县司法局"]]
    )
    assert picked(reading, "roles") == [(("first_secretary",),)]


def test_short_names_of_banners_are_found_for_general_teams() -> None:
    reading = read(
        [["旗县", "姓名", "性别", "单位", "总队职务"], ["科左中旗", "包·孟和", "男", "内蒙古农业大学", "队长"]],
        county="15",
    )
    assert picked(reading, "banner", "banner_code", "village") == [("科尔沁左翼中旗", "150521", None)]


def test_same_person_in_two_sheets_and_villages_is_refused_in_both() -> None:
    head = ["村", "姓名", "性别", "身份证号", "派出单位", "驻村职务", "驻村时间", "驻村结束时间"]
    rows = [head, ["城厢村", "王五", "女", "130699198304254764", "县司法局", "队员", "2018.1", "2018.7"]]
    again = [head, ["白河村", "王五", "女", "130699198304254764", "县司法局", "队员", "2018.6", ""]]
    assert found(read(rows, more={"表二": again})) == [(2, "身份证号", "person_in_two_villages")] * 2


def test_hand_over_inside_one_month_is_no_overlap() -> None:
    head = ["村", "姓名", "性别", "身份证号", "派出单位", "驻村职务", "驻村时间", "驻村结束时间"]
    first = ["城厢村", "王五", "女", "130699198304254764", "县司法局", "队员", "2018.1", "2018.6"]
    second = ["白河村", "王五", "女", "130699198304254764", "县司法局", "队员", "2018-06-12", ""]
    assert found(read([head, first, second])) == []


def test_formula_error_and_blank_role_each_have_their_place() -> None:
    reading = read([
        ["村", "姓名", "性别", "出生年月", "派出单位", "职务", "驻村时间"], ["城厢村", "张三", "男", "=2000+1", "县司法局", "队长", "2018.3"],
        ["城厢村", "李四", "男", "1980.1", "县司法局", "", "2018.3"], ["城厢村", "王五", "男", "1980.2", "县司法局", "队员", "#N/A"],
    ])  # fmt: skip
    assert found(reading) == [
        (2, "出生年月", "formula_cell"),
        (3, "职务", "unknown_role"),
        (4, "驻村时间", "cell_error"),
    ]


def test_masked_cells_of_our_own_export_mean_unchanged() -> None:
    reading = read(
        [
            ["系统编号", "村", "姓名", "性别", "身份证号", "派出单位", "驻村职务", "联系电话"],
            ["P001", "城厢村", "王五", "女", "130699********4764", "县司法局", "队员", "170****1111"],
        ]
    )
    assert picked(reading, "person_number", "id_number", "phone", "masked") == [
        ("P001", None, None, ("id_number", "phone"))
    ]


def test_roster_without_a_required_column_is_refused_by_name() -> None:
    with pytest.raises(FileRefused) as refusal:
        read([["乡镇", "村", "姓名", "性别", "驻村职务"], ["阜平镇", "城厢村", "张三", "男", "队员"]])
    assert (
        refusal.value.sentence
        == "工作表“Sheet1”里找不到“派出单位”一列，读不成名册。看到的表头是：乡镇、村、姓名、性别、驻村职务。请补上该列，或改用本系统的模板。"
    )
