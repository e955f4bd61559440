"""Single cells: dates as exact as they stand, ID numbers, roles, levels."""

from datetime import date
from typing import Any

import pytest

from cadres.ledger import values
from cadres.ledger.values import Date


@pytest.mark.parametrize(
    ("cell", "number_format", "read"),
    [
        ("2018.3", "", "2018-03"), ("2018-03", "", "2018-03"), ("2018/3/5", "", "2018-03-05"), ("2018年3月", "", "2018-03"),
        ("201803", "", "2018-03"), ("20180315", "", "2018-03-15"), ("42758", "", "2017-01-23"), (42758.0, "", "2017-01-23"),
        (201803.0, "", "2018-03"), (20180315.0, "", "2018-03-15"), ("二〇一八年三月", "", "2018-03"), ("18.3", "", "2018-03"),
        ("二〇一八年十二月二十五日", "", "2018-12-25"), ("2018-06-02 00:00:00", "", "2018-06-02"), ("２０１８．３", "", "2018-03"),
        (date(2018, 3, 1), 'yyyy"年"m"月"', "2018-03"), (date(2018, 3, 1), "yyyy-mm-dd", "2018-03-01"), (1968.2, "", "1968-02"),
        (date(2018, 3, 1), "mmm-yy", "2018-03"), (1984.1, "0.00", "1984-10"), (1984.12, "", "1984-12"), ("1984.1", "", "1984-01"),
        ("至今", "", None), ("", "", None), ("／", "", None),
    ],
)  # fmt: skip
def test_date_is_read_as_exactly_as_it_stands(cell: Any, number_format: str, read: str | None) -> None:
    assert values.read_date(cell, number_format) == Date(read)


@pytest.mark.parametrize(
    ("cell", "trouble"),
    [
        ("2018.13", "bad_date"), ("1985年2月30日", "bad_date"), ("2018", "bad_date"), ("不详", "bad_date"), (2018.13, "bad_date"),
        ("1929.12", "date_out_of_range"), ("2031.1", "date_out_of_range"), ("2108.5", "date_out_of_range"), (1984.1, "ambiguous_month"),
    ],
)  # fmt: skip
def test_date_that_cannot_be_used_says_why(cell: Any, trouble: str) -> None:
    assert values.read_date(cell) == Date(None, trouble)


@pytest.mark.parametrize("year", [1930, 2030])
def test_first_and_last_year_are_within_the_range(year: int) -> None:
    assert values.read_date(f"{year}.5") == Date(f"{year}-05")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2018.3-2020.5", (Date("2018-03"), Date("2020-05"))), ("2018年3月至今", (Date("2018-03"), Date(None))),
        ("2018-03-05至2020-03-04", (Date("2018-03-05"), Date("2020-03-04"))), ("2018-03", None), ("2年", None),
    ],
)  # fmt: skip
def test_period_in_one_cell_is_taken_apart(cell: str, read: Any) -> None:
    assert values.period(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("130699198304254764", ("130699198304254764", None)), ("13069919800120919ｘ", ("13069919800120919X", None)),
        ("130699 19830425 4764", ("130699198304254764", None)), (1.30699e17, (None, "id_as_number")),
        ("1.30699E+17", (None, "id_as_number")), ("13069919830425476", (None, "id_length")), ("", (None, None)),
        ("130699198304254765", (None, "id_check_digit")), ("130699197802310840", (None, "id_bad_date")),
    ],
)  # fmt: skip
def test_id_number_is_never_repaired_beyond_its_spelling(cell: Any, read: tuple[str | None, str | None]) -> None:
    assert values.id_number(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("第一书记兼队长", ("first_secretary", "leader")), ("工作队副队长", ("deputy_leader",)), ("组长", ("leader",)),
        ("第一书记兼副队长", ("first_secretary", "deputy_leader")), ("工作队员", ("member",)), ("包村干部", ()), ("炊事员", ()),
    ],
)  # fmt: skip
def test_roles_are_read_from_words(cell: str, read: tuple[str, ...]) -> None:
    assert values.roles(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("区直", "province"), ("自治区直", "province"), ("盟市直", "city"), ("旗县直", "county"), ("02", "province"), (2.0, "province"),
        ("20", "province"), ("50", "county"), ("04", "county"), ("中直", "central"), ("乡镇", "township"), ("99", None),
    ],
)  # fmt: skip
def test_dispatch_level_is_read_from_words_and_both_code_lists(cell: Any, read: str | None) -> None:
    assert values.dispatch_level(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("170-0000-1111", ("17000001111", False)),
        (17000001111.0, ("17000001111", False)),
        ("1700000111", (None, True)),
        ("", (None, False)),
    ],
)
def test_phone_has_eleven_digits_or_is_left_empty(cell: Any, read: tuple[str | None, bool]) -> None:
    assert values.phone_number(cell) == read
