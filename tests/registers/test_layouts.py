"""The same months come out of every layout and wording a county may use."""

import random
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook

from accounts.files.workbooks.refusals import FileRefused
from attendance.sheets import RegisterReading, read_register
from tests.registers.layouts import Known, Style, laid_out, lay_out, workbook_bytes
from tests.registers.truths import Someone, people_of

MIXED = {"V": 60, "O": 12, "L": 8, "A": 4, "R": 16}
TICKS = {"V": "√", "O": "△", "L": "○", "A": "×", "R": "休"}


def months_of(people: list[Someone], *, seed: int, days: int = 31, blanks: bool = True) -> list[Known]:
    """Random months: mostly whole days, some split, a few not recorded."""
    chance = random.Random(seed)
    known = []
    for person in people:
        am = "".join(chance.choices(list(MIXED), list(MIXED.values()), k=days))
        pm = "".join(chance.choice("VOL") if chance.random() < 0.1 and a in "VOL" else a for a in am)
        if blanks and chance.random() < 0.2:
            am, pm = am[:20] + "." * (days - 20), pm[:20] + "." * (days - 20)
        known.append(Known(person, am, pm))
    return known


PEOPLE = people_of("xiji")[:36]
KNOWN = months_of(PEOPLE, seed=1)


def understood(reading: RegisterReading) -> list[tuple[str, str, str, str]]:
    return [(line.person.name, line.person.village_code or "", line.am, line.pm) for line in reading.lines]


def expected(known: list[Known]) -> list[tuple[str, str, str, str]]:
    return [(one.person.name, one.person.village_code or "", one.am, one.pm) for one in known]


def check(content: bytes, known: list[Known] = KNOWN, *, month: tuple[int, int] = (2018, 10)) -> None:
    reading = read_register(content, county="640422", people=[one.person for one in known])
    assert understood(reading) == expected(known)
    assert [problem.place() for problem in reading.problems] == []
    assert reading.months == [month]


LEGENDS: dict[str, tuple[dict[str, str], str | list[list[str | None]]]] = {
    "sign before word": (TICKS, "√出勤　△公出　○请假　×缺岗　休：休息"),
    "word before sign": (
        {"V": "○", "O": "△", "L": "×", "A": "●", "R": "☆"},
        "在村○ 出差△ 病假、事假、年休假× 旷工● 轮休☆",
    ),
    "quoted": (
        {"V": "√", "O": "#", "L": "※", "A": "○", "R": "—"},
        "注：在岗打“√”，因公外出打“#”，请假打“※”，无故缺岗打“○”，节假日休息打“—”。",
    ),
    "colons": ({"V": "○", "O": "◎", "L": "△", "A": "▲", "R": "□"}, "△：请假；○：驻村；▲：脱岗；◎：开会培训；□：轮休"),
    "means": (
        {"V": "A", "O": "B", "L": "C", "A": "D", "R": "E"},
        "A表示在村，B表示公务外出，C表示请假（含探亲假），D表示未请假离岗，E表示双休日",
    ),
    "numbers": ({"V": "1", "O": "2", "L": "3", "A": "0", "R": "4"}, "1-在岗；2-公差；3-请假；0-旷工；4-休息"),
    "numbered clauses": (TICKS, "1、出勤√；2、公出△；3、请假○；4、缺岗×；5、轮休“休”"),
    "characters": (
        {"V": "驻", "O": "差", "L": "假", "A": "缺", "R": "休"},
        "驻=驻嘎查村　差=出差（开会、培训）　假=请假　缺=缺勤　休=休息",
    ),
    "characters without marks": (
        {"V": "出", "O": "公", "L": "假", "A": "旷", "R": "轮"},
        "出为出勤、公为公出、假为请假、旷为旷工、轮为轮休",
    ),
    "codes": (
        {"V": "ZC", "O": "GC", "L": "QJ", "A": "KG", "R": "XX"},
        "ZC：在村　GC：公出　QJ：请假　KG：旷工　XX：休息",
    ),
    "brackets": (TICKS, "出勤（√）、因公出差（△）、请假（○）、不在岗（×）、节假日（休）"),
    "turned round": (
        {"V": "△", "O": "√", "L": "☆", "A": "○", "R": "×"},
        "图例： △ 在村 | √ 外出开会 | ☆ 年休假及其他假 | ○ 空岗 | × 周末",
    ),
    "letters like signs": (
        {"V": "V", "O": "O", "L": "L", "A": "X", "R": "R"},
        "V 驻村，O 公出，L 请假，X 缺岗，R 休息",
    ),
    "neighbouring cells": (
        {"V": "○", "O": "●", "L": "△", "A": "▲", "R": "休"},
        [["图例", "○", "在村", "●", "因公外出", "△", "请假（含病假、年休假）", None, None, "▲", "缺岗", "休", "轮休"]],
    ),
    "words beside": (
        {"V": "○", "O": "●", "L": "△", "A": "▲", "R": "◇"},
        [["在村", "○", "公出", "●", "请假", "△", "缺岗", "▲", "休息", "◇"]],
    ),
    "words below": (
        {"V": "√", "O": "※", "L": "△", "A": "×", "R": "○"},
        [["符号", "√", "※", "△", "×", "○"], ["含义", "在岗", "公差", "请假", "旷工", "轮休"]],
    ),
    "words above": (
        {"V": "√", "O": "※", "L": "△", "A": "×", "R": "○"},
        [["在岗", "公差", "请假", "旷工", "轮休"], ["√", "※", "△", "×", "○"]],
    ),
    "a line each": (
        {"V": "+", "O": "-", "L": "*", "A": "@", "R": "%"},
        [["符号说明："], ["+ 在村"], ["- 因公出差"], ["* 请假"], ["@ 旷工"], ["% 休息"]],
    ),
    "a cell of lines": (TICKS, "符号说明：\n√ 在村\n△ 公出\n○ 请假\n× 旷工\n休 休息"),
    "words of titles": (TICKS, "驻村干部考勤符号：出勤：√，公出：△，请假：○，旷工：×，轮休：休"),
}


@pytest.mark.parametrize("name", LEGENDS)
@pytest.mark.parametrize("place", ["top", "bottom"])
def test_the_legend_is_read_in_any_wording_above_and_below(name: str, place: str) -> None:
    signs, legend = LEGENDS[name]
    check(laid_out(KNOWN, Style(signs=signs, legend=legend, legend_place=place)))


@pytest.mark.parametrize("name", [name for name, (_, legend) in LEGENDS.items() if isinstance(legend, list)])
def test_the_legend_may_stand_right_of_the_table(name: str) -> None:
    signs, legend = LEGENDS[name]
    check(laid_out(KNOWN, Style(signs=signs, legend=legend, legend_place="right")))


@pytest.mark.parametrize("name", LEGENDS)
def test_the_legend_may_stand_on_a_sheet_of_its_own(name: str) -> None:
    signs, legend = LEGENDS[name]
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "填表说明"
    for cells in legend if isinstance(legend, list) else [[legend]]:
        notes.append(cells)
    lay_out(book.create_sheet(), KNOWN, Style(signs=signs, legend=None))
    check(workbook_bytes(book))


@pytest.mark.parametrize(
    "halves",
    ["slash", "wide slash", "bar", "newline", "named", "named long", "named lines", "plus", "comma", "together", "space",
     "columns", "rows"],
)  # fmt: skip
@pytest.mark.parametrize("legend", ["sign before word", "characters", "codes", "quoted"])
def test_half_days_are_read_in_every_notation(halves: str, legend: str) -> None:
    signs, words = LEGENDS[legend]
    check(laid_out(KNOWN, Style(signs=signs, legend=words, halves=halves)))


def test_two_rows_a_person_may_be_labelled() -> None:
    identity = (("序号", "number"), ("村名", "village"), ("队员姓名", "name"), ("时段", "blank"))
    check(laid_out(KNOWN, Style(halves="rows", identity=identity)))


@pytest.mark.parametrize("days", ["numbers", "texts", "1日", "1号", "10.1", "10月1日", "numerals", "dates", "weekdays"])
@pytest.mark.parametrize("group_row", [True, False])
def test_days_are_headed_in_every_way(days: str, group_row: bool) -> None:
    check(laid_out(KNOWN, Style(days=days, group_row=group_row, weekday_row=days != "weekdays")))


IDENTITIES = {
    "id and name": (("身份证号码", "id"), ("姓  名", "name")),
    "name first": (("姓名", "name"), ("所驻行政村", "village"), ("所属乡（镇）", "township"), ("派出单位", "unit")),
    "place in one": (("编号", "number"), ("驻村干部姓名", "name"), ("驻村地点", "place")),
    "village only": (("驻村名称", "village"), ("队员姓名", "name")),
    "with units": (
        ("序号", "number"),
        ("派驻乡镇", "township"),
        ("嘎查村", "village"),
        ("选派单位", "unit"),
        ("干部姓名", "name"),
    ),
    "village named 驻村": (("姓名", "name"), ("乡镇", "township"), ("驻村", "village")),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_persons_are_found_by_whatever_names_them(name: str) -> None:
    check(laid_out(KNOWN, Style(identity=IDENTITIES[name])))


@pytest.mark.parametrize("blocks", [True, False])
def test_places_written_once_hold_for_the_rows_below(blocks: bool) -> None:
    check(laid_out(KNOWN, Style(merge_places=True, blocks=blocks)))


def test_townships_may_be_section_rows() -> None:
    identity = (("序号", "number"), ("村", "village"), ("姓名", "name"))
    check(laid_out(KNOWN, Style(identity=identity, sections=True)))


def test_a_header_may_be_repeated_on_every_page() -> None:
    check(laid_out(KNOWN, Style(repeat_header_every=7)))


TITLES = {
    "驻村干部考勤表（2018.10）": "Sheet1",
    "2018年10月驻村工作队员考勤登记表": "考勤",
    "二〇一八年十月驻村干部签到表": "考勤",
    "2018年度驻村干部考勤表": "10月",
    "二○一八年驻村干部考勤": "十月份",
    "驻村工作队考勤表": "2018-10",
    "驻村工作队考勤汇总": "201810",
    "考勤时间：2018年10月1日—10月31日": "Sheet1",
    "": "2018年10月",
}


@pytest.mark.parametrize(("title", "sheet"), TITLES.items())
def test_the_month_is_read_in_every_wording(title: str, sheet: str) -> None:
    check(laid_out(KNOWN, Style(title=title, sheet=sheet)))


@pytest.mark.parametrize("number", range(1, 13))
def test_a_year_of_sheets_with_the_year_in_the_first_title_only(number: int) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    known: dict[int, list[Known]] = {}
    for month, name in enumerate(
        ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"], start=1
    ):
        length = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        known[month] = months_of(PEOPLE[:6], seed=month, days=length)
        style = Style(title="2019年驻村干部考勤表" if month == 1 else "驻村干部考勤表", sheet=name)
        lay_out(book.create_sheet(), known[month], style, month=(2019, 1))
    reading = read_register(workbook_bytes(book), county="640422", people=PEOPLE)
    lines = [line for line in reading.lines if line.month == (2019, number)]
    assert [(line.am, line.pm) for line in lines] == [(one.am, one.pm) for one in known[number]]


SUBTOTALS = (("实际出勤天数", "V"), ("公出", "O"), ("请假天数", "L"), ("缺岗（天）", "A"), ("合计", "VOLAR"))


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("group_row", [True, False])
def test_subtotals_that_agree_are_no_problem(first: bool, group_row: bool) -> None:
    check(laid_out(KNOWN, Style(subtotals=SUBTOTALS, subtotals_first=first, group_row=group_row)))


def test_attendance_may_be_added_up_with_official_trips() -> None:
    check(laid_out(KNOWN, Style(subtotals=(("出勤", "VO"), ("请假", "L")))))


def test_a_subtotal_that_differs_is_a_warning_at_its_column() -> None:
    style = Style(subtotals=(("请 假", "L"),), wrong={3: 40})
    reading = read_register(laid_out(KNOWN, style), county="640422", people=PEOPLE)
    assert [(problem.row, problem.column, problem.kind) for problem in reading.problems] == [
        (6, "请假", "subtotal_mismatch")
    ]


LOOK_ALIKES = {"√": "✓✔", "○": "〇◯O", "×": "✕xＸ", "△": "Δ"}


@pytest.mark.parametrize(("sign", "alike"), [(sign, alike) for sign, alikes in LOOK_ALIKES.items() for alike in alikes])
def test_a_look_alike_is_read_as_the_sign_of_the_legend(sign: str, alike: str) -> None:
    letter = next(letter for letter, own in TICKS.items() if own == sign)
    check(laid_out(KNOWN, Style(signs={**TICKS, letter: alike})))


def test_a_look_alike_with_a_meaning_of_its_own_keeps_it() -> None:
    signs = {"V": "○", "O": "〇", "L": "O", "A": "×", "R": "x"}
    check(laid_out(KNOWN, Style(signs=signs, legend="○在村；〇公出；O请假；×旷工；x轮休")))


def test_days_in_the_county_town_have_their_own_letter() -> None:
    known = [Known(one.person, one.am.replace("R", "C"), one.pm.replace("R", "C")) for one in KNOWN]
    signs = {"V": "☆", "O": "△", "L": "○", "A": "×", "C": "√"}
    legend = "在旗县“√”，下村“☆”，外出开会“△”，请假“○”，缺勤“×”"
    check(laid_out(known, Style(signs=signs, legend=legend)), known)


def test_blank_may_have_a_meaning_in_the_legend() -> None:
    style = Style(signs={**TICKS, "V": ""}, legend="不填为在村，△公出，○请假，×缺岗，休 休息")
    known = months_of(PEOPLE, seed=4, blanks=False)
    whole = [replace(one, pm=one.am) for one in known]
    check(laid_out(whole, style), whole)


def test_a_sign_may_stand_for_two_halves() -> None:
    known = [Known(PEOPLE[0], "V" * 31, "V" * 30 + "O"), Known(PEOPLE[1], "V" * 31, "V" * 31)]
    style = Style(legend="√全天在村　◐上午在村下午公出", halves="together", signs={"V": "√", "O": "△"})
    content = laid_out([Known(one.person, one.am, one.am) for one in known], style)
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    book.worksheets[0].cell(4, 4 + 31).value = "◐"
    check(workbook_bytes(book), known)


def test_cells_with_whole_words_need_no_legend() -> None:
    signs = {"V": "在村", "O": "开会", "L": "事假", "A": "旷工", "R": "轮休"}
    check(laid_out(KNOWN, Style(signs=signs, legend=None)))


def test_signs_without_a_legend_are_not_guessed() -> None:
    with pytest.raises(FileRefused) as refusal:
        check(laid_out(KNOWN, Style(legend=None)))
    assert refusal.value.kind == "no_legend"


def test_a_sheet_without_a_month_is_refused_unless_the_month_is_given() -> None:
    content = laid_out(KNOWN, Style(title="驻村干部考勤表"))
    with pytest.raises(FileRefused) as refusal:
        read_register(content, county="640422", people=PEOPLE)
    assert refusal.value.kind == "no_month"
    reading = read_register(content, county="640422", people=PEOPLE, month=(2018, 10))
    assert understood(reading) == expected(KNOWN)


@pytest.mark.parametrize(("month", "length"), [((2019, 2), 28), ((2020, 2), 29), ((2019, 4), 30), ((2019, 5), 31)])
def test_a_form_of_31_columns_serves_every_month(month: tuple[int, int], length: int) -> None:
    known = months_of(PEOPLE, seed=9, days=length)
    check(laid_out(known, Style(title=f"{month[0]}年{month[1]}月考勤表"), month=(2019, 1)), known, month=month)


def test_people_may_stand_in_columns_and_days_in_rows() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2018年10月考勤表"])
    sheet.append(["姓名", *[one.person.name for one in KNOWN[:5]]])
    sheet.append(["村", *[one.person.village for one in KNOWN[:5]]])
    for day in range(31):
        cells = [(one.am[day], one.pm[day]) for one in KNOWN[:5]]
        marks = [TICKS.get(a, "") if a == b else f"{TICKS[a]}/{TICKS[b]}" for a, b in cells]
        sheet.append([f"{day + 1}日", *marks])
    sheet.append(["√在村 △公出 ○请假 ×缺岗 休 轮休"])
    check(workbook_bytes(book), KNOWN[:5])


def test_a_table_of_a_month_from_the_26th_fills_two_months() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2018年10月考勤表  √在村 △公出"])
    sheet.append(["姓名", "村", *range(26, 31), *range(1, 26)])
    one = KNOWN[0].person
    sheet.append([one.name, one.village, *["√"] * 5, *["△"] * 25])
    reading = read_register(workbook_bytes(book), county="640422", people=PEOPLE)
    assert [(line.month, line.am) for line in reading.lines] == [
        ((2018, 9), "." * 25 + "V" * 5),
        ((2018, 10), "O" * 25 + "." * 6),
    ]


def test_townships_may_be_sheets() -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    identity = (("姓名", "name"), ("村", "village"))
    for township in dict.fromkeys(person.township for person in PEOPLE):
        known = [one for one in KNOWN if one.person.township == township]
        lay_out(book.create_sheet(), known, Style(sheet=str(township), identity=identity))
    check(workbook_bytes(book))


def test_dates_of_filing_do_not_decide_the_month() -> None:
    content = laid_out(KNOWN, Style(title=f"填表日期：{date(2018, 11, 2):%Y年%m月%d日}  考勤月份：2018年10月"))
    check(content)
