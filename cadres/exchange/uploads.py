"""An upload from arrival to result. Its state is a row: a worker that is killed leaves it to be taken up again.

The writing is one transaction that ends with the row's own state, so that it is either done and said to be done, or
neither; how far it has come is written through a connection of its own.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, QuerySet

from accounts.files.downloads import plain_name
from accounts.files.sealed_files import FileGone, open_upload, seal_upload
from accounts.files.workbooks.masking import masked_numbers
from accounts.files.workbooks.refusals import FileRefused
from accounts.models import User
from cadres.choices import ImportState
from cadres.exchange.writing import NotImported, Outcomes, Progress, import_roster, preview_roster
from cadres.ledger.problems import ERROR, Problem, refused
from cadres.ledger.roster import RosterReading, read_roster
from cadres.models import LedgerImport, LedgerRow
from villages.clock import now
from villages.models import Division
from villages.queries import DivisionsMissing, places_of

SILENT_AFTER = timedelta(minutes=2)
MOST_PROBLEMS = 5_000
PERSONAL = {"id_as_number", "id_check_digit", "id_length", "id_bad_date", "phone_format"}  # kinds that quote a number
UNREAD: dict[type[Exception], str] = {FileGone: "file_gone", DivisionsMissing: "no_divisions"}


def read_ledger(content: bytes, *, county: str) -> RosterReading:
    """Read a workbook against the county's (or province's) divisions. Raises FileRefused, DivisionsMissing."""
    return read_roster(content, county=county, places=places_of(county))


def receive(content: bytes, *, file_name: str, place: Division, by: User | None) -> LedgerImport:
    """Keep an upload, sealed, to be read."""
    digest = hashlib.sha256(content).hexdigest()
    upload = LedgerImport(
        place=place, file_name=plain_name(file_name), digest=digest, uploaded_by=by, uploaded_at=now()
    )
    seal_upload(upload, content, f"{upload.key}.sealed")
    upload.save()
    return upload


def content_of(upload: LedgerImport) -> bytes:
    """The workbook as it was uploaded. Raises FileGone."""
    return open_upload(upload)


def unfinished() -> QuerySet[LedgerImport]:
    """Uploads that nobody has worked on for a while though they are not done."""
    silent = Q(beat_at__isnull=True, uploaded_at__lt=now() - SILENT_AFTER) | Q(beat_at__lt=now() - SILENT_AFTER)
    return LedgerImport.objects.filter(silent, state__in=[ImportState.READING, ImportState.WRITING])


def confirm(upload: LedgerImport, *, only_good_rows: bool) -> bool:
    """A person has seen the preview and wants it written; False if somebody was quicker."""
    return bool(
        LedgerImport.objects.filter(pk=upload.pk, state=ImportState.READY).update(
            state=ImportState.WRITING, only_good_rows=only_good_rows, rows_done=0, beat_at=now()
        )
    )


def discard(upload: LedgerImport) -> bool:
    """A person does not want it after all."""
    return bool(
        LedgerImport.objects.filter(pk=upload.pk, state=ImportState.READY).update(
            state=ImportState.REFUSED, sentence="预览后没有导入。", finished_at=now()
        )
    )


def work_on(upload_id: int) -> None:
    """Do what the upload's state asks for. Called again it does what is left, or nothing."""
    with _alone(upload_id) as alone:
        if not alone:
            return
        upload = LedgerImport.objects.select_related("place", "uploaded_by").get(pk=upload_id)
        if upload.state not in (ImportState.READING, ImportState.WRITING):
            return
        upload.beat_at = now()
        upload.save(update_fields=["beat_at"])
        try:
            reading = read_ledger(content_of(upload), county=upload.place.prefix)
        except (FileGone, FileRefused, DivisionsMissing) as trouble:
            kind = trouble.kind if isinstance(trouble, FileRefused) else UNREAD[type(trouble)]
            _refuse(upload, str(trouble), [refused(kind, str(trouble))])
            return
        if upload.state == ImportState.READING:
            _show(upload, reading)
        else:
            _write(upload, reading)


def _show(upload: LedgerImport, reading: RosterReading) -> None:
    """Store what would be done, for the preview."""
    outcomes = preview_roster(reading)
    rows = [
        LedgerRow(
            upload=upload, sheet=item.sheet[:100], row=item.row, name=item.name, place=item.place[:130],
            outcome=item.outcome, changes=item.changes,
        )
        for item in outcomes.rows
    ]  # fmt: skip
    with transaction.atomic():
        upload.rows.all().delete()
        LedgerRow.objects.bulk_create(rows, batch_size=5_000)
        _store(upload, outcomes, state=ImportState.READY)


def _write(upload: LedgerImport, reading: RosterReading) -> None:
    with progress_of(upload.pk) as progress:
        try:
            import_roster(
                reading,
                only_good_rows=upload.only_good_rows,
                source=upload.file_name,
                progress=progress,
                finish=lambda outcomes: _store(upload, outcomes, state=ImportState.DONE),
            )
        except NotImported as trouble:
            _refuse(upload, trouble.sentence, trouble.problems)


def _store(upload: LedgerImport, outcomes: Outcomes, *, state: str) -> None:
    upload.state, upload.counts = state, outcomes.counts
    upload.rows_total = outcomes.counts["rows"]
    upload.problems = [shown(item) for item in outcomes.problems[:MOST_PROBLEMS]]
    upload.beat_at = now()
    if state == ImportState.DONE:
        upload.rows_done, upload.finished_at = outcomes.counts["rows"], now()
    upload.save()


def _refuse(upload: LedgerImport, sentence: str, problems: list[Problem]) -> None:
    upload.state, upload.sentence, upload.finished_at = ImportState.REFUSED, sentence[:500], now()
    upload.problems = [shown(item) for item in problems[:MOST_PROBLEMS]]
    upload.save()


def shown(item: Problem) -> dict[str, Any]:
    """A problem as it may be kept: the digits of ID numbers and phones masked."""
    sentence = item.sentence
    if item.value and item.kind in PERSONAL:
        sentence = sentence.replace(item.value, _masked(item.value))
    return {**item.place(), "sentence": masked_numbers(sentence)}


def _masked(value: str) -> str:
    return value if len(value) < 7 else f"{value[:3]}{'*' * (len(value) - 5)}{value[-2:]}"


def error_count(problems: list[dict[str, Any]]) -> int:
    return sum(item["severity"] == ERROR for item in problems)


@contextmanager
def progress_of(upload_id: int) -> Iterator[Progress]:
    """A function that says how many rows are done, seen at once by everybody."""
    beside: BaseDatabaseWrapper = connection.copy()

    def say(rows: int) -> None:
        with beside.cursor() as cursor:
            cursor.execute(
                "UPDATE cadres_ledgerimport SET rows_done = %s, beat_at = %s WHERE id = %s", [rows, now(), upload_id]
            )

    try:
        yield say
    finally:
        beside.close()


@contextmanager
def _alone(upload_id: int) -> Iterator[bool]:
    """Whether nobody else works on the upload; a killed worker's claim goes with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('ledger upload'), %s)", [upload_id])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('ledger upload'), %s)", [upload_id])
