"""A made-up roster of any size, for measuring: villages, units and persons that nobody has."""

import io
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from cadres.exchange.uploads import read_ledger
from cadres.exchange.writing import import_roster
from villages.actions import import_divisions

COUNTY = "990101"
HEADERS = ("序号", "乡镇", "派驻村", "姓名", "性别", "民族", "出生年月", "身份证号", "政治面貌", "学历", "派出单位", "派出单位级别",
           "原单位职务", "驻村职务", "驻村开始时间", "驻村结束时间", "联系电话", "备注")  # fmt: skip
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国志文斌辉鹏飞雪梅海燕春生德林宇晨浩然子轩"
NUMERALS = "一二三四五六七八九十"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LEVELS = (("省级", "某省"), ("市级", "某市"), ("县级", "度量县"), ("县级", "度量县"))
OFFICES = (
    "教育局",
    "民政局",
    "水务局",
    "农业农村局",
    "财政局",
    "交通运输局",
    "卫生健康局",
    "林业局",
    "审计局",
    "统计局",
)
PER_VILLAGE = 50
ROWS = 50_000
CORRECTED = 100  # one row in so many differs in the second file
BARE_TABLE = "CREATE TABLE bench_rows ({columns})"
BARE_COPY = "COPY bench_rows FROM STDIN"
TRIES = 3


def measure_import(say: Callable[[str], object]) -> tuple[float, float]:
    """Seconds of reading the file and copying its rows into a plain table, and of importing it.

    The county's 50,000 persons are on record and one row in a hundred is corrected, so that the import reads, checks,
    matches everybody and writes changes with their history. The first import, which creates everybody, is told as well.
    All is rolled back.
    """
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        files = [Path(folder) / f"{number}.xlsx" for number in range(TRIES + 1)]
        for number, file in enumerate(files):
            make_roster(file, ROWS, corrected=number)
        import_divisions("\n".join(f"{code},{name}" for code, name in divisions(ROWS)).encode())
        bare = [_bare(files[0], say if not number else _silent) for number in range(TRIES)]
        first, counts = _ours(files[0])
        say(f"首次导入（全部新增）：{first:.2f} 秒，比值 {first / min(bare):.2f}，{counts}")
        again = []
        for file in files[1:]:
            seconds, counts = _ours(file)
            again.append(seconds)
            say(f"再次导入（百分之一的行有更正）：{seconds:.2f} 秒，{counts}")
        with connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM cadres_posting p JOIN villages_team t ON t.id = p.team_id"
                           f" WHERE t.place_id LIKE '{COUNTY}%'), (SELECT count(*) FROM bench_rows)")  # fmt: skip
            say("派驻 {} 条，基准表 {} 行（多出的是标题、表头和落款）".format(*cursor.fetchone()))
        transaction.set_rollback(True)
    return min(bare), min(again)


def _bare(file: Path, say: Callable[[str], object]) -> float:
    """The reader library and COPY, nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_rows")
        start = time.perf_counter()
        rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
        create = BARE_TABLE.format(columns=", ".join(f"c{number} text" for number in range(len(rows[0]))))
        cursor.execute(create)
        cursor.copy_expert(BARE_COPY, io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows)))
        seconds = time.perf_counter() - start
    say(f"基准：calamine 读出 {len(rows)} 行；{create}；{BARE_COPY}")
    return seconds


def _ours(file: Path) -> tuple[float, str]:
    start = time.perf_counter()
    counts = import_roster(read_ledger(file.read_bytes(), county=COUNTY)).counts
    seconds = time.perf_counter() - start
    return (
        seconds,
        f"读到 {counts['rows']} 行，新增 {counts['created']}，修改 {counts['changed']}，不变 {counts['unchanged']}",
    )


def _silent(_: str) -> None:
    """The statements are told once."""


def divisions(rows: int) -> list[tuple[str, str]]:
    """Code and name of a province, city and county, with a village for each fifty persons."""
    villages = max(1, -(-rows // PER_VILLAGE))
    found = [("990000000000", "某省"), ("990100000000", "某市"), ("990101000000", "度量县")]
    for number in range(villages):
        town, village = divmod(number, 100)
        if not village:
            found.append((f"{COUNTY}{100 + town}000", f"{_numeral(town)}号镇"))
        found.append((f"{COUNTY}{100 + town}{200 + village}", f"{_numeral(number)}里村民委员会"))
    return found


def make_roster(path: Path, rows: int, *, corrected: int = 0) -> None:
    """Write the roster as a county office lays it out: title, header, persons, signature.

    `corrected`: which of the hundreds' rows carries a remark, none at 0.
    """
    pick = random.Random(20181)
    places = [(code, name) for code, name in divisions(rows) if not code.endswith("000")]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("花名册")
    sheet.write_string(0, 0, "度量县驻村干部花名册")
    sheet.write_row(1, 0, HEADERS)
    for number in range(rows):
        _, village = places[number // PER_VILLAGE]
        person = _person(number, village.removesuffix("民委员会"), pick)
        remark = "已核对" if corrected and number % CORRECTED == corrected else ""
        sheet.write_row(number + 2, 0, (*person, remark))
    sheet.write_string(rows + 2, 0, "填报人：某某")
    book.close()


def _person(number: int, village: str, pick: random.Random) -> tuple[str | int, ...]:
    level, owner = pick.choice(LEVELS)
    id_number = _id_number(number, pick)
    role = ("第一书记、队长", "副队长", "队员", "队员")[min(number % PER_VILLAGE, 3)]
    return (
        number + 1, f"{_numeral(number // (100 * PER_VILLAGE))}号镇", village,
        pick.choice(FAMILY) + "".join(pick.choices(GIVEN, k=pick.choice((1, 2, 2)))),
        "男" if int(id_number[16]) % 2 else "女", pick.choice(("汉", "汉族", "回族", "蒙古族")),
        f"{id_number[6:10]}.{id_number[10:12]}", id_number, pick.choice(("中共党员", "群众", "共青团员")),
        pick.choice(("大学本科", "大专", "研究生")), owner + pick.choice(OFFICES), level,
        pick.choice(("科员", "副科长", "主任", "")), role, f"2018-{pick.randint(1, 12):02}", "", f"1700{number:07}",
    )  # fmt: skip


def _id_number(number: int, pick: random.Random) -> str:
    day = f"{pick.randint(1962, 1995)}{pick.randint(1, 12):02}{pick.randint(1, 28):02}"
    body = f"99{9900 - number // 1000:04}{day}{number % 1000:03}"
    return body + "10X98765432"[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]


def _numeral(number: int) -> str:
    return "".join(NUMERALS[int(digit)] for digit in str(number))
