"""Pages of tallies: warnings for township, county, unit and cadre, and a person's own page."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import fetch, reach_of, within
from accounts.record import history_of
from attendance.choices import Outcome
from attendance.models import AbsenceTally, Correction, CoverTally, RegisterLine, Tally, TallyRun
from attendance.register.grid import SUM_LABELS, SUMS, days_of_month, plain, sums
from attendance.tally.queries import absences, covers, last_run, latest_month, outcome_counts, tallies, warned
from attendance.tally.words import figure, line, window_name
from cadres.models import Cadre
from decisions.law import library
from villages.clock import today

PAGE, HISTORY = 50, 60
SHOWN = 10
COLOURS = ("#2b8a57", "#1b5a9c", "#b97500", "#a3211a")
CHOICES = [
    ("", "需要关注的"),
    ("short", "未达到"),
    ("unreachable", "已经不可能达到"),
    ("needs_determination", "须由人认定"),
    ("running", "还在累计"),
    ("met", "已达到"),
    ("silent", "本办法未作规定"),
]


class WarningForm(forms.Form):
    """What is looked for among the windows."""

    q = forms.CharField(
        label="姓名、拼音或村名", required=False, max_length=50, widget=forms.TextInput(attrs={"data-search": ""})
    )
    outcome = forms.ChoiceField(label="结论", choices=CHOICES, required=False)
    month = forms.DateField(
        label="期间",
        input_formats=["%Y-%m"],
        required=False,
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
    )


@require_GET
def warnings(request: HttpRequest) -> HttpResponse:
    """Who is short or may become so, by which article; villages without cover; absences over the limit."""
    user, run = reach_of(request.user).user, last_run()
    if run is None:
        return render(request, "attendance/warnings.html", {"run": None})
    form = WarningForm(request.GET)
    form.is_valid()
    asked = getattr(form, "cleaned_data", {})
    month = asked.get("month") or latest_month(user, on=run.on)
    counts = outcome_counts(_of_month(tallies(user), month))
    silent_only = bool(counts["silent"]) and counts["silent"] == sum(counts.values())
    listed = tallies(user).order_by("-first", "cadre__pinyin", "pk")
    rows = _filtered(listed if asked.get("outcome") or silent_only else warned(user), asked)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "form": form,
        "page_obj": page,
        "rows": [card(tally, run) for tally in page],
        "counts": counts,
        "month": month,
        "chart": None if silent_only or not sum(counts.values()) else _chart(counts),
        "absences": [_absence(row) for row in absences(user, year=run.on.year)[:SHOWN]],
        "covers": [_cover(row) for row in covers(user, month=month)[:SHOWN]],
        "silent_only": silent_only,
    }
    return render(request, "attendance/warnings.html", context)


def _of_month(rows: QuerySet[Tally], month: date) -> QuerySet[Tally]:
    return rows.filter(first__lte=month, last__gte=month)


def _filtered(rows: QuerySet[Tally], asked: dict[str, Any]) -> QuerySet[Tally]:
    if text := (asked.get("q") or "").strip():
        found = Q(cadre__grams__contains=[text.lower()]) | Q(cadre__name__contains=text)
        rows = rows.filter(
            found | Q(cadre__pinyin__startswith=text.lower()) | Q(posting__team__place__name__contains=text)
        )
    if month := asked.get("month"):
        rows = _of_month(rows, month)
    outcome = asked.get("outcome")
    if outcome == "unreachable":
        return rows.filter(outcome=Outcome.RUNNING, reachable=False)
    if outcome == "running":
        return rows.filter(outcome=Outcome.RUNNING, reachable=True)
    return rows.filter(outcome=outcome) if outcome else rows


def card(tally: Tally, run: TallyRun) -> dict[str, Any]:
    """A tally as pages show it: outcome, sentence, articles, readings."""
    unreachable = tally.outcome == Outcome.RUNNING and tally.reachable is False
    return {
        "tally": tally,
        "window": window_name(tally),
        "label": "已经不可能达到" if unreachable else tally.get_outcome_display(),
        "tone": "red" if unreachable else "",
        "line": line(tally, on=run.on),
        "policy": title_of(tally.policy),
        "readings": [item["sentence"] for item in tally.readings],
    }


def title_of(code: str) -> str:
    versions = library().versions.get(code, ())
    return f"《{versions[-1].heading.title}》" if versions else code


def _absence(row: AbsenceTally) -> dict[str, Any]:
    longest = f"最长连续缺岗{figure(row.longest_calendar)}天（工作日{figure(row.longest_workdays)}天）"
    total = f"全年累计{figure(row.total_calendar)}天（工作日{figure(row.total_workdays)}天）"
    return {"row": row, "line": f"{longest}，{total}", "readings": [item["sentence"] for item in row.readings]}


def _cover(row: CoverTally) -> dict[str, Any]:
    return {"row": row, "days": [day for day, covered in enumerate(row.days, 1) if covered == "0"]}


def _chart(counts: dict[str, int]) -> dict[str, Any]:
    words = dict(CHOICES)
    shown = [(words[name], count) for name, count in counts.items() if count]
    return {
        "tooltip": {"trigger": "item"},
        "grid": {"left": 8, "right": 40, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [word for word, _ in shown], "inverse": True},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 22,
                "label": {"show": True, "position": "right"},
                "data": [n for _, n in shown],
            }
        ],
    }


@require_GET
def my_tally(request: HttpRequest) -> HttpResponse:
    """The page of the cadre who asks."""
    own = Cadre.objects.filter(user=reach_of(request.user).user).first()
    if own is None:
        raise Http404
    return redirect("person_tally", key=own.key)


@require_GET
def person_tally(request: HttpRequest, key: str) -> HttpResponse:
    """A person's year: months with their halves, what counts by which article, and what is still lacking."""
    user, run = reach_of(request.user).user, last_run()
    cadre = fetch(Cadre.objects.distinct(), user=user, key=key)
    year = _year(request, run)
    written = RegisterLine.objects.filter(posting__cadre=cadre, month__year=year)
    rows = within(written, user=user).select_related("posting__team__place")
    lines = list(rows.order_by("month", "posting__start"))
    windows = tallies(user).filter(cadre=cadre, first__year=year).order_by("-first", "rule", "measure")
    cards = [card(tally, run) for tally in windows] if run else []
    postings = within(cadre.postings.select_related("team__place", "unit"), user=user).order_by("-start")
    away = within(AbsenceTally.objects.filter(cadre=cadre, year=year), user=user)
    corrections = within(Correction.objects.filter(posting__cadre=cadre, month__year=year), user=user)
    context = {
        "cadre": cadre,
        "posting": postings.first(),
        "year": year,
        "run": run,
        "months": [_month(line) for line in lines],
        "cards": cards,
        "current": cards[:1],
        "absences": [_absence(row) for row in away if row.total_calendar],
        "chart": _year_chart(lines) if lines else None,
        "events": history_of(*lines, *corrections, limit=HISTORY),
    }
    return render(request, "attendance/person_tally.html", context)


def _year(request: HttpRequest, run: TallyRun | None) -> int:
    asked = request.GET.get("year", "")
    if asked and not (asked.isascii() and asked.isdecimal() and 1990 < int(asked) < 2100):
        raise Http404
    return int(asked) if asked else (run.on if run else today()).year


def _month(item: RegisterLine) -> dict[str, Any]:
    days = days_of_month(item.month)
    return {
        "line": item,
        "lead": range(days[0].date.weekday()),
        "days": [{"day": day, "am": item.am[at], "pm": item.pm[at]} for at, day in enumerate(days)],
        "sums": list(zip(SUM_LABELS, sums(item), strict=True)),
    }


def _year_chart(lines: list[RegisterLine]) -> dict[str, Any]:
    names = [f"{item.month.month}月" for item in lines]
    series = [
        {
            "name": name,
            "type": "bar",
            "stack": "days",
            "barMaxWidth": 40,
            "color": colour,
            "data": [float(plain((item.am + item.pm).count(symbol.value))) for item in lines],
        }
        for symbol, name, colour in zip(SUMS, SUM_LABELS, COLOURS, strict=True)
    ]
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"bottom": 0},
        "grid": {"left": 8, "right": 8, "top": 16, "bottom": 36, "containLabel": True},
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value", "max": 31},
        "series": series,
    }
