"""The record's page: the audit administrator searches and exports, and nobody else sees it."""

import io
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.choices import Act, Office
from accounts.models import Entry, User
from accounts.record import sealing
from accounts.record.auditing import Told, tell
from accounts.record.forms import EntryFilter, ExportReason
from accounts.record.notes import note
from accounts.record.queries import entries

PAGE = 50
MOST = 100_000  # rows of an export
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("序号", 10), ("时间", 20), ("何人", 26), ("来自", 16), ("行为", 14), ("内容", 90), ("地区", 14), ("事由", 30), ("途径", 18),
    ("地址", 34), ("请求编号", 36),
)  # fmt: skip
View = Callable[..., HttpResponse]


def for_auditors(view: View) -> View:
    """403 for whoever is not the audit administrator."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        if not isinstance(request.user, User) or request.user.office != Office.AUDIT:
            raise PermissionDenied("操作日志只有审计管理员可以查看。")
        return view(request, **given)

    return guarded


@require_GET
@for_auditors
def record(request: HttpRequest) -> HttpResponse:
    """The record, filtered, newest first; pages follow the entries' numbers."""
    form = EntryFilter(request.GET)
    rows = entries(**_asked(form)) if form.is_valid() else Entry.objects.none()
    after = request.GET.get("after", "")
    if after.isdecimal():
        rows = rows.filter(pk__lt=int(after))
    shown = list(rows[: PAGE + 1])
    more = shown[PAGE - 1].pk if len(shown) > PAGE else None
    given = {
        "form": form,
        "rows": tell(shown[:PAGE]),
        "after": more,
        "seal": sealing.last_seal(),
        "waiting": sealing.waiting(),
    }
    return render(request, "record/record.html", given)


@for_auditors
def export_record(request: HttpRequest) -> HttpResponse:
    """Asks for a reason, writes it down, then answers with the workbook."""
    chosen = EntryFilter(request.GET)
    reason = ExportReason(request.POST or None)
    rows = entries(**_asked(chosen)) if chosen.is_valid() else Entry.objects.none()
    count = rows.count()
    if request.method == "POST" and reason.is_valid() and count <= MOST:
        told = {"筛选": _words(chosen), "行数": count}
        note(Act.EXPORTED, request=request, about=Entry, reason=reason.cleaned_data["reason"], detail=told)
        answer = HttpResponse(_workbook(list(rows)), content_type=XLSX)
        name = f"操作日志-{timezone.localdate():%Y%m%d}.xlsx"
        answer["Content-Disposition"] = content_disposition_header(True, name)
        return answer
    given = {"form": reason, "count": count, "too_many": count > MOST, "most": MOST, "words": _words(chosen)}
    return render(request, "record/export.html", given, status=422 if request.method == "POST" else 200)


def _asked(form: EntryFilter) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if value}


def _words(form: EntryFilter) -> dict[str, str]:
    """The filter as people read it."""
    if not form.is_valid():
        return {}
    choices = {"act": dict(form.fields["act"].choices), "kind": dict(form.fields["kind"].choices)}  # type: ignore[attr-defined]
    return {
        str(form.fields[name].label): f"{value:%Y-%m-%d}"
        if isinstance(value, date)
        else choices.get(name, {}).get(value, value)
        for name, value in _asked(form).items()
    }


def _workbook(rows: list[Entry]) -> bytes:
    """The sheet; text cells are written as text, so that no content becomes a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    sheet, bold = book.add_worksheet("操作日志"), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for at, (title, width) in enumerate(COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, bold)
    for number, told in enumerate(tell(rows), 1):
        for at, value in enumerate(_cells(told)):
            sheet.write_string(number, at, value)
    book.close()
    return file.getvalue()


def _cells(told: Told) -> tuple[str, ...]:
    entry = told.entry
    when = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    return (
        str(entry.pk), when, entry.who, entry.ip, entry.get_act_display(), told.said, told.place, entry.reason, told.way,
        entry.path, entry.request,
    )  # fmt: skip
