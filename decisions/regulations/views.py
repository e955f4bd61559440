"""What every signed-in user may read: regulations, comparisons, trials, readings, local rules in force."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import reach_of, within
from accounts.models import User
from decisions.law import library
from decisions.models import LocalRules
from decisions.regulations import catalogue, posts
from decisions.regulations.actions import counties_of, places_of, standing_rules
from decisions.regulations.binding import may_bind
from decisions.regulations.comparing import compare, day_for
from decisions.regulations.forms import CompareForm, QuestionForm, policy_choices
from decisions.regulations.trial import Trial, read_day, result, trial_from
from policies.facade import Policy
from villages.clock import today


@require_GET
def regulations(request: HttpRequest) -> HttpResponse:
    """All regulations, each version with its validity, place and kind of team."""
    return render(request, "regulations/list.html", {"versions": catalogue.catalogue(today())})


@require_GET
def regulation(request: HttpRequest, code: str) -> HttpResponse:
    """One regulation article by article; `?on=` shows the version of that day."""
    policy = known(code, request)
    bound = catalogue.bound_text(policy)
    state, tone = catalogue.standing(policy, today())
    user = signed_in(request)
    context = {
        "policy": policy,
        "state": state,
        "tone": tone,
        "places": catalogue.places_of(policy),
        "bound": bound,
        "articles": catalogue.articles_of(policy, bound=bound, user=user),
        "versions": library().versions[code],
        "overlays": [other for other in library().policies if other.base == code],
        "base": catalogue.version_on(policy.base, policy.heading.effective) if policy.base else None,
        "may_bind": not policy.base and may_bind(reach_of(user), policy),
        "choices": [row for row in _own_choices(user, policy) if row.since <= today()],
    }
    return render(request, "regulations/detail.html", context)


def known(code: str, request: HttpRequest) -> Policy:
    policy = catalogue.version_on(code, read_day(request.GET.get("on", "")))
    if policy is None:
        raise Http404("没有这个办法。")
    return policy


def signed_in(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]
    return user


def _own_choices(user: User, policy: Policy) -> list[Any]:
    places = [prefix.ljust(12, "0") for prefix in reach_of(user).prefixes]
    return [row for place in places for row in catalogue.choices_made(place, policy=policy)]


@require_GET
def trial(request: HttpRequest) -> HttpResponse:
    """政策试算. The address holds everything: it can be sent to somebody, and printed with `print`."""
    tried = trial_from(request.GET, user=signed_in(request))
    template = "regulations/trial_sheet.html" if "print" in request.GET else "regulations/trial.html"
    return render(request, template, _trial_context(request, tried))


def _trial_context(request: HttpRequest, tried: Trial) -> dict[str, Any]:
    named = {"policy": tried.policy.code if tried.policy else "", "question": tried.question, "on": tried.on}
    name = request.GET.get("who", "").strip()
    return {
        "trial": tried,
        "choice": QuestionForm(initial=named),
        "result": result(tried),
        "who": name,
        "found": posts.found(signed_in(request), name=name) if name and not tried.post else [],
    }


@require_GET
def compare_page(request: HttpRequest) -> HttpResponse:
    """Two regulations, question by question."""
    codes = [code for code, _ in policy_choices()]
    given = {
        "a": request.GET.get("a") if request.GET.get("a") in codes else codes[0],
        "b": request.GET.get("b") if request.GET.get("b") in codes else codes[-1],
        "on": read_day(request.GET.get("on", "")),
        "differing": bool(request.GET.get("differing")),
    }
    left, right = (catalogue.version_on(str(given[name]), given["on"]) for name in ("a", "b"))  # type: ignore[arg-type]
    assert left is not None and right is not None
    rows = compare(left, right, on=given["on"])  # type: ignore[arg-type]
    context = {
        "form": CompareForm(initial=given),
        "left": left,
        "right": right,
        "rows": [row for row in rows if not (given["differing"] and row.same)],
        "differing": sum(not row.same for row in rows),
        "total": len(rows),
        "moved": [policy for policy in (left, right) if day_for(policy, given["on"]) != given["on"]],  # type: ignore[arg-type]
    }
    return render(request, "regulations/compare.html", context)


@require_GET
def readings(request: HttpRequest) -> HttpResponse:
    """Where a regulation leaves a choice: what is usual, what else, what the user's own places chose."""
    user, codes = signed_in(request), policy_choices(local=False)
    code = request.GET.get("policy", "")
    policy = catalogue.version_on(code, today()) or _own_policy(user) or catalogue.version_on(codes[0][0], today())
    assert policy is not None
    chosen: dict[str, list[Any]] = {}
    for row in _own_choices(user, policy):
        chosen.setdefault(row.name, []).append(row)
    rows = [
        {"reading": reading, "articles": articles, "chosen": chosen.get(reading.name, []), "open": catalogue.open_choice(reading)}
        for reading, articles in catalogue.readings_of(policy)
    ]  # fmt: skip
    context = {"policy": policy, "codes": codes, "rows": rows, "may_choose": bool(counties_of(reach_of(user)))}
    return render(request, "regulations/readings.html", context | {"today": today()})


def _own_policy(user: User) -> Policy | None:
    own = [library().applicable(prefix.ljust(12, "0"), "village", today()) for prefix in reach_of(user).prefixes]
    found = next((policy for policy in own if policy), None)
    return catalogue.version_on(found.base, today()) if found and found.base else found


@require_GET
def local_rules(request: HttpRequest) -> HttpResponse:
    """Versions of local rules that were put into force; drafts of the user's own place."""
    user = signed_in(request)
    mine = within(LocalRules.objects.all(), user=user).values("pk")
    rows = LocalRules.objects.filter(Q(confirmed_at__isnull=False) | Q(pk__in=mine))
    context = {
        "rows": rows.select_related("place", "uploaded_by", "confirmed_by"),
        "may_upload": bool(places_of(reach_of(user))),
        "fallen": standing_rules(),
        "today": today(),
    }
    return render(request, "regulations/local.html", context)
