"""Pages of organization staff: the bodies of their place, what they act as, who acts for them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import bodies
from accounts.access import in_force, reach_of
from accounts.actions import NotPermitted
from accounts.forms import BodyFilter, BodyForm, CapacityForm, MergeForm, NamesForm, shown_form
from accounts.models import Appointment, Body, User
from accounts.queries import keeps_users, kept_bodies
from accounts.record import history_of
from policies.words import BODIES
from villages.clock import today

PAGE, HISTORY = 50, 40


def _staff(request: HttpRequest) -> User:
    """Who asks, if they keep bodies at all; 403 otherwise."""
    assert isinstance(request.user, User)
    if not keeps_users(reach_of(request.user)):
        raise PermissionDenied("机构由组织部门管理。")
    return request.user


def _body(request: HttpRequest, key: str) -> tuple[User, Body]:
    """Who asks and which body: 404 for one that is not kept by them."""
    staff = _staff(request)
    return staff, get_object_or_404(kept_bodies(staff).prefetch_related("capacities"), key=key)


@require_GET
def body_list(request: HttpRequest) -> HttpResponse:
    """Bodies of the staff's place."""
    staff, form = _staff(request), BodyFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = bodies.bodies_listed(staff, asked=asked.get("q", "").strip(), acting=bool(asked.get("acting")))
    counted = Count("appointments", filter=_counting(), distinct=True)
    page = Paginator(rows.annotate(people=counted), PAGE).get_page(request.GET.get("page"))
    listed = [(body, _words(body)) for body in page]
    missing = bodies.townships_without(staff).count()
    context = {"form": form, "page_obj": page, "rows": listed, "missing": missing}
    return render(request, "accounts/body_list.html", context)


def _counting() -> Q:
    """Appointments in force, looked at from their body."""
    held = Appointment.objects.filter(in_force(today()), user__is_active=True)
    return Q(appointments__in=held)


def _words(body: Body) -> list[str]:
    return [BODIES.get(capacity.word, capacity.word) for capacity in body.capacities.all()]


@require_http_methods(["GET", "POST"])
def body_new(request: HttpRequest) -> HttpResponse:
    """A body that no ledger has named yet."""
    staff = _staff(request)
    form = BodyForm(request.POST or None, by=staff)
    if request.method == "POST" and form.is_valid():
        made: list[Body] = []
        if _done(form, lambda: made.append(bodies.enter_body(**form.cleaned_data, by=staff))):
            messages.success(request, f"已登记{made[0]}。")
            return redirect("body", key=made[0].key)
    return shown_form(request, "accounts/body_new.html", form)


@require_POST
def body_townships(request: HttpRequest) -> HttpResponse:
    """A Party committee for each township that has none."""
    entered = bodies.enter_townships(by=_staff(request))
    messages.success(request, f"已为{entered}个乡镇登记乡镇党委。" if entered else "各乡镇都已有机构，没有改动。")
    return redirect("bodies")


@require_GET
def body_page(request: HttpRequest, key: str) -> HttpResponse:
    """A body: its names, what it acts as, who acts for it, its history."""
    staff, body = _body(request, key)
    return render(request, "accounts/body.html", _shown(staff, body))


def _shown(staff: User, body: Body) -> dict[str, Any]:
    held = {capacity.word for capacity in body.capacities.all()}
    free = {
        word: name
        for word, name in (bodies.words_at(body.division) if body.division else {}).items()
        if word not in held
    }
    own = body.pk in reach_of(staff).bodies()
    acting = Appointment.objects.filter(in_force(today()), body=body).select_related("user", "substitutes")
    return {
        "body": body,
        "words": _words(body),
        "own": own,
        "rights": acting.order_by("user__name", "pk"),
        "capacity_form": CapacityForm(words=free) if free and not own else None,
        "merge_form": MergeForm(among=bodies.mergeable(body, user=staff)),
        "events": history_of(
            body, *body.capacities.all(), *body.appointments.select_related("user", "body"), limit=HISTORY
        ),
    }


@require_http_methods(["GET", "POST"])
def body_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Names."""
    staff, body = _body(request, key)
    form = NamesForm(request.POST or None, initial={"name": body.name, "aliases": "\n".join(body.aliases)})
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: bodies.correct_body(body, **form.cleaned_data, by=staff))
    ):
        messages.success(request, "已保存。")
        return redirect("body", key=key)
    return shown_form(request, "accounts/body_edit.html", form, body=body)


@require_POST
def body_capacity(request: HttpRequest, key: str) -> HttpResponse:
    """The body acts in one more word, from now on."""
    staff, body = _body(request, key)
    form = CapacityForm(request.POST, words=bodies.words_at(body.division) if body.division else {})
    if form.is_valid() and _done(form, lambda: bodies.give_capacity(body, form.cleaned_data["word"], by=staff)):
        messages.success(request, f"{body}已承担{BODIES[form.cleaned_data['word']]}的职能。")
        return redirect("body", key=key)
    return shown_form(request, "accounts/body.html", form, **_shown(staff, body) | {"capacity_form": form})


@require_POST
def body_merge(request: HttpRequest, key: str) -> HttpResponse:
    """The body turns out to be another."""
    staff, body = _body(request, key)
    form = MergeForm(request.POST, among=bodies.mergeable(body, user=staff))
    if form.is_valid() and _done(form, lambda: bodies.merge_bodies(body, into=form.cleaned_data["into"], by=staff)):
        messages.success(request, f"{body}已并入{form.cleaned_data['into']}，原名称作为别名保留。")
        return redirect("body", key=form.cleaned_data["into"].key)
    return shown_form(request, "accounts/body.html", form, **_shown(staff, body) | {"merge_form": form})


def _done(form: Any, act: Callable[[], object]) -> bool:
    """Whether the act went through; its refusal stands on the form."""
    try:
        act()
    except NotPermitted as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
