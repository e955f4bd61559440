"""Divisions from a list: level and parent from the code, again without harm, troubles by line."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.factories_cadres import SAMPLES
from villages.actions import Imported, ListRefused, import_divisions
from villages.models import Division
from villages.queries import DivisionsMissing, places_of

pytestmark = pytest.mark.django_db
JIXIAN = (
    "140000000000,山西省",
    "141000000000,临汾市",
    "141028000000,吉县",
    "141028101000,屯里镇",
    "141028101200,屯里村",
)


def listed(*lines: str) -> bytes:
    return "\n".join(["code,name", *lines]).encode()


def test_level_and_parent_come_from_the_code() -> None:
    assert import_divisions(listed(*JIXIAN)) == Imported(5, 0, 0)
    assert list(Division.objects.values_list("code", "level", "parent_id")) == [
        ("140000000000", 1, None), ("141000000000", 2, "140000000000"), ("141028000000", 3, "141000000000"),
        ("141028101000", 4, "141028000000"), ("141028101200", 5, "141028101000"),
    ]  # fmt: skip


def test_a_city_without_counties_has_its_towns_right_below() -> None:
    import_divisions(
        listed("440000000000,广东省", "441900000000,东莞市", "441900003000,东城街道", "441900003001,岗贝社区")
    )
    assert Division.objects.get(code="441900003000").parent_id == "441900000000"
    assert places_of("441900").village("岗贝社区").code == "441900003001"


def test_again_updates_names_and_adds_and_never_deletes() -> None:
    import_divisions(listed(*JIXIAN))
    renamed = (*JIXIAN[:4], "141028101200,屯里社区", "141028101201,桑峨村")
    assert import_divisions(listed(*renamed)) == Imported(1, 1, 4)
    assert import_divisions(listed(JIXIAN[0])) == Imported(0, 0, 1)
    assert Division.objects.count() == 6


def test_a_list_as_excel_saves_it_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes("代码,名称\r\n140000000000,山西省\r\n".encode("gb18030"))
    assert import_divisions(tmp_path / "list.csv") == Imported(1, 0, 0)


TROUBLES: list[tuple[Sequence[str], list[str]]] = [
    (["14102,吉县"], ["第2行：代码“14102”不是12位数字"]),
    (["14102800000X,吉县"], ["第2行：代码“14102800000X”不是12位数字"]),
    (["140000000000,"], ["第2行：名称应为1至60个字"]),
    (["140000000000"], ["第2行：应有两列"]),
    (["140000000000,山西省", "140000000000,山西"], ["第3行：代码“140000000000”与第2行重复"]),
    (["140000000000,山西省", "141028000000,吉县"], ["第3行：“吉县”（141028000000）的上级 141000000000 不在文件里"]),
    ([], ["文件里没有区划"]),
]


@pytest.mark.parametrize(("lines", "starts"), TROUBLES)
def test_troubles_name_their_line_and_nothing_is_taken(lines: Sequence[str], starts: list[str]) -> None:
    with pytest.raises(ListRefused) as refused:
        import_divisions(listed(*lines))
    assert [trouble[: len(start)] for trouble, start in zip(refused.value.troubles, starts, strict=True)] == starts
    assert Division.objects.count() == 0


def test_a_county_that_is_not_on_record_says_what_to_do() -> None:
    with pytest.raises(DivisionsMissing, match="请先用 manage.py divisions import"):
        places_of("141028")


def test_the_demo_counties_ship_with_the_program() -> None:
    fixture = Path(__file__).resolve().parents[2] / "fixtures" / "divisions.csv"
    assert fixture.read_bytes() == (SAMPLES / "divisions.csv").read_bytes()
    assert import_divisions(fixture) == Imported(1313, 0, 0)
