"""Files given out: a name that is only a name, whatever an upload was called, and who took what noted beside."""

import unicodedata
from pathlib import PurePosixPath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 120


def plain_name(name: str) -> str:
    """A file's name without folders, quotes, control characters or marks that turn the reading direction."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '"<>:|?*;').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot or not ending.isascii() or len(ending) > 5:
        return kept[:LONGEST] or "文件"
    return f"{stem[: LONGEST - len(ending) - 1] or '文件'}.{ending}"


def download(content: bytes, name: str, *, kind: str = XLSX) -> HttpResponse:
    """An answer that is saved under the name, not shown."""
    header = content_disposition_header(True, plain_name(name))
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": str(header)})
