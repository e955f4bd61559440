"""An attendance workbook from upload to lines: read, shown, confirmed, written set-based. Again, it changes nothing."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from accounts.access import reach_of
from accounts.acting import NotAllowed, act_in, free_seats
from accounts.files.downloads import plain_name
from accounts.files.sealed_files import FileGone, open_upload, seal_upload
from accounts.files.workbooks.masking import masked_numbers
from accounts.files.workbooks.refusals import FileRefused
from accounts.models import User
from attendance.choices import CorrectionState, UploadState
from attendance.models import Correction, RegisterUpload
from attendance.register.actions import NOTING
from attendance.register.people import posted_people
from attendance.register.settling import settle
from attendance.sheets import RegisterLine, RegisterReading, read_register
from cadres.ledger.problems import ERROR
from cadres.models import Posting
from villages.clock import now
from villages.models import Division
from villages.queries import DivisionsMissing, places_of

MOST_PROBLEMS = 2000
STAGED = """
DROP TABLE IF EXISTS register_staged;
CREATE TEMP TABLE register_staged (posting_id bigint, month date, am text, pm text, nights text,
    PRIMARY KEY (posting_id, month)) ON COMMIT DROP
"""
COMPARED = """
CREATE TEMP TABLE register_compared ON COMMIT DROP AS
SELECT staged.*, line.id AS line_id, line.id IS NULL AS added,
    closing.id IS NOT NULL AS closed,
    (line.noted_am, line.noted_pm, line.nights) IS DISTINCT FROM
        (staged.am, staged.pm, coalesce(staged.nights, line.nights, repeat('.', length(staged.am)))) AS differs,
    coalesce(staged.nights, line.nights, repeat('.', length(staged.am))) AS kept_nights
FROM register_staged staged
JOIN cadres_posting posting ON posting.id = staged.posting_id
JOIN villages_team team ON team.id = posting.team_id
LEFT JOIN attendance_registerline line ON line.posting_id = staged.posting_id AND line.month = staged.month
LEFT JOIN LATERAL (SELECT id FROM attendance_monthclosing closing WHERE closing.month = staged.month
    AND closing.reopened_at IS NULL
    AND closing.place_id IN (rpad(left(team.place_id, 9), 12, '0'), rpad(left(team.place_id, 6), 12, '0'))
    LIMIT 1) closing ON TRUE
"""
COUNTS = """
SELECT count(*) FILTER (WHERE added AND NOT closed), count(*) FILTER (WHERE differs AND NOT added AND NOT closed),
    count(*) FILTER (WHERE NOT differs), count(*) FILTER (WHERE differs AND closed)
FROM register_compared
"""
WRITTEN = """
INSERT INTO attendance_registerline AS line (posting_id, month, noted_am, noted_pm, nights, am, pm, version, written_by_id,
    written_at)
SELECT posting_id, month, am, pm, kept_nights, am, pm, 1, %s, %s FROM register_compared WHERE differs AND NOT closed
ORDER BY posting_id, month
ON CONFLICT (posting_id, month) DO UPDATE SET noted_am = excluded.noted_am, noted_pm = excluded.noted_pm,
    nights = excluded.nights, version = line.version + 1, written_by_id = excluded.written_by_id,
    written_at = excluded.written_at
WHERE (line.noted_am, line.noted_pm, line.nights) IS DISTINCT FROM (excluded.noted_am, excluded.noted_pm, excluded.nights)
RETURNING id
"""
CLOSED = "SELECT posting_id, month, am, pm, kept_nights FROM register_compared WHERE differs AND closed"
NAMES = ("added", "changed", "unchanged", "closed")


def read_sheet(content: bytes, *, code: str) -> RegisterReading:
    """Read a workbook against the people of a county (6 digits) or of a province's general teams (2 digits).

    Raises FileRefused, DivisionsMissing.
    """
    places_of(code)
    return read_register(content, county=code, people=posted_people(code))


def receive_sheet(content: bytes, *, file_name: str, place: Division, by: User) -> RegisterUpload:
    """Keep an upload, sealed, and what writing it would do, for a person to confirm."""
    upload = RegisterUpload(place=place, file_name=plain_name(file_name), uploaded_by=by, uploaded_at=now())
    seal_upload(upload, content, f"{upload.key}.sealed")
    try:
        reading = read_sheet(content, code=place.prefix)
    except (FileRefused, DivisionsMissing) as trouble:
        upload.state, upload.sentence, upload.finished_at = UploadState.REFUSED, str(trouble)[:500], now()
        upload.save()
        return upload
    with transaction.atomic():
        upload.counts = _compare(reading.lines, by=by) | {"rows": len(reading.lines)}
    upload.months = [f"{year:04d}-{month:02d}" for year, month in reading.months]
    upload.problems = _shown(reading)
    upload.state = UploadState.READY
    upload.save()
    return upload


def _shown(reading: RegisterReading) -> list[dict[str, Any]]:
    ordered = sorted(reading.problems, key=lambda problem: problem.severity != ERROR)
    return [{**problem.place(), "sentence": masked_numbers(problem.sentence)} for problem in ordered[:MOST_PROBLEMS]]


def sheet_places(user: User) -> list[Division]:
    """Whose sheets the user may import: the counties they note in, for a region's seat the province."""
    seats = [seat for seat in reach_of(user).seats if seat.works and seat.words.intersection(NOTING)]
    codes = {seat.prefix[: 6 if len(seat.prefix) >= 6 else 2].ljust(12, "0") for seat in seats}
    return list(Division.objects.filter(code__in=codes))


@transaction.atomic
def confirm_sheet(upload: RegisterUpload, *, by: User) -> dict[str, int]:
    """Write the lines that differ; those of closed months become corrections that wait for the county.

    Raises NotAllowed where somebody was quicker. The file is read again, as postings may have changed since.
    """
    moved = RegisterUpload.objects.filter(pk=upload.pk, state=UploadState.READY).update(state=UploadState.READING)
    if not moved:
        raise NotAllowed("这份考勤表已经处理过了。")
    try:
        content = open_upload(upload)
    except FileGone as gone:
        raise NotAllowed(str(gone)) from gone
    if upload.place not in sheet_places(by):
        raise NotAllowed("只有乡镇和县级的经办人可以导入考勤表。")
    reading = read_sheet(content, code=upload.place.prefix)
    counts = _compare(reading.lines, by=by) | {"rows": len(reading.lines)}
    _write(by)
    RegisterUpload.objects.filter(pk=upload.pk).update(state=UploadState.DONE, counts=counts, finished_at=now())
    return counts


def _compare(lines: Sequence[RegisterLine], *, by: User) -> dict[str, int]:
    """Stage the lines the user may write and compare them with what stands. Needs an open transaction."""
    mine = _writable({line.person.posting for line in lines}, by=by)  # type: ignore[attr-defined]
    staged = {
        (line.person.posting, line.month): line  # type: ignore[attr-defined]
        for line in lines
        if line.person.posting in mine  # type: ignore[attr-defined]
    }
    outside = sum(line.person.posting not in mine for line in lines)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
        copied = io.StringIO("".join(_row(posting, line) for (posting, _), line in staged.items()))
        cursor.copy_expert("COPY register_staged FROM STDIN", copied)
        cursor.execute("DROP TABLE IF EXISTS register_compared")
        cursor.execute(COMPARED)
        cursor.execute(COUNTS)
        return dict(zip(NAMES, cursor.fetchone(), strict=True)) | {"outside": outside}


def _writable(postings: set[int], *, by: User) -> set[int]:
    """Of these postings those whose lines the user may note one by one as well; the record is told of a stand-in (代)."""
    reach = reach_of(by)
    held = Posting.objects.filter(pk__in=postings).values_list("pk", "team__place", "cadre__user")
    seats = {
        pk: tuple(free_seats(reach.seats_over(*NOTING, place=place), by=by, about=person)) for pk, place, person in held
    }
    for free in set(seats.values()):
        act_in(free, by=by, about=None)
    return {pk for pk, free in seats.items() if free}


def _row(posting: int, line: RegisterLine) -> str:
    month = date(*line.month, 1)
    return f"{posting}\t{month}\t{line.am}\t{line.pm}\t{line.nights or chr(92) + 'N'}\n"


def _write(by: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [by.pk, now()])
        settle([row[0] for row in cursor.fetchall()])
        cursor.execute(CLOSED)
        _propose(cursor.fetchall(), by)


def _propose(rows: Iterable[tuple[int, date, str, str, str]], by: User) -> None:
    """A correction for each line of a closed month, unless the same one waits already."""
    waiting = Correction.objects.filter(state=CorrectionState.WAITING, evidence=None)
    known = set(waiting.values_list("posting_id", "month", "noted_am", "noted_pm", "nights"))
    Correction.objects.bulk_create(
        Correction(
            posting_id=posting, month=month, noted_am=am, noted_pm=pm, nights=nights, reason="重新导入考勤表",
            proposed_by=by, proposed_at=now(),
        )
        for posting, month, am, pm, nights in rows
        if (posting, month, am, pm, nights) not in known
    )  # fmt: skip
