"""Pages of facts, cases, notices and successors."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import fetch, reach_of
from accounts.choices import Act
from accounts.models import User
from accounts.record import history_of
from accounts.record.notes import note
from cadres.models import Posting
from decisions.actions import NotAllowed
from decisions.law import AskedWrongly, NoPolicy, library
from decisions.models import Proceeding
from decisions.pages import matter
from decisions.queries import with_steps
from recall import actions, queries
from recall.choices import CaseState
from recall.forms import CaseForm, FindingForm
from recall.grounds import facts_of, grounds_for
from recall.models import Case, Finding
from villages.clock import today

PAGE, HISTORY = 30, 40


def case_list(request: HttpRequest) -> HttpResponse:
    """Cases within reach, by state; and closed years that fell short, as candidates."""
    state = request.GET.get("state", "")
    rows = queries.cases(request.user)  # type: ignore[arg-type]
    counts = {value: rows.filter(state=value).count() for value in CaseState.values}
    chosen = rows.filter(state=state) if state in CaseState.values else rows
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    shortfalls = queries.closed_shortfalls(request.user, on=today())  # type: ignore[arg-type]
    tabs = [(value, label, counts[value]) for value, label in CaseState.choices]
    context = {"page_obj": page, "tabs": tabs, "state": state, "shortfalls": shortfalls[:50], "total": rows.count()}
    return render(request, "recall/case_list.html", context)


def post_facts(request: HttpRequest, key: str) -> HttpResponse:
    """What is recorded of a cadre at a post, what the regulation sees in it, and the form to open a case."""
    posting = _posting(request, key)
    shown = _facts(request, posting)
    form = CaseForm(request.POST or None, grounds=shown["grounds"]) if shown["grounds"] else None
    if request.method == "POST" and form is not None and form.is_valid():
        article, _, disposition = form.cleaned_data["ground"].partition("|")
        try:
            case = actions.open_case(
                posting, grounds=shown["grounds"], article=article, disposition=disposition,
                measure=form.cleaned_data.get("measure", ""), reason=form.cleaned_data["reason"], by=request.user,  # type: ignore[arg-type]
            )  # fmt: skip
            return redirect("recall-case", key=case.key)
        except (NotAllowed, AskedWrongly, NoPolicy) as refusal:
            form.add_error(None, str(refusal))
    may = reach_of(request.user).holds(*actions.COUNTY, place=posting.team.place_id) and not _own(request, posting)
    context = shown | {"posting": posting, "form": form, "may_open": may, "may_record": _keeps(request, posting)}
    context["events"] = history_of(*posting.findings.all(), *posting.cases.all(), limit=HISTORY)
    return render(request, "recall/post_facts.html", context)


def _posting(request: HttpRequest, key: str) -> Posting:
    return fetch(Posting.objects.select_related("cadre", "team__place", "unit").distinct(), user=request.user, key=key)


def _keeps(request: HttpRequest, posting: Posting) -> bool:
    """Whether the user may record facts of the post; nobody those of their own."""
    keeps = reach_of(request.user).holds(*queries.KEEPERS, place=posting.team.place_id)
    return keeps and not _own(request, posting)


def _own(request: HttpRequest, posting: Posting) -> bool:
    return posting.cadre.user_id == reach_of(request.user).user.pk


def _facts(request: HttpRequest, posting: Posting) -> dict[str, Any]:
    """Findings in force, a closed short year, and the grounds in them (or the sentence why there are none)."""
    findings = list(queries.open_findings(posting).select_related("recorded_by"))
    year = queries.closed_short_year(posting, on=today())
    counted = {"counted": float(year.counted), "closed": True} if year and year.counted is not None else None
    health = queries.may_read_health(reach_of(request.user).user, posting)
    facts = facts_of(findings) | ({"presence_year": counted} if counted else {})
    facts |= queries.absence_fact(posting, on=today())
    told = [(finding, actions.note_of(finding) if health else finding.note) for finding in findings]
    shown: dict[str, Any] = {"findings": told, "year": year, "grounds": None, "sentence": ""}
    if facts:
        try:
            shown["grounds"] = grounds_for(posting, facts=facts, on=today())
        except (NoPolicy, AskedWrongly) as refusal:
            shown["sentence"] = str(refusal)
    return shown


def add_finding(request: HttpRequest, key: str) -> HttpResponse:
    """Record a fact about a cadre at a post."""
    posting = _posting(request, key)
    if not _keeps(request, posting):
        raise Http404
    form = FindingForm(request.POST or None, initial={"found_on": today()})
    if request.method == "POST" and form.is_valid():
        entered = {name: form.cleaned_data[name] for name in ("fact", "value", "found_on", "source", "note")}
        try:
            actions.record_finding(posting, **entered, by=request.user)  # type: ignore[arg-type]
            messages.success(request, "已登记。")
            return redirect("recall-facts", key=posting.key)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(request, "recall/add_finding.html", {"posting": posting, "form": form})


@require_POST
def void_finding(request: HttpRequest, key: str) -> HttpResponse:
    """Take a recorded fact back with a reason."""
    finding = fetch(Finding.objects.select_related("posting__team"), user=request.user, key=key)
    try:
        actions.void_finding(finding, reason=request.POST.get("reason", ""), by=request.user)  # type: ignore[arg-type]
        messages.success(request, "已作废，原记录仍可查。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("recall-facts", key=finding.posting.key)


def case_page(request: HttpRequest, key: str) -> HttpResponse:
    """A case from its facts to its successor."""
    case = _case(request, key)
    reach = reach_of(request.user)
    may = reach.holds(*actions.COUNTY, place=case.posting.team.place_id)
    context = _shown(case, user=request.user) | {
        "events": history_of(case, *case.bars.all(), limit=HISTORY),
        "may_name": may and case.state == CaseState.DECIDED,
        "candidates": _candidates(case),
    }
    return render(request, "recall/case.html", context)


def notice(request: HttpRequest, key: str) -> HttpResponse:
    """The notice to the dispatching unit, for paper."""
    case = _case(request, key)
    if case.decided_on is None:
        messages.error(request, "此件还没有决定，不能打印通知书。")
        return redirect("recall-case", key=case.key)
    note(Act.PRINTED, request=request, about=case, county=case.posting.team.place_id, detail={"内容": "通知书"})
    return render(request, "recall/notice.html", _shown(case, user=request.user))


@require_POST
def succeed(request: HttpRequest, key: str) -> HttpResponse:
    """Record who took the place over."""
    case = _case(request, key)
    try:
        successor = fetch(Posting.objects.distinct(), user=request.user, key=request.POST.get("successor", ""))
        actions.name_successor(case, successor=successor, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"已登记接替人{successor.cadre.name}。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("recall-case", key=case.key)


def _case(request: HttpRequest, key: str) -> Case:
    return fetch(queries.with_story(), user=request.user, key=key)


def _candidates(case: Case) -> list[Posting]:
    """Those at the same place now whose posting began since the case was opened."""
    same = Posting.objects.filter(team__place=case.posting.team.place, start__gte=case.opened_on)
    current = same.filter(Q(end__isnull=True) | Q(end__gte=today())).exclude(cadre=case.posting.cadre)
    return list(current.select_related("cadre")[:20])


def _whole(case: Case) -> Proceeding:
    return with_steps(Proceeding.objects.filter(recall_case=case)).get()


def _shown(case: Case, *, user: User | AnonymousUser) -> dict[str, Any]:
    policy = library().find(case.policy, case.opened_on)
    reader = reach_of(user).user
    return {
        "case": case,
        "reason": actions.reason_of(case) if queries.may_read_health(reader, case.posting, case=case) else case.reason,
        "policy_title": policy.heading.title if policy else case.policy,
        "steps": matter(_whole(case), user=reader).cards if case.proceeding else [],
        "bars": list(case.bars.all()),
        "today": today(),
    }
