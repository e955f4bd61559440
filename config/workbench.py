"""The workbench of each kind of user: first what waits for a decision today, then figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.urls import reverse

from accounts.access import Reach, reach_of, within
from accounts.bodies import townships_without
from accounts.choices import Standing
from accounts.menu import entries_for
from accounts.models import User
from accounts.queries import keeps_users
from attendance.choices import CorrectionState, LeaveState, Outcome
from attendance.leave.queries import with_state
from attendance.models import Correction, Leave, MonthClosing, Tally
from attendance.register.queries import first_of
from cadres.choices import ProposalState, TransferState
from cadres.exchange.holding import still_held
from cadres.models import Cadre, MergeProposal, Posting, Transfer
from config.days import days_of_cadre, ring, windows
from config.teams import Presence, by_place, lacks, on_post, presences, team_days, teams_within, todays_figures
from decisions.choices import State, StepState
from decisions.law import calendar
from decisions.models import Proceeding, Step
from decisions.pages import left, who
from decisions.queries import inbox, recordable, unnamed, unread
from policies.periods import add_months
from recall.choices import CaseState
from recall.models import Case
from recall.queries import closed_shortfalls
from villages.clock import now, today
from villages.models import Division

MOST = 8
COUNTY, TOWNSHIP = ("county_org", "county_office", "county_poverty", "county_secretary"), ("township",)


@dataclass(frozen=True)
class Task:
    """Something to see to: how many, of what, where. `tone` red where it is late."""

    count: int
    label: str
    note: str
    url: str
    tone: str = ""


def kind_of_user(reach: Reach) -> str:
    """Which workbench: office, county, township, region, unit, cadre."""
    words = frozenset().union(*(seat.words for seat in reach.seats))
    if reach.user.office:
        return "office"
    if words.intersection(COUNTY):
        return "county"
    if words.intersection(TOWNSHIP):
        return "township"
    if words:
        return "region"
    return "unit" if reach.seats else "cadre"


def bench_of(user: User) -> dict[str, Any]:
    """Context of templates/config/workbench.html."""
    reach, on = reach_of(user), today()
    kind = kind_of_user(reach)
    given = {"kind": kind, "today": on} | BENCHES[kind](reach, on)
    return given if kind == "office" else given | _waiting(reach)


def _waiting(reach: Reach) -> dict[str, Any]:
    """The first block: steps in the user's hands, the longest waiting first."""
    steps = inbox(reach)
    rows = [
        {"step": step, "who": who(step), "url": reverse("matter", args=[step.proceeding.key]), "left": left(step.due)}
        for step in steps[:MOST]
    ]
    return {"waiting": rows, "count": steps.count(), "unread": unread(reach).count()}


# What needs somebody besides the steps


def _county(reach: Reach, on: date) -> dict[str, Any]:
    people = within(Posting.objects.all(), user=reach.user)
    return {
        "tasks": _some(*_county_tasks(reach, on)),
        "figures": _figures(people, on=on),
        "first_steps": _first_steps(reach) if not people.exists() else [],
        "chart": _place_chart(people, digits=9, on=on, title="各乡镇今日在村人数"),
        "successors": _successors(reach, on=on),
        "warned": _warned(reach, on=on),
        "away": _away(reach, on=on),
    }


def _first_steps(reach: Reach) -> list[tuple[str, str, str]]:
    """What a county does first, as long as its ledger is empty: what, why, where."""
    if not keeps_users(reach):
        return []
    return [
        ("登记乡镇机构", "乡镇党委登记以后，才能给乡镇经办人开通账号、办理请假。", reverse("bodies")),
        ("导入台账", "用现有的 Excel 台账，村、工作队和派出单位随之建立。", reverse("ledger_imports")),
        ("新建用户", "给乡镇、派出单位的经办人开通账号，可用名单批量新建。", reverse("users")),
        ("开通驻村干部账号", "台账导入后，在“驻村干部”页按批开通，一次性密码打印后交给本人。", reverse("cadres")),
    ]


def _county_tasks(reach: Reach, on: date) -> Iterator[Task]:
    user = reach.user
    bare = townships_without(user).count() if keeps_users(reach) else 0
    yield Task(bare, "乡镇没有登记机构", "那里的请假没有乡镇经办人可以办理", reverse("bodies"))
    late = Step.objects.filter(state=StepState.OPEN, due__lt=now(), proceeding__in=_matters(reach)).count()
    yield Task(late, "超过答复期限", "逾期未答复不视为同意，请催办", reverse("leaves") + "?state=waiting", "red")
    yield Task(unnamed(reach).count(), "待指定机构", "办法规定的机构还没有登记", reverse("inbox") + "?tab=name")
    recorded = recordable(reach).exclude(pk__in=inbox(reach).values("pk")).count()
    yield Task(recorded, "可代为登记", "没有用户的机构，凭批件登记其意见", reverse("inbox") + "?tab=record")
    corrections = within(Correction.objects.filter(state=CorrectionState.WAITING), user=user).count()
    yield Task(corrections, "考勤更正待审核", "已关账月份的更改", reverse("corrections"))
    same = still_held(within(MergeProposal.objects.filter(state=ProposalState.OPEN), user=user)).count()
    yield Task(same, "身份待核对", "台账中出现的身份证号是否为同一人", reverse("ledger_identities"))
    moving = still_held(within(Transfer.objects.filter(state=TransferState.OPEN), user=user)).count()
    yield Task(moving, "调入待答复", "外县台账中出现本县登记的人", reverse("ledger_transfers"))
    due = within(Case.objects.filter(state=CaseState.DECIDED), user=user).count()
    yield Task(due, "待接替", "已调换召回，派出单位须另派", reverse("recall") + "?state=decided")
    yield from _strength(reach, on)
    short = closed_shortfalls(user, on=on).count()
    yield Task(short, "去年在岗天数不足", "是否构成情形由人决定", reverse("recall"))
    yield from _warnings(reach, on)


def _strength(reach: Reach, on: date) -> Iterator[Task]:
    weak = lacks(reach.user, on=on).values()
    firm = sum(count for lack, count in weak if lack.firm)
    note = f"其中 {firm} 支低于办法的硬性要求" if firm else "办法用语为“一般”，由人掌握"
    yield Task(
        sum(count for _, count in weak), "工作队力量不足", note, reverse("teams") + "?lack=1", "red" if firm else ""
    )


def _warnings(reach: Reach, on: date) -> Iterator[Task]:
    lost = open_tallies(reach, on=on).filter(reachable=False).count()
    yield Task(lost, "本期在岗天数已不能达到", "统计只预警，不作认定", reverse("warnings"), "red")


def open_tallies(reach: Reach, *, on: date) -> QuerySet[Tally]:
    """Windows that are open on the day, of people within reach."""
    return within(Tally.objects.filter(first__lte=on, last__gte=on), user=reach.user)


def _matters(reach: Reach) -> QuerySet[Any]:
    return within(Proceeding.objects.all(), user=reach.user).values("pk")


def _township(reach: Reach, on: date) -> dict[str, Any]:
    people = within(Posting.objects.all(), user=reach.user)
    teams = team_days(list(teams_within(reach.user, on=on)[:60]), on=on)
    return {
        "tasks": _some(*_month_tasks(reach, on), *_warnings(reach, on)),
        "figures": _figures(people, on=on),
        "away": _away(reach, on=on),
        "unnoted": [pair for day in teams for pair in day.members if not pair[1].noted],
        "absent": [pair for day in teams for pair in day.members if "A" in (pair[1].am, pair[1].pm)],
        "uncovered": [day for day in teams if day.empty],
        "warned": _warned(reach, on=on),
    }


def _month_tasks(reach: Reach, on: date) -> Iterator[Task]:
    """Last month not closed; leaves whose return nobody recorded."""
    month = add_months(first_of(on), -1)
    places = [seat.body.division for seat in reach.seats if seat.words.intersection(TOWNSHIP)]
    closed = MonthClosing.objects.filter(place__in=[place for place in places if place], month=month, reopened_at=None)
    opened = len(places) - closed.count()
    yield Task(opened, f"{month:%-m}月考勤未关账", "核对无误后关账，交县里统计", reverse("register"))
    overdue = _leaves(reach, on=on).filter(state=LeaveState.DUE).count()
    yield Task(overdue, "待销假", "假期已满，未登记返岗", reverse("leaves") + "?state=due", "red")


def _unit(reach: Reach, on: date) -> dict[str, Any]:
    people = within(Posting.objects.all(), user=reach.user)
    own = on_post(people, on=on).select_related("cadre", "team__place__parent").order_by("team__place_id", "pk")
    rows = list(own[:60])
    known = presences((posting.pk for posting in rows), on=on)
    due = within(Case.objects.filter(state=CaseState.DECIDED), user=reach.user).count()
    return {
        "tasks": _some(
            Task(due, "须另派接替人", "按期选派到岗", reverse("recall") + "?state=decided", "red"),
            *_warnings(reach, on),
        ),
        "figures": _figures(people, on=on),
        "people": [(posting, known.get(posting.pk, Presence())) for posting in rows],
        "successors": _successors(reach, on=on),
        "away": _away(reach, on=on),
    }


def _region(reach: Reach, on: date) -> dict[str, Any]:
    """City and province: counties side by side, counts alone."""
    people = within(Posting.objects.all(), user=reach.user)
    counted = by_place(people, digits=6, on=on)
    names = _names(counted, 6)
    short = _short_by_county(reach, on=on)
    return {
        "tasks": [],
        "figures": _figures(people, on=on),
        "counties": [
            {"name": names.get(place, place), "counts": _words(figures), "short": short.get(place, 0)}
            for place, figures in counted.items()
        ],
        "chart": _chart(counted, names, "各县（旗、区）今日在岗情况"),
        "away": _away(reach, on=on),
    }


def _short_by_county(reach: Reach, *, on: date) -> dict[str, int]:
    rows = open_tallies(reach, on=on).filter(reachable=False).annotate(county=Substr("posting__team__place_id", 1, 6))
    counted: dict[str, int] = dict(rows.values_list("county").annotate(Count("cadre", distinct=True)).order_by())
    return counted


def _cadre(reach: Reach, on: date) -> dict[str, Any]:
    """One's own days, leaves, posts."""
    cadre = Cadre.objects.filter(user=reach.user).first()
    if cadre is None:
        waiting = reach.user.appointments.filter(standing=Standing.WAITING).exists()
        return {"cadre": None, "tasks": [], "right_waits": waiting}
    shown = days_of_cadre(cadre, user=reach.user, on=on)
    current = next((window for window in shown if window.open), None)
    posts = on_post(Posting.objects.filter(cadre=cadre), on=on).select_related("team__place__parent", "unit")
    leaves: QuerySet[Any] = with_state(Leave.objects.filter(posting__cadre=cadre), on=on)
    due = leaves.filter(state=LeaveState.DUE).count()
    return {
        "cadre": cadre,
        "tasks": _some(Task(due, "待销假", "假期已满，请登记返岗", reverse("my_leaves"), "red")),
        "current": current,
        "ring": ring(current) if current and current.tally.required else None,
        "posts": list(posts),
        "leaves": list(leaves.select_related("posting__team__place").order_by("-start", "-pk")[:6]),
        "earlier": [window for window in shown if not window.open][:6],
    }


def _office(reach: Reach, on: date) -> dict[str, Any]:
    """The three administrators see their own pages and no cadre's record."""
    own = [entry for entry in entries_for(reach) if entry.group == "系统" or entry.url_name == "password_change"]
    return {"pages": [{"label": entry.label, "url": reverse(entry.url_name), "icon": entry.icon} for entry in own]}


BENCHES = {
    "county": _county, "township": _township, "unit": _unit, "region": _region, "cadre": _cadre, "office": _office,
}  # fmt: skip


# Parts


def _some(*tasks: Task) -> list[Task]:
    return [task for task in tasks if task.count]


def _figures(people: QuerySet[Posting], *, on: date) -> list[dict[str, Any]]:
    """Cards: on post, in place, away, resting, absent, not noted."""
    total = on_post(people, on=on).count()
    letters = todays_figures(people, on=on)
    letters["people"] = total
    words = _words(letters)
    away = people.filter(
        leaves__live=True, leaves__proceeding__state=State.GRANTED, leaves__start__lte=on, leaves__end__gte=on,
        leaves__closed_at=None,
    )  # fmt: skip
    words["leave"] = away.values("pk").distinct().count()
    ledger = reverse("cadres")
    return [
        {"label": "在任", "value": total, "unit": "人", "url": ledger},
        {"label": "今日在村（在县）", "value": words["here"], "unit": "人", "tone": "green"},
        {"label": "请假", "value": words["leave"], "unit": "人", "url": reverse("leaves")},
        {"label": "公务外出", "value": words["official"], "unit": "人"},
        {"label": "休息", "value": words["rest"], "unit": "人"},
        {"label": "无故缺岗", "value": words["absent"], "unit": "人", "tone": "red" if words["absent"] else ""},
        {"label": "今日未登记", "value": words["unnoted"], "unit": "人", "tone": "yellow" if words["unnoted"] else ""},
    ]


def _words(figures: Any) -> dict[str, int]:
    noted = sum(figures[letter] for letter in "VCOLRA")
    return {
        "people": figures["people"],
        "here": figures["V"] + figures["C"],
        "official": figures["O"],
        "leave": figures["L"],
        "rest": figures["R"],
        "absent": figures["A"],
        "unnoted": max(figures["people"] - noted, 0),
    }


def _names(codes: Any, digits: int) -> dict[str, str]:
    wanted = [code.ljust(12, "0") for code in codes]
    return {code[:digits]: name for code, name in Division.objects.filter(code__in=wanted).values_list("code", "name")}


def _place_chart(people: QuerySet[Posting], *, digits: int, on: date, title: str) -> dict[str, Any]:
    counted = by_place(people, digits=digits, on=on)
    names = _names(counted, digits)
    return _chart(counted, names, title)


def _chart(counted: dict[str, Any], names: dict[str, str], title: str) -> dict[str, Any]:
    """Stacked bars, places in the order of their codes; no ranking."""
    rows = [_words(figures) for figures in counted.values()]
    series = (("在村（在县）", "here"), ("公务外出", "official"), ("请假", "leave"), ("休息", "rest"), ("未登记", "unnoted"),
              ("无故缺岗", "absent"))  # fmt: skip
    colours = ["#2b8a57", "#4b8fa8", "#5b3a91", "#b9c0c8", "#b97500", "#a3211a"]
    return {
        "label": title,
        "option": {
            "color": colours,
            "aria": {"decal": {"show": False}},
            "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
            "legend": {"top": 0, "type": "scroll"},
            "grid": {"left": 36, "right": 12, "top": 40, "bottom": 56},
            "xAxis": {
                "type": "category", "data": [names.get(place, place) for place in counted],
                "axisLabel": {"interval": 0, "rotate": 30 if len(counted) > 5 else 0},
            },
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [
                {"name": name, "type": "bar", "stack": "people", "barMaxWidth": 44, "data": [row[key] for row in rows]}
                for name, key in series
            ],
        },
    }  # fmt: skip


def _leaves(reach: Reach, *, on: date) -> QuerySet[Any]:
    rows = with_state(within(Leave.objects.filter(live=True), user=reach.user), on=on)
    return rows.select_related("posting__cadre", "posting__team__place").order_by("end", "pk")


def _away(reach: Reach, *, on: date) -> list[Leave]:
    """On leave today, and those due back whose return nobody recorded."""
    return list(_leaves(reach, on=on).filter(state__in=[LeaveState.AWAY, LeaveState.DUE])[:MOST])


def _successors(reach: Reach, *, on: date) -> list[dict[str, Any]]:
    """Decided cases without a successor, with the working days left."""
    rows = within(Case.objects.filter(state=CaseState.DECIDED), user=reach.user)
    rows = rows.select_related("posting__cadre", "posting__team__place", "posting__unit").order_by(
        "successor_due", "pk"
    )
    return [
        {
            "case": case,
            "rest": workdays_left(case.successor_due, on=on),
            "late": bool(case.successor_due and case.successor_due < on),
        }
        for case in rows[:MOST]
    ]


def workdays_left(due: date | None, *, on: date) -> int | None:
    """Working days after the day through the due day; None where none is set or a year has no calendar."""
    if due is None or not {on.year, due.year} <= set(calendar().years):
        return None
    return sum(calendar().is_workday(on + timedelta(days=number)) for number in range(1, (due - on).days + 1))


def _warned(reach: Reach, *, on: date) -> list[Any]:
    """Open windows that can no longer be met, and those decided short; by place, for people are not ranked."""
    rows = open_tallies(reach, on=on).filter(Q(reachable=False) | Q(outcome=Outcome.SHORT))
    return windows(
        rows.select_related("cadre", "posting__team__place").order_by("posting__team__place_id", "pk")[:MOST], on=on
    )
