"""What an office does with the regulations: bind its text, choose a reading, put local rules into force, try a change."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import reach_of, within
from accounts.record import history_of
from decisions.actions import NotAllowed
from decisions.law import library, title_of
from decisions.models import ChosenReading, LocalRules
from decisions.regulations import actions, catalogue, replaying
from decisions.regulations.binding import OFFICES, bind_text, may_bind
from decisions.regulations.forms import EndForm, LocalForm, ReadingForm, SupposeForm, TextForm
from decisions.regulations.views import known, signed_in
from policies.facade import Policy
from villages.choices import DivisionLevel
from villages.clock import today
from villages.models import Division

MOST_REPLAYED = 5000


def bind(request: HttpRequest, code: str) -> HttpResponse:
    """The office's own copy of a regulation, put beside its rules."""
    policy = known(code, request)
    if policy.base or not may_bind(reach_of(request.user), policy):
        raise PermissionDenied("只有适用地区的组织部门可以上传办法原文。")
    form = TextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            bound = bind_text(code, form.cleaned_data["content"], by=signed_in(request))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            say = messages.warning if bound.changed else messages.success
            say(request, "".join(bound.sentences))
            return redirect("regulation", code=code)
    return render(request, "regulations/bind.html", {"policy": policy, "form": form}, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def reading(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One reading: its choices, who chose what, and for the county's head the form to choose another."""
    policy = known(code, request)
    found = policy.readings.get(name)
    if found is None:
        raise Http404("没有这个理解口径。")
    user = signed_in(request)
    places = actions.counties_of(reach_of(user)) if catalogue.open_choice(found) else []
    places = [place for place in places if any(place.code.startswith(at) for at in policy.heading.places)]
    initial = {"since": today(), "choice": found.default, "place": places[0].pk if places else None}
    form = ReadingForm(request.POST or None, reading=found, places=places, initial=initial) if places else None
    if request.method == "POST" and form is None:
        raise PermissionDenied("只有县委组织部的审批人或负责人可以为本县另选理解口径。")
    if request.method == "POST" and form is not None and form.is_valid() and _chosen(request, form, policy, name):
        return redirect("reading", code=code, name=name)
    rows = ChosenReading.objects.filter(policy=code, name=name, place__in=_seen_places(request)).order_by(
        "-since", "-pk"
    )
    context = {
        "policy": policy,
        "reading": found,
        "form": form,
        "open": catalogue.open_choice(found),
        "rows": [(row, found.sentence(row.choice)) for row in rows.select_related("place", "chosen_by")],
        "articles": {each.name: articles for each, articles in catalogue.readings_of(policy)}[name],
    }
    return render(request, "regulations/reading.html", context, status=_status(form) if form else 200)


def _seen_places(request: HttpRequest) -> list[str]:
    """Codes of the user's places and of the divisions above and inside them, down to counties."""
    prefixes = reach_of(request.user).prefixes
    above = {prefix[:digits].ljust(12, "0") for prefix in prefixes for digits in (2, 4, 6)}
    inside = [
        Q(code__gte=at.ljust(12, "0"), code__lte=at.ljust(12, "9"))
        for at in prefixes
        if len(at) < DivisionLevel.COUNTY.digits
    ]
    below = [
        code
        for q in inside
        for code in Division.objects.filter(q, level__lte=DivisionLevel.COUNTY).values_list("code", flat=True)
    ]
    return [*above, *below]


def _chosen(request: HttpRequest, form: ReadingForm, policy: Policy, name: str) -> bool:
    entered = {key: form.cleaned_data[key] for key in ("place", "since", "basis", "signature")}
    try:
        row = actions.choose_reading(policy=policy, name=name, choice=form.chosen, by=signed_in(request), **entered)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"已为{row.place}登记，自{row.since:%Y年%-m月%-d日}起采用；以前作出的决定不变。")
    return True


def new_local(request: HttpRequest) -> HttpResponse:
    """Upload a local file: checked first; a file with a mistake changes nothing."""
    places = actions.places_of(reach_of(request.user))
    if not places:
        raise PermissionDenied("只有本地组织部门或干部帮扶办的经办人可以上传本地的规则。")
    initial = {"since": today(), "content": _sample(places[0]), "place": places[0].pk}
    form = LocalForm(request.POST or None, request.FILES or None, places=places, initial=initial)
    complaints: list[str] = []
    if request.method == "POST" and form.is_valid():
        entered = {key: form.cleaned_data[key] for key in ("place", "content", "since", "authority")}
        try:
            rules = actions.upload_local(by=signed_in(request), **entered)
            messages.success(request, "检查通过，已存为草稿。请看下面的预演，再确认施行。")
            return redirect("local_version", key=rules.key)
        except actions.Refused as refusal:
            complaints = refusal.complaints
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    status = 422 if complaints else _status(form)
    return render(request, "regulations/new_local.html", {"form": form, "complaints": complaints}, status=status)


def _sample(place: Division) -> str:
    """A file ready to change, for the regulation that holds in the place."""
    base = library().applicable(place.code, "village", today())
    code = base.base or base.code if base else ""
    return (
        f'code = "local-{place.prefix}"\ntitle = "{place.name}驻村干部管理细则"\nbase = "{code}"\n'
        f'effective = {today():%Y-%m-%d}\nplaces = ["{place.prefix}"]\narticles = 0\n\n'
        "# 每条规则写一段；replaces 写要替换的原规则编号，在办法页面每条规则后面可以看到\n"
        "# [[rule]]\n# kind = \n# article = \n# gist = \n# replaces = \n"
    )


def local_version(request: HttpRequest, key: str) -> HttpResponse:
    """A version of local rules: what it changes, and within the user's reach who would be treated differently."""
    rules = _local(request, key)
    reach = reach_of(request.user)
    context: dict[str, Any] = {"rules": rules, "base_title": title_of(rules.base), "today": today()}
    context["end_form"] = EndForm(initial={"last": today()})
    try:
        policy = actions.draft_policy(rules)
    except NotAllowed as refusal:
        context["complaints"] = str(refusal).splitlines()
    else:
        supposed = replaying.suppose_policy(policy)
        context["policy"] = policy
        context["changes"] = policy.local
        if reach.holds(*OFFICES, place=rules.place_id, working=False):
            context["outcome"] = replaying.preview(supposed, user=signed_in(request), most=MOST_REPLAYED)
            context["said"] = _said(context["outcome"])
    signs = rules.place in actions.places_of(reach, signing=True)
    context["may_confirm"] = signs and not rules.confirmed_at and "policy" in context
    context["may_end"] = signs and rules.confirmed_at and (rules.until is None or rules.until > today())
    context["events"] = history_of(rules)
    return render(request, "regulations/local_version.html", context)


def _local(request: HttpRequest, key: str) -> LocalRules:
    """Rules put into force are public; a draft is its own place's."""
    mine = within(LocalRules.objects.all(), user=request.user).values("pk")
    rows = LocalRules.objects.filter(Q(confirmed_at__isnull=False) | Q(pk__in=mine))
    return get_object_or_404(rows.select_related("place", "uploaded_by", "confirmed_by", "ended_by"), key=key)


@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Put a draft into force."""
    rules = _local(request, key)
    try:
        rules = actions.confirm_local(rules, by=signed_in(request))
        messages.success(request, f"已确认，自{rules.since:%Y年%-m月%-d日}起施行。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("local_version", key=key)


@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """Let local rules end with a day."""
    rules, form = _local(request, key), EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写最后一天的日期。")
        return redirect("local_version", key=key)
    try:
        actions.end_local(rules, last=form.cleaned_data["last"], by=signed_in(request))
        after = form.cleaned_data["last"] + timedelta(days=1)
        messages.success(request, f"自{after:%Y年%-m月%-d日}起恢复原办法。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("local_version", key=key)


def replay_page(request: HttpRequest) -> HttpResponse:
    """Suppose another reading, or a file not yet in use: who would be treated differently, within the user's reach."""
    if not reach_of(request.user).seats:
        raise PermissionDenied("变更预演只对所在机构管辖范围内的办件。")
    upload = TextForm(request.POST or None, request.FILES or None)
    upload.fields["file"].label, upload.fields["content"].label = "规则文件（.toml）", "或粘贴规则文件"
    suppose = SupposeForm(request.GET or None)
    context: dict[str, Any] = {"upload": upload, "suppose": suppose, "complaints": []}
    supposed = None
    if request.method == "POST" and upload.is_valid():
        supposed, context["complaints"] = _supposed_file(upload.cleaned_data["content"])
    elif request.method == "GET" and request.GET and suppose.is_valid():
        supposed = replaying.suppose_readings(suppose.chosen, policy=suppose.cleaned_data["policy"])
    if supposed is not None:
        context["outcome"] = replaying.preview(supposed, user=signed_in(request), most=MOST_REPLAYED)
        context["said"] = _said(context["outcome"])
    status = 422 if context["complaints"] or _status(upload) == 422 else 200
    return render(request, "regulations/replay.html", context, status=status)


def _supposed_file(content: str) -> tuple[replaying.Supposition | None, list[str]]:
    try:
        return replaying.suppose_policy(actions.candidate(content, name="上传的文件")), []
    except actions.Refused as refusal:
        return None, refusal.complaints


def _said(outcome: replaying.Outcome) -> str:
    more = f"只重新回答了最近的{outcome.asked}件，全部请由系统管理员运行 policy replay。" if outcome.more else ""
    return replaying.sentence(outcome.asked, outcome.differing) + more
