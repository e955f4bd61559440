"""The ledger, a cadre's page, corrections by the county, dispatching units."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from import_export.formats.base_formats import XLSX

from accounts.access import fetch, reach_of, within
from accounts.actions import NotPermitted
from accounts.choices import Act
from accounts.files.downloads import download
from accounts.models import Body, User
from accounts.reasons import ReasonForm
from accounts.record.history import history_of
from accounts.record.notes import note
from cadres.choices import Role
from cadres.exchange.forms import places_for
from cadres.models import Cadre, Posting
from cadres.pages import actions, queries
from cadres.pages.dates import shown_date
from cadres.pages.forms import EndForm, FactsForm, LedgerFilter, LookForm
from cadres.pages.panels import panels_for
from cadres.resources import UnitResource
from decisions.actions import NotAllowed
from villages.clock import today

PAGE = 50
AT_ONCE = 50  # each password takes a moment to seal
WHAT = {"id_number": "身份证号", "phone": "联系电话"}
MASKS = {"id_number": "id_mask", "phone": "phone_mask"}


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Who is posted where, within the user's reach."""
    user = reach_of(request.user).user
    form = LedgerFilter(request.GET or None, townships=list(queries.townships(user)))
    rows = queries.ledger(user, wanted=form.wanted(), on=today())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page, "rows": _rows(page), "filtered": bool(request.GET)}
    context["keeps_ledger"] = bool(places_for(reach_of(user)))
    return render(request, "cadres/list.html", context)


def _rows(page: Page[Posting]) -> list[dict[str, Any]]:
    return [{"posting": posting, **shown(posting)} for posting in page]


def shown(posting: Posting) -> dict[str, Any]:
    """A posting in the words of a list."""
    return {
        "roles": "、".join(Role(role).label for role in Role.values if role in posting.roles),
        "start": shown_date(posting.start, posting.start_precision),
        "end": shown_date(posting.end, posting.end_precision),
        "over": posting.end is not None and posting.end < today(),
        "coming": posting.start > today(),
        "by_a_case": posting.ended_by in actions.BY_A_CASE,
    }


@require_GET
def cadre_page(request: HttpRequest, key: str) -> HttpResponse:
    """A person: facts, years, what other houses know, history. Of the years and their history what lies within reach."""
    user, cadre = _fetched(request, key)
    whole = list(queries.postings_of(cadre))
    postings = list(within(queries.postings_of(cadre), user=user))
    here = any(posting in postings for posting in queries.present(whole))
    context = {
        "cadre": cadre,
        "birth": shown_date(cadre.birth, cadre.birth_precision),
        "rows": [{"posting": posting, **shown(posting)} for posting in postings],
        "current": next((posting for posting in postings if posting.end is None or posting.end >= today()), None),
        "panels": panels_for(cadre, postings, user=user),
        "here": here,
        "events": history_of(*([cadre] if here else []), *postings, limit=60),
        "may_edit": queries.may_edit(user, cadre, whole),
        "may_reveal": {name: queries.may_reveal(user, cadre, whole, field=name) for name in WHAT},
    }
    return render(request, "cadres/detail.html", context)


def _fetched(request: HttpRequest, key: str) -> tuple[User, Cadre]:
    user = reach_of(request.user).user
    return user, get_object_or_404(queries.one_cadre(user), key=key)


@require_http_methods(["GET", "POST"])
def edit_facts(request: HttpRequest, key: str) -> HttpResponse:
    """The county corrects plain facts."""
    user, cadre = _fetched(request, key)
    if not queries.may_edit(user, cadre, list(queries.postings_of(cadre))):
        raise Http404
    form = FactsForm(request.POST or None, instance=cadre, initial={"seen": actions.seen_of(cadre)})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            actions.correct_facts(cadre, form.facts(), phone=given["phone"], seen=given["seen"], by=user)
            messages.success(request, "已保存，修改前后的内容记在“变更记录”里。")
            return redirect("cadre", key=key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(request, "cadres/detail_form.html", {"cadre": cadre, "form": form, "title": "修改资料", "note": ""})


@require_POST
@never_cache
def open_account(request: HttpRequest, key: str) -> HttpResponse:
    """A login for the cadre; the answer shows the one-time password, this once."""
    user, cadre = _fetched(request, key)
    try:
        return _opened(request, actions.open_cadre_accounts([cadre], by=user))
    except (NotAllowed, NotPermitted) as refusal:
        messages.error(request, str(refusal))
        return redirect("cadre", key=key)


@require_POST
@never_cache
def open_accounts(request: HttpRequest) -> HttpResponse:
    """Logins for those on post without one, some dozens at a time; the answer shows the one-time passwords, this once."""
    user = reach_of(request.user).user
    try:
        return _opened(request, actions.open_cadre_accounts(queries.without_login(user, on=today())[:AT_ONCE], by=user))
    except (NotAllowed, NotPermitted) as refusal:
        messages.error(request, str(refusal))
        return redirect("cadres")


def _opened(request: HttpRequest, opened: list[dict[str, Any]]) -> HttpResponse:
    if not opened:
        messages.info(request, "没有需要开通的账号。")
        return redirect("cadres")
    return render(request, "accounts/passwords.html", {"opened": opened})


@require_http_methods(["GET", "POST"])
def end_posting(request: HttpRequest, key: str) -> HttpResponse:
    """The county notes the last day at a post."""
    user = reach_of(request.user).user
    posting = fetch(Posting.objects.select_related("cadre", "team__place"), user=user, key=key)
    if not reach_of(user).holds(*queries.COUNTY, place=posting.team.place_id):
        raise Http404
    held = posting.end.isoformat() if posting.end else ""
    form = EndForm(request.POST or None, initial={"end": posting.end or today(), "seen": held})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_posting(posting, **form.cleaned_data, by=user)
            messages.success(request, f"已登记{posting.cadre}在{posting.team.place}的离任日期。")
            return redirect("cadre", key=posting.cadre.key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    note = f"{posting.team.place}，{shown_date(posting.start, posting.start_precision)} 到岗"
    context = {"cadre": posting.cadre, "form": form, "title": "登记离任", "note": note}
    return render(request, "cadres/detail_form.html", context)


@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, key: str, field: str) -> HttpResponse:
    """A fragment: the reason is asked for, then the whole number is shown in place of the mask."""
    user, cadre = _fetched(request, key)
    if field not in WHAT:
        raise Http404
    if "cancel" in request.GET:
        masked = {"masked": getattr(cadre, MASKS[field]), "url": request.path, "what": WHAT[field]}
        return render(request, "ui/masked.html", masked)
    form = LookForm(request.POST or None)
    context = {"cadre": cadre, "field": field, "what": WHAT[field], "form": form, "number": ""}
    if request.method == "POST" and form.is_valid():
        try:
            context["number"] = actions.reveal(cadre, field=field, reason=form.cleaned_data["reason"], by=user)
        except NotAllowed as refusal:
            form.add_error("reason", str(refusal))
    return render(request, "cadres/detail_reveal.html", context, status=422 if form.errors else 200)


@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """Dispatching units with how many of their people are on post."""
    rows, text = _units(request)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may_export = bool(reach_of(request.user).bodies(working=True))
    return render(request, "cadres/list_units.html", {"page_obj": page, "q": text, "may_export": may_export})


@require_http_methods(["GET", "POST"])
def export_units(request: HttpRequest) -> HttpResponse:
    """The units of the list as a plain table, for those who work there; the reason is asked for first."""
    if not reach_of(request.user).bodies(working=True):
        raise PermissionDenied("派出单位表由经办、审批人员导出。")
    rows, text = _units(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        table = UnitResource().export(rows.select_related("division"))
        told = {"筛选": {"单位名称": text}, "行数": len(table)}
        note(Act.EXPORTED, request=request, about=Body, reason=form.cleaned_data["reason"], detail=told)
        return download(XLSX().export_data(table), f"派出单位-{today():%Y%m%d}.xlsx")
    context = {"form": form, "count": rows.count(), "q": text}
    return render(request, "cadres/export_units.html", context, status=422 if form.errors else 200)


def _units(request: HttpRequest) -> tuple[QuerySet[Body], str]:
    rows = queries.dispatching_units(reach_of(request.user).user, on=today())
    text = request.GET.get("q", "").strip()
    return (rows.filter(name__contains=text) if text else rows), text
