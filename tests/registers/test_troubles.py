"""What is wrong in a sheet is said at its cell, and the rest is still read."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from attendance.sheets import RegisterReading, read_register
from tests.registers.truths import Someone

PEOPLE = [
    Someone("张三", "130699199407145194", "甲镇", "李家村", "101"),
    Someone("李四光", "130699199411196058", "甲镇", "李家村", "101"),
    Someone("王五", None, "甲镇", "赵庄村", "102"),
    Someone("王五", None, "乙乡", "赵庄村", "201"),
    Someone("买买提·艾力", None, "乙乡", "大河社区", "202"),
    Someone("赵六", None, "乙乡", "大河社区", "202"),
]
DAYS = list(range(1, 32))
TICKS = ["√"] * 31
LEGEND = ["√在村 △公出 ○请假 ×缺岗 休 轮休"]
FULL = "V" * 31


def read(*rows: list[Any], merges: tuple[str, ...] = (), title: str = "2018年10月考勤表") -> RegisterReading:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([title], *rows):
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return read_register(buffer.getvalue(), county="1", people=PEOPLE)


def lines(reading: RegisterReading) -> list[tuple[int, str, str | None, str]]:
    return [(line.row, line.person.name, line.person.village_code, line.days) for line in reading.lines]


def problems(reading: RegisterReading) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.kind) for problem in reading.problems]


def test_one_name_over_two_rows_refuses_both() -> None:
    reading = read(
        ["姓名", "村", *DAYS],
        ["张三", "李家村", *TICKS],
        [None, "李家村", *TICKS],
        ["赵六", "大河社区", *TICKS],
        ["买买提•艾力", "大河", *TICKS],
        LEGEND,
        merges=("A3:A4",),
    )
    assert lines(reading) == [(5, "赵六", "202", FULL), (6, "买买提·艾力", "202", FULL)]
    assert problems(reading) == [(3, "姓名", "merged_name"), (4, "姓名", "merged_name")]


def test_a_row_without_a_name_is_refused() -> None:
    reading = read(["序号", "姓名", *DAYS], [1, "张三", *TICKS], [2, None, *TICKS], [3, "赵六", *TICKS], LEGEND)
    assert problems(reading) == [(4, "姓名", "missing_name")]
    assert [row for row, *_ in lines(reading)] == [3, 5]


def test_one_name_in_two_townships_is_not_guessed() -> None:
    reading = read(["姓名", "村", *DAYS], ["王五", "赵庄村", *TICKS], ["赵六", "大河居委会", *TICKS], LEGEND)
    assert problems(reading) == [(3, "姓名", "not_in_roster")]
    assert lines(reading) == [(4, "赵六", "202", FULL)]


def test_a_person_of_the_same_name_in_another_village_is_another_person() -> None:
    reading = read(["姓名", "村", *DAYS], ["赵六", "李家村", *TICKS], ["张三", "李家村", *TICKS], LEGEND)
    assert problems(reading) == [(3, "姓名", "not_in_roster")]


def test_an_id_number_rules_and_is_never_repaired() -> None:
    reading = read(
        ["姓名", "身份证号", *DAYS],
        ["张三", "130699 19940714 5194", *TICKS],
        ["李四光", 130699199411196058, *TICKS],
        ["赵六", "130699199407145194X", *TICKS],
        ["买买提·艾力", "无", *TICKS],
        LEGEND,
    )
    assert [(row, name) for row, name, *_ in lines(reading)] == [(3, "张三"), (5, "赵六"), (6, "买买提·艾力")]
    assert problems(reading) == [(4, "身份证号", "id_as_number")]


def test_formulas_and_errors_among_the_days_are_refused_one_by_one() -> None:
    reading = read(["姓名", *DAYS], ["张三", "=1+1", "#N/A", *TICKS[2:]], LEGEND)
    assert lines(reading) == [(3, "张三", "101", ".." + FULL[2:])]
    assert problems(reading) == [(3, "1", "formula_cell"), (3, "2", "cell_error")]


def test_a_mark_merged_over_days_holds_for_each() -> None:
    reading = read(
        ["姓名", *DAYS],
        ["张三", *TICKS[:10], "病假", None, None, None, *TICKS[14:]],
        ["赵六", "10月20日调离", *[None] * 30],
        LEGEND,
        merges=("L3:O3", "B4:AF4"),
    )
    assert lines(reading) == [
        (3, "张三", "101", "V" * 10 + "LLLL" + "V" * 17),
        (4, "赵六", "202", "." * 31),
    ]
    assert problems(reading) == []


def test_a_second_row_for_the_same_days_is_refused() -> None:
    reading = read(["姓名", *DAYS], ["张三", *TICKS], ["张三", *TICKS], LEGEND)
    assert problems(reading) == [(4, "姓名", "duplicate_row")]


def test_subtotals_by_kind_of_leave_count_their_own_sign() -> None:
    reading = read(
        ["姓名", *DAYS, "出勤", "病假", "事假", "请假合计天数"],
        ["张三", "●", "◆", *TICKS[2:], 29, 1, 1, 2],
        ["赵六", "●", "●", *TICKS[2:], 29, 1, 1, 2],
        ["√在村 ●病假 ◆事假"],
    )
    assert problems(reading) == [(4, "病假", "subtotal_mismatch"), (4, "事假", "subtotal_mismatch")]


def test_what_cannot_be_understood_is_not_compared() -> None:
    reading = read(["姓名", *DAYS, "应出勤", "实出勤", "出勤率", "得分"], ["张三", *TICKS, 22, 31, "100%", 95], LEGEND)
    assert problems(reading) == []


@pytest.mark.parametrize(
    "heading",
    [
        [["姓名", *DAYS, "出勤√", "公出△", "请假○"]],
        [["姓名", *DAYS, "出勤", "公出", "请假"], [*[None] * 32, "√", "△", "○"]],
        [["姓名", *DAYS, "√", "△", "○"], [*[None] * 32, "出勤", "公出", "请假"]],
    ],
)
def test_the_heading_of_subtotals_may_be_the_legend(heading: list[list[Any]]) -> None:
    reading = read(*heading, ["张三", "△", "○", *TICKS[2:], 29, 1, 1])
    assert [line.days for line in reading.lines] == ["OL" + FULL[2:]]
    assert problems(reading) == []


def test_days_set_out_in_two_rows_a_person() -> None:
    reading = read(
        ["姓名", *range(1, 17)],
        [None, *range(17, 32)],
        ["张三", *TICKS[:16]],
        [None, *["△"] * 15],
        ["赵六", *TICKS[:16]],
        [None, *["○"] * 15],
        LEGEND,
        merges=("A2:A3", "A4:A5", "A6:A7"),
    )
    assert lines(reading) == [(4, "张三", "101", "V" * 16 + "O" * 15), (6, "赵六", "202", "V" * 16 + "L" * 15)]


def test_nights_are_kept_apart_from_days() -> None:
    reading = read(
        ["姓名", *[cell for day in DAYS for cell in (day, None, None)]],
        [None, *["上午", "下午", "晚上"] * 31],
        ["张三", *["√", "△", "√"] * 30, "√", "△", "×"],
        LEGEND,
    )
    assert [(line.am, line.pm, line.nights) for line in reading.lines] == [(FULL, "O" * 31, "1" * 30 + "0")]


def test_rows_of_totals_are_nobody() -> None:
    reading = read(["姓名", *DAYS], ["赵六", *TICKS], ["合计", *[1] * 31], [None, *[1] * 31], LEGEND)
    assert lines(reading) == [(3, "赵六", "202", FULL)]
    assert problems(reading) == []


def test_tables_under_titles_of_their_villages() -> None:
    reading = read(
        ["甲镇李家村驻村工作队考勤表"],
        ["姓名", *DAYS],
        ["张三", *TICKS],
        ["乙乡赵庄村驻村工作队考勤表"],
        ["姓名", *DAYS],
        ["王五", *TICKS],
        LEGEND,
    )
    assert lines(reading) == [(4, "张三", "101", FULL), (7, "王五", "201", FULL)]


def test_marks_on_days_the_month_does_not_have() -> None:
    reading = read(["姓名", *DAYS], ["张三", *TICKS[:28], "/", "—", "×"], LEGEND, title="2019年2月考勤表")
    assert lines(reading) == [(3, "张三", "101", "V" * 28)]
    assert problems(reading) == [(3, "31", "impossible_day")]


def test_a_sign_outside_the_legend_is_refused_though_a_word_is_not() -> None:
    reading = read(["姓名", *DAYS], ["张三", "事假", "病", "学习", "？", "迟到", "√/", *TICKS[6:]], LEGEND)
    assert lines(reading) == [(3, "张三", "101", "L.O..H" + FULL[6:])]
    assert problems(reading) == [(3, day, "unknown_symbol") for day in ("2", "4", "5")]


def test_teams_without_villages_are_found_by_name_and_banner() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2018年10月工作总队考勤"])
    sheet.append(["序号", "姓名", "派驻旗县", *DAYS])
    sheet.append([1, "那仁", "科左中旗", *["在"] * 20, *["村"] * 5, *["差"] * 3, *["假"] * 3])
    sheet.append(["在=在旗县，村=下村，差=出差，假=请假"])
    buffer = io.BytesIO()
    book.save(buffer)
    person = Someone("那仁", banner="科尔沁左翼中旗")
    reading = read_register(buffer.getvalue(), county="15", people=[person])
    assert [line.days for line in reading.lines] == ["C" * 20 + "V" * 5 + "OOO" + "LLL"]


def test_the_month_may_stand_over_the_days() -> None:
    heading = [["姓名", "2018年10月（√在村 △公出）", *[None] * 30], [None, *DAYS]]
    reading = read(*heading, ["张三", *TICKS], title="驻村干部考勤表")
    assert [(line.month, line.days) for line in reading.lines] == [((2018, 10), FULL)]


def test_sections_of_townships_and_villages_in_the_column_of_names() -> None:
    reading = read(
        ["姓名", *DAYS], ["一、甲镇（2人）"], ["李家村"], ["张三", *TICKS], ["二、乙乡"], ["王五", *TICKS], LEGEND
    )
    assert lines(reading) == [(5, "张三", "101", FULL), (7, "王五", "201", FULL)]
    assert problems(reading) == []


def test_titles_copied_from_january_give_way_to_the_names_of_the_sheets() -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, length in (("1月", 31), ("2月", 28), ("3月", 31)):
        sheet = book.create_sheet(name)
        for row in (["2019年1月考勤表"], ["姓名", *DAYS], ["张三", *TICKS[:length]], LEGEND):
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read_register(buffer.getvalue(), county="1", people=PEOPLE)
    assert [(line.month, line.days) for line in reading.lines] == [
        ((2019, 1), "V" * 31),
        ((2019, 2), "V" * 28),
        ((2019, 3), "V" * 31),
    ]


@pytest.mark.parametrize(("other", "letters"), [("驻/差", "L"), ("驻差", "H")])
def test_two_signs_that_make_a_word_are_halves_only_where_signs_stand_side_by_side(other: str, letters: str) -> None:
    legend = ["驻=驻村 差=出差 假=请假 休=休息"]
    reading = read(["姓名", *DAYS], ["张三", "休假", other, *["驻"] * 29], legend)
    assert [line.days for line in reading.lines] == [letters + "H" + "V" * 29]
