"""The inbox of every body and person, a proceeding's own page, and what people are told."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Reach, reach_of
from accounts.choices import Act
from accounts.files.downloads import download
from accounts.files.sealed_files import FileGone, open_upload
from accounts.models import User
from accounts.record.notes import note
from decisions.actions import AlreadyDecided, NotAllowed, decide_step, mark_read, name_party, withdraw
from decisions.bodies import bodies_offered
from decisions.forms import BodyForm, OpinionForm, PaperForm, kind_of_scan
from decisions.kinds import kind_of
from decisions.models import Notice, Proceeding, Step
from decisions.pages import Matter, consequence, events, left, matter, who
from decisions.queries import COUNTY, decided, inbox, notices, recordable, unnamed, unread, visible

PAGE = 50
TABS = {
    "approve": "待我批准",
    "consent": "待我同意（签字、审核）",
    "name": "待指定机构",
    "record": "代为登记",
    "told": "告知",
    "done": "已办",
}


@require_GET
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the user, in tabs by what is asked of them."""
    reach = reach_of(request.user)
    tab = request.GET.get("tab", "approve")
    if tab not in TABS:
        raise Http404
    rows = tab_rows(reach, tab)
    if tab != "told":
        rows = rows.prefetch_related("proceeding__steps")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"tab": tab, "tabs": tab_counts(reach), "page_obj": page, "bulk": tab == "approve"}
    if tab != "told":
        context["rows"] = [row(step) for step in page]
    return render(request, "decisions/inbox.html", context)


def tab_rows(reach: Reach, tab: str) -> QuerySet[Any]:
    waiting = inbox(reach)
    return {
        "approve": waiting.filter(act="approve"),
        "consent": waiting.exclude(act="approve"),
        "name": unnamed(reach),
        "record": recordable(reach).exclude(pk__in=inbox(reach).values("pk")),
        "told": notices(reach),
        "done": decided(reach),
    }[tab]


def tab_counts(reach: Reach) -> list[dict[str, Any]]:
    """The tabs with their counts; 已办 has none, 告知 counts what is unread. Two are for counties alone."""
    counts = {tab: tab_rows(reach, tab).count() for tab in ("approve", "consent", "name", "record")}
    counts["told"] = unread(reach).count()
    county = any(seat.words.intersection(COUNTY) for seat in reach.seats)
    shown = [tab for tab in TABS if county or tab not in ("name", "record")]
    return [{"code": tab, "label": TABS[tab], "count": counts.get(tab)} for tab in shown]


def row(step: Step, said: str = "", done: bool = False) -> dict[str, Any]:
    """A step as a line of the inbox."""
    return {
        "step": step,
        "who": who(step),
        "url": kind_of(step.proceeding).address(step.proceeding),
        "kind": kind_of(step.proceeding).label,
        "consequence": consequence(step, list(step.proceeding.steps.all())),
        "left": left(step.due) if step.decided_at is None else "",
        "said": said,
        "done": done,
    }


@require_POST
def approve_chosen(request: HttpRequest) -> HttpResponse:
    """Approve several steps at once; each row shows what came of it."""
    user: User = request.user  # type: ignore[assignment]
    chosen = request.POST.getlist("step")
    steps = (
        inbox(reach_of(user))
        .filter(pk__in=[pk for pk in chosen if is_number(pk)])
        .prefetch_related("proceeding__steps")
    )
    rows = [_approve(step, user) for step in steps]
    if len(rows) < len(chosen):
        messages.warning(request, f"有 {len(chosen) - len(rows)} 件已经办理或不由您办理，没有改动。")
    if not rows:
        messages.info(request, "没有办理任何事项，请先勾选。")
        return redirect("inbox")
    return render(request, "decisions/approved.html", {"rows": rows})


def _approve(step: Step, user: User) -> dict[str, Any]:
    try:
        proceeding = decide_step(step, by=user, agree=True)
    except NotAllowed as refusal:
        return row(step, said=str(refusal))
    return row(step, said=f"已办理，{proceeding.get_state_display()}", done=True)


@require_GET
def matter_page(request: HttpRequest, key: str) -> HttpResponse:
    """A proceeding with its steps, basis and history; kinds with a page of their own are shown there."""
    proceeding = _visible(request, key)
    return render(request, "decisions/matter.html", matter_context(proceeding, request.user))  # type: ignore[arg-type]


def matter_context(proceeding: Proceeding, user: User) -> dict[str, Any]:
    """What templates/decisions/parts/ need; other houses' pages use it too."""
    shown: Matter = matter(proceeding, user=user)
    return {
        "matter": shown,
        "proceeding": proceeding,
        "kind": kind_of(proceeding),
        "subject_url": kind_of(proceeding).address(proceeding),
        "opinion_form": OpinionForm(),
        "paper_form": PaperForm(auto_id="paper_%s"),
        "body_form": BodyForm(),
        "bodies": bodies_offered((part.step.word for part in shown.unnamed), place=proceeding.place_id),
        "events": list(events(proceeding)),
    }


@require_POST
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """A decision on one step of the proceeding."""
    step, form = _step(request, key), OpinionForm(request.POST)
    if form.is_valid():
        agree, opinion = form.cleaned_data["decision"] == "agree", form.cleaned_data["opinion"]
        return _acted(
            request, step, lambda: decide_step(step, by=_user(request), agree=agree, opinion=opinion), "已办理。"
        )
    return _again(request, step, form)


@require_POST
def record_paper(request: HttpRequest, key: str) -> HttpResponse:
    """The county records the paper decision of a body nobody logs in for."""
    step, form = _step(request, key), PaperForm(request.POST, request.FILES)
    if form.is_valid():
        said = form.cleaned_data
        return _acted(
            request,
            step,
            lambda: decide_step(
                step, by=_user(request), agree=said["decision"] == "agree", opinion=said["opinion"], on_behalf=True,
                paper=said["paper"], paper_number=said["paper_number"],
            ),
            "已代为登记。",
        )  # fmt: skip
    return _again(request, step, form)


@require_POST
def name_body(request: HttpRequest, key: str) -> HttpResponse:
    """The county names the body of a step."""
    step, form = _step(request, key), BodyForm(request.POST)
    if not form.is_valid():
        return _again(request, step, form)

    name = form.cleaned_data["name"]
    return _acted(request, step, lambda: name_party(step, name=name, by=_user(request)), f"已指定{name}办理这一环节。")


@require_POST
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw an open proceeding."""
    proceeding = _visible(request, key)
    try:
        withdraw(proceeding, by=_user(request))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已撤回。")
    return redirect(kind_of(proceeding).address(proceeding))


@require_GET
def paper(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The paper of a step recorded on behalf, for those who may see the proceeding; the record notes who took it."""
    proceeding = _visible(request, key)
    step = get_object_or_404(proceeding.steps.exclude(file=""), pk=number)
    try:
        content = open_upload(step)
    except FileGone as gone:
        messages.error(request, str(gone))
        return redirect(kind_of(proceeding).address(proceeding))
    note(
        Act.EXPORTED, request=request, about=proceeding, county=proceeding.place_id, detail={"内容": "批件", "行数": 1}
    )
    suffix, kind = kind_of_scan(content)
    return download(content, f"批件-{proceeding.title[:20]}.{suffix}", kind=kind)


@require_GET
def notices_page(request: HttpRequest) -> HttpResponse:
    """What the user and their bodies were told."""
    return redirect("/inbox/?tab=told")


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Take note of one notice, or of all."""
    chosen = request.POST.get("notice", "")
    one = Notice.objects.filter(pk=chosen) if is_number(chosen) else None
    mark_read(reach_of(request.user), one)
    following = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
    return redirect(following if allowed else "/inbox/?tab=told")


def is_number(text: str) -> bool:
    """Whether the text may be the number of a row."""
    return text.isascii() and text.isdecimal() and len(text) < 19


def _user(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]
    return user


def _visible(request: HttpRequest, key: str) -> Proceeding:
    return get_object_or_404(visible(_user(request)), key=key)


def _step(request: HttpRequest, key: str) -> Step:
    number = request.POST.get("step", "")
    if not is_number(number):
        raise Http404
    return get_object_or_404(
        Step.objects.select_related("proceeding", "body"), pk=number, proceeding=_visible(request, key)
    )


def _acted(request: HttpRequest, step: Step, act: Any, said: str) -> HttpResponse:
    """Run one action, turn a refusal into a sentence, and go back to the subject's page."""
    try:
        act()
    except AlreadyDecided as late:
        messages.warning(request, str(late))
        if request.headers.get("HX-Request"):
            return HttpResponse(str(late), status=409)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(kind_of(step.proceeding).address(step.proceeding))


def _again(request: HttpRequest, step: Step, form: Any) -> HttpResponse:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect(kind_of(step.proceeding).address(step.proceeding))
