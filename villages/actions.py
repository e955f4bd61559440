"""Divisions from a list of codes and names. Importing again updates names and adds; nothing is ever deleted."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction

from villages.choices import DivisionLevel

MOST_TROUBLES = 20
NAME_LENGTH = 60
NO_CSV = "文件读不成 CSV。请另存为“CSV UTF-8（逗号分隔）”，两列：code,name。"


class ListRefused(Exception):
    """The list as a whole is not taken; one sentence a trouble, each naming its line."""

    def __init__(self, troubles: list[str]) -> None:
        super().__init__("\n".join(troubles))
        self.troubles = troubles


class Imported(NamedTuple):
    """How many divisions were new, got another name, stayed."""

    added: int
    renamed: int
    unchanged: int


class _Line(NamedTuple):
    number: int
    code: str
    name: str
    level: int

    @property
    def parent(self) -> str | None:
        """The nearest level above that is there: towns of a city without counties (东莞) stand right under it."""
        if self.level == 1:
            return None
        return self.code[: DivisionLevel(self.level - 1).digits].ljust(12, "0")


def import_divisions(source: Path | bytes) -> Imported:
    """Take in a CSV of `code,name`; 12 digits, level and parent follow from them. Raises ListRefused.

    A whole country (620,000 villages) goes through a staging table in one transaction.
    """
    content = source.read_bytes() if isinstance(source, Path) else source
    lines = list(_lines(io.StringIO(_decoded(content), newline="")))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('divisions'))")
        cursor.execute("SELECT code FROM villages_division")
        _check_parents(lines, {code for (code,) in cursor.fetchall()})
        return _store(cursor, lines)


def _decoded(content: bytes) -> str:
    """UTF-8, or as Excel saves a CSV on a Chinese office's machine."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListRefused([NO_CSV])


def _lines(file: Iterable[str]) -> Iterator[_Line]:
    rows = csv.reader(file)
    troubles: list[str] = []
    seen: dict[str, int] = {}
    try:
        for cells in rows:
            if not "".join(cells).strip() or (rows.line_num == 1 and _is_header(cells)):
                continue
            trouble = _trouble(cells) or _repeated(cells, seen)
            if trouble:
                troubles.append(f"第{rows.line_num}行：{trouble}")
            else:
                code = cells[0].strip()
                seen[code] = rows.line_num
                yield _Line(rows.line_num, code, cells[1].strip(), level_of(code))
            if len(troubles) >= MOST_TROUBLES:
                break
    except csv.Error as trouble:
        raise ListRefused([NO_CSV]) from trouble
    if troubles:
        raise ListRefused(troubles)
    if not seen:
        raise ListRefused(["文件里没有区划。应为 CSV，两列：code（12位代码）,name（名称）。"])


def _is_header(cells: list[str]) -> bool:
    return not cells[0].strip().isdecimal() and any(word in cells[0].lower() for word in ("code", "代码", "编码"))


def _trouble(cells: list[str]) -> str:
    if len(cells) < 2:
        return "应有两列：代码和名称。请补全。"
    code, name = cells[0].strip(), cells[1].strip()
    if len(code) != 12 or not (code.isascii() and code.isdecimal()):
        return f"代码“{code[:20]}”不是12位数字。请改为12位统计用区划代码（不足的后面补0）。"
    if code.startswith("00"):
        return f"代码“{code}”没有省份。请核对。"
    if not name or len(name) > NAME_LENGTH:
        return f"名称应为1至{NAME_LENGTH}个字。请核对。"
    return ""


def _repeated(cells: list[str], seen: dict[str, int]) -> str:
    earlier = seen.get(cells[0].strip())
    return f"代码“{cells[0].strip()}”与第{earlier}行重复。请删去一行。" if earlier else ""


def level_of(code: str) -> int:
    """1 province to 5 village, by the last part of the code that is not zero."""
    return next(level.value for level in DivisionLevel if not code[level.digits :].strip("0"))


def _check_parents(lines: list[_Line], known: set[str]) -> None:
    known = known.union(line.code for line in lines)
    orphans = [line for line in lines if line.parent and line.parent not in known]
    if orphans:
        raise ListRefused(
            [
                f"第{line.number}行：“{line.name}”（{line.code}）的上级 {line.parent} 不在文件里，也不在数据库里。"
                "请先导入上级，或在文件里补上。"
                for line in orphans[:MOST_TROUBLES]
            ]
        )


def _store(cursor: object, lines: list[_Line]) -> Imported:
    execute, copy = cursor.execute, cursor.copy_expert  # type: ignore[attr-defined]
    execute("DROP TABLE IF EXISTS division_list")
    execute(
        'CREATE TEMPORARY TABLE division_list (code varchar(12) COLLATE "C", name varchar(60), level smallint,'
        " parent varchar(12)) ON COMMIT DROP"
    )
    copy("COPY division_list FROM STDIN", io.StringIO("".join(map(_copy_line, lines))))
    execute(
        "UPDATE villages_division d SET name = s.name FROM division_list s WHERE d.code = s.code AND d.name <> s.name"
    )
    renamed = cursor.rowcount  # type: ignore[attr-defined]
    execute(
        "INSERT INTO villages_division (code, name, level, parent_id)"
        " SELECT code, name, level, parent FROM division_list ORDER BY code ON CONFLICT (code) DO NOTHING"
    )
    added = cursor.rowcount  # type: ignore[attr-defined]
    return Imported(added, renamed, len(lines) - renamed - added)


def _copy_line(line: _Line) -> str:
    name = line.name.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ").replace("\r", " ")
    return f"{line.code}\t{name}\t{line.level}\t{line.parent or chr(92) + 'N'}\n"
