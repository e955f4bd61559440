"""Pages of the ledger in and out, for those who work for a county's organization department."""

import io
from functools import reduce
from operator import or_
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import fetch, reach_of, within
from accounts.files.downloads import download
from accounts.files.sealed_files import FileGone
from accounts.files.workbooks.refusals import FileRefused
from accounts.models import User
from accounts.record import history_of
from cadres.choices import ImportState, Outcome, ProposalState, TransferState
from cadres.exchange import uploads
from cadres.exchange.export import NothingToExport, export_for, record_export
from cadres.exchange.forms import ConfirmForm, ExportForm, MarkedForm, UploadForm, places_for
from cadres.exchange.holding import still_held
from cadres.exchange.identities import decide_proposal
from cadres.exchange.marking import marked_workbook
from cadres.exchange.transfers import decide_transfer
from cadres.models import Export, LedgerImport, MergeProposal, Transfer
from cadres.tasks import run_import
from decisions.actions import NotAllowed
from villages.models import Division
from villages.queries import DivisionsMissing

PER_PAGE, HISTORY = 50, 30
COLOURS = {
    ImportState.READING: "blue", ImportState.READY: "yellow", ImportState.WRITING: "blue", ImportState.DONE: "green",
    ImportState.REFUSED: "red",
}  # fmt: skip


def _places(request: HttpRequest) -> list[Division]:
    """The user's counties. Nobody else comes here."""
    places = places_for(reach_of(request.user))
    if not places:
        raise PermissionDenied("台账导入导出由县委组织部经办。")
    return places


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _upload(request: HttpRequest, key: str) -> LedgerImport:
    """An import of one of the user's counties."""
    rows = LedgerImport.objects.filter(place__in=_places(request)).select_related("place", "uploaded_by")
    return fetch(rows, user=request.user, key=key)


# In


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Past imports, and a new one."""
    places = _places(request)
    form = UploadForm(request.POST or None, request.FILES or None, places=places)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        place = form.cleaned_data["place"]
        try:
            uploads.read_ledger(content, county=place.prefix)  # a hostile or foreign file leaves no trace
        except (FileRefused, DivisionsMissing) as trouble:
            form.add_error("file", str(trouble))
        else:
            upload = uploads.receive(content, file_name=form.cleaned_data["file"].name, place=place, by=_user(request))
            transaction.on_commit(lambda: run_import.delay(upload.pk), robust=True)
            return redirect("ledger_import", key=upload.key)
    past = LedgerImport.objects.filter(place__in=places).select_related("place", "uploaded_by").defer("problems")
    page = Paginator(within(past, user=request.user), PER_PAGE).get_page(request.GET.get("page"))
    for upload in page:
        upload.colour = COLOURS[ImportState(upload.state)]  # type: ignore[attr-defined]
    status = 422 if form.errors else 200
    return render(request, "cadres/imports.html", {"form": form, "page_obj": page, "places": places}, status=status)


@require_GET
def import_page(request: HttpRequest, key: str) -> HttpResponse:
    """One import: progress, preview, or result."""
    return _page(request, _upload(request, key), MarkedForm())


def _page(request: HttpRequest, upload: LedgerImport, marked: MarkedForm) -> HttpResponse:
    context = _figures(upload) | {"upload": upload, "progress": _progress(upload), "marked_form": marked}
    if not upload.busy:
        context |= _rows(request, upload) | {"events": history_of(upload, limit=HISTORY)}
    return render(request, "cadres/import.html", context, status=422 if marked.errors else 200)


def _figures(upload: LedgerImport) -> dict[str, Any]:
    errors = uploads.error_count(upload.problems)
    return {
        "errors": errors,
        "warnings": len(upload.problems) - errors,
        "counts": upload.counts,
        "colour": COLOURS[ImportState(upload.state)],
        "marked": bool(upload.problems and upload.problems[0]["sheet"]),
    }


def _rows(request: HttpRequest, upload: LedgerImport) -> dict[str, Any]:
    """The list the user picked: problems, or rows by what becomes of them."""
    show = request.GET.get("show", "")
    tabs = [("problems", "问题", len(upload.problems))]
    if upload.counts:
        tabs += [(value, label, upload.counts[value]) for value, label in Outcome.choices]
    if show not in {tab[0] for tab in tabs}:
        show = "problems" if upload.problems else Outcome.CREATED if upload.counts.get("created") else Outcome.CHANGED
    listed: Any = upload.problems if show == "problems" else upload.rows.filter(outcome=show)
    word = request.GET.get("q", "").strip()
    if word and show == "problems":
        listed = [
            item for item in listed if word in f"{item['sheet']} {item['row']} {item['column']} {item['sentence']}"
        ]
    elif word:
        listed = listed.filter(name__contains=word) | listed.filter(place__contains=word)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    return {"show": show, "tabs": tabs, "page_obj": page, "q": word}


def _progress(upload: LedgerImport) -> dict[str, Any]:
    reading = upload.state == ImportState.READING
    return {
        "label": "正在读取并核对台账" if reading else "正在写入台账",
        "done": upload.rows_done,
        "total": 0 if reading else upload.rows_total,
        "unit": "行",
        "url": reverse("ledger_import_progress", args=[upload.key]),
        "finished": not upload.busy,
    }


@require_GET
def import_progress(request: HttpRequest, key: str) -> HttpResponse:
    """The progress alone; when it is over the page is asked to load its result."""
    upload = _upload(request, key)
    response = render(request, "ui/progress.html", _progress(upload))
    if not upload.busy:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def import_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Write what was previewed."""
    upload = _upload(request, key)
    form = ConfirmForm(request.POST)
    only_good = form.is_valid() and form.cleaned_data["only_good_rows"]
    if uploads.error_count(upload.problems) and not only_good:
        messages.error(request, "台账里有错误。请改正后重新上传，或勾选“只导入无误的行”。")
    elif uploads.confirm(upload, only_good_rows=only_good):
        transaction.on_commit(lambda: run_import.delay(upload.pk), robust=True)
    else:
        messages.warning(request, "这份台账已经有人确认过了，下面是最新的情况。")
    return redirect("ledger_import", key=key)


@require_POST
def import_discard(request: HttpRequest, key: str) -> HttpResponse:
    """Leave the ledger as it is."""
    if uploads.discard(_upload(request, key)):
        messages.success(request, "已放弃这次导入，台账没有变化。")
    return redirect("ledger_imports")


@require_POST
def import_marked(request: HttpRequest, key: str) -> HttpResponse:
    """The uploaded workbook with its problems marked, its numbers masked unless the reason says why not."""
    upload, form = _upload(request, key), MarkedForm(request.POST)
    if not form.is_valid():
        return _page(request, upload, form)
    unmasked, reason = form.cleaned_data["unmasked"], form.cleaned_data["reason"]
    try:
        content = uploads.content_of(upload)
        reading = uploads.read_ledger(content, county=upload.place.prefix)
        marked = marked_workbook(content, upload.problems, reading.header_columns, unmasked=unmasked)
    except (FileGone, FileRefused, DivisionsMissing) as trouble:
        messages.error(request, str(trouble))
        return redirect("ledger_import", key=key)
    chosen = {"标注的台账": upload.file_name}
    record_export(
        by=_user(request), place=upload.place, chosen=chosen, reason=reason, rows=reading.rows, unmasked=unmasked,
        kind="marked",
    )  # fmt: skip
    return download(marked, f"标注-{upload.file_name}")


# Out


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """The ledger as a workbook, and who took it before."""
    places = _places(request)
    form = ExportForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        target, place = io.BytesIO(), form.cleaned_data["place"]
        chosen = {name: form.cleaned_data[name] for name in ("place", "current", "unmasked", "reason")}
        try:
            export_for(target, user=_user(request), **chosen)
        except NothingToExport as trouble:
            form.add_error(None, str(trouble))
        else:
            return download(target.getvalue(), f"{place.name}驻村干部台账.xlsx")
    past = Export.objects.filter(place__in=places).select_related("by", "place")
    page = Paginator(within(past, user=request.user), 20).get_page(request.GET.get("page"))
    return render(request, "cadres/export.html", {"form": form, "page_obj": page}, status=422 if form.errors else 200)


# Who is who


@require_http_methods(["GET", "POST"])
def identities(request: HttpRequest) -> HttpResponse:
    """ID numbers that appeared for persons known without them."""
    rows = within(MergeProposal.objects.filter(place__in=_places(request)), user=request.user)
    if request.method == "POST":
        proposal = fetch(rows, user=request.user, key=request.POST.get("proposal", ""))
        try:
            decide_proposal(proposal, same=request.POST.get("same") == "yes", by=_user(request))
        except NotAllowed as trouble:
            messages.error(request, str(trouble))
        return redirect("ledger_identities")
    listed = still_held(rows).select_related("cadre", "place", "decided_by").order_by("state", "-proposed_at")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cadres/import_identities.html", {"page_obj": page, "OPEN": ProposalState.OPEN})


@require_http_methods(["GET", "POST"])
def transfers(request: HttpRequest) -> HttpResponse:
    """Persons held here whom other counties' ledgers name, and what was asked from here."""
    places = _places(request)
    rows = within(Transfer.objects.select_related("cadre", "place", "destination", "decided_by"), user=request.user)
    if request.method == "POST":
        transfer = fetch(rows, user=request.user, key=request.POST.get("transfer", ""))
        try:
            decide_transfer(transfer, agree=request.POST.get("agree") == "yes", by=_user(request))
        except NotAllowed as trouble:
            messages.error(request, str(trouble))
        return redirect("ledger_transfers")
    listed = still_held(rows).order_by("state", "-asked_at")
    asked = reduce(or_, (Q(destination__code__startswith=place.prefix) for place in places))
    context = {
        "page_obj": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "asked": Transfer.objects.filter(asked).select_related("destination", "decided_by")[:PER_PAGE],
        "OPEN": TransferState.OPEN,
    }
    return render(request, "cadres/import_transfers.html", context)
