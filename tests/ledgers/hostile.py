"""Files that mean harm: those kept beside the samples, and a workbook that unpacks to hundreds of megabytes, made here."""

import io
import zipfile
from functools import cache

from tests.ledgers.layouts import SAMPLES

BOMB = "bomb-roster"
MEGABYTES = 340
SHEET = "xl/worksheets/sheet1.xml"
ROW = b'<row r="2"><c r="A2"><v>0</v></c></row>'


def hostile(name: str) -> bytes:
    """The file of that name."""
    return bomb() if name == BOMB else (SAMPLES / f"{name}.xlsx").read_bytes()


@cache
def bomb() -> bytes:
    """A small workbook whose first sheet holds the same row over and over, for 340 megabytes."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(SAMPLES / "not-a-roster.xlsx") as model,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book,
    ):
        for part in model.namelist():
            if part != SHEET:
                book.writestr(part, model.read(part))
        piece = ROW * (1024 * 1024 // len(ROW))
        with book.open(SHEET, "w", force_zip64=True) as sheet:
            sheet.write(model.read(SHEET).partition(b"<sheetData>")[0] + b"<sheetData>")
            for _ in range(MEGABYTES):
                sheet.write(piece)
            sheet.write(b"</sheetData></worksheet>")
    return made.getvalue()
