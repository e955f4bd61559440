"""Teams and their villages: who is on post, what today's register says of them, and what a team lacks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, Substr

from accounts.access import inside, reach_of, within
from accounts.models import User
from attendance.choices import Symbol
from attendance.models import RegisterLine
from attendance.register.queries import first_of
from cadres.choices import Role
from cadres.models import Posting
from decisions.law import AskedWrongly, NoPolicy, answer, calendar, policy_for, readings_for
from policies.kinds.presence import CoverageMinimum
from policies.words import label
from villages.choices import TeamKind, VillageStatus
from villages.models import Team, Village

HERE = (Symbol.VILLAGE, Symbol.COUNTY)
COLOURS = {"V": "green", "C": "green", "O": "blue", "L": "purple", "R": "grey", "A": "red", ".": "yellow"}


@dataclass(frozen=True)
class Presence:
    """A posting's day in the register: a letter for the morning and one for the afternoon."""

    am: str = Symbol.NOTHING
    pm: str = Symbol.NOTHING

    @property
    def noted(self) -> bool:
        return self.am != Symbol.NOTHING or self.pm != Symbol.NOTHING

    @property
    def here(self) -> bool:
        return self.am in HERE or self.pm in HERE

    @property
    def label(self) -> str:
        if not self.noted:
            return "未登记"
        first, second = Symbol(self.am).label, Symbol(self.pm).label
        return first if first == second else f"上午{first}，下午{second}"

    @property
    def colour(self) -> str:
        return COLOURS[self.am if self.am != Symbol.NOTHING else self.pm]


@dataclass(frozen=True)
class Lack:
    """What the regulation finds missing in a team: sentences, the articles, whether any of it is firm."""

    sentences: tuple[str, ...]
    articles: tuple[str, ...]
    policy: str
    firm: bool


@dataclass
class TeamDay:
    """A team on a day."""

    team: Team
    village: Village | None
    members: list[tuple[Posting, Presence]] = field(default_factory=list)
    lack: Lack | None = None
    expected: bool = True  # whether somebody has to be in place on this day

    @property
    def here(self) -> int:
        return sum(presence.here for _, presence in self.members)

    @property
    def unnoted(self) -> int:
        return sum(not presence.noted for _, presence in self.members)

    @property
    def empty(self) -> bool:
        """Nobody in place though the register is complete and somebody has to be."""
        return self.expected and not self.here and not self.unnoted

    @property
    def label(self) -> str:
        if self.here:
            return f"{self.here} 人在岗"
        if self.unnoted:
            return "未登记"
        return "无人在岗" if self.expected else "休息日无人在岗"

    @property
    def colour(self) -> str:
        return "green" if self.here else "yellow" if self.unnoted else "red" if self.expected else "grey"


def teams_within(user: User, *, on: date) -> QuerySet[Team]:
    """Teams in force whose place or people are within reach, in the order of places."""
    places = [inside("place_id", prefix) for prefix in reach_of(user).prefixes]
    people = Q(pk__in=within(Posting.objects.all(), user=user).values("team_id"))
    in_force = Q(until__isnull=True) | Q(until__gt=on)
    rows = Team.objects.filter(in_force, reduce(or_, places, people))
    return rows.select_related("place__parent").order_by("place_id", "kind", "batch")


def on_post(rows: QuerySet[Posting], *, on: date) -> QuerySet[Posting]:
    return rows.filter(Q(end__isnull=True) | Q(end__gte=on), start__lte=on)


def presences(postings: Iterable[int], *, on: date) -> dict[int, Presence]:
    """What the register says of these postings on the day; those without a line are left out."""
    lines = RegisterLine.objects.filter(month=first_of(on), posting__in=list(postings))
    rows = lines.values_list("posting_id", Substr("am", on.day, 1), Substr("pm", on.day, 1))
    return {posting: Presence(am, pm) for posting, am, pm in rows}


def team_days(teams: Sequence[Team], *, on: date) -> list[TeamDay]:
    """The teams of a page with their people and what they lack; the same few queries for one or a hundred."""
    members = on_post(Posting.objects.filter(team__in=teams), on=on).select_related("cadre", "unit").order_by("pk")
    known = presences((member.pk for member in members), on=on)
    villages = Village.objects.in_bulk([team.place_id for team in teams])
    strengths = dict(
        with_strength(Team.objects.filter(pk__in=[team.pk for team in teams]), on=on).values_list("pk", "strength")  # type: ignore[misc]
    )
    days = {team.pk: TeamDay(team, villages.get(team.place_id)) for team in teams}
    for member in members:
        days[member.team_id].members.append((member, known.get(member.pk, Presence())))
    law = Law(on)
    for day in days.values():
        day.lack, day.expected = law.lack_of(strengths[day.team.pk]), law.expects(day)
    return list(days.values())


class Law:
    """Asks the regulation about teams, once for those that are alike."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._duty = is_duty_day(on)
        self._policies: dict[tuple[str, str], Any] = {}
        self._answers: dict[str, Lack | None] = {}

    def lack_of(self, strength: str) -> Lack | None:
        """What is missing in teams of this strength (see `with_strength`)."""
        if strength not in self._answers:
            self._answers[strength] = self._ask(*facts_of(strength))
        return self._answers[strength]

    def expects(self, day: TeamDay) -> bool:
        """Whether somebody has to be in place: on duty days, and where a regulation asks for cover each day always."""
        if self._duty:
            return True
        try:
            policy, _ = self._policy(day.team.place_id, day.team.kind)
        except NoPolicy:
            return False
        return bool(policy.of_kind(CoverageMinimum, self.on))

    def _ask(self, place: str, kind: str, facts: dict[str, Any]) -> Lack | None:
        try:
            policy, readings = self._policy(place, kind)
            given = answer("team", policy=policy, on=self.on, facts=facts, readings=readings)
        except (NoPolicy, AskedWrongly):
            return None
        if not given["findings"]:
            return None
        sentences = tuple(_sentence(item["kind"], facts, given["minimum"]) for item in given["findings"])
        firm = any(item["firm"] for item in given["findings"])
        return Lack(sentences, tuple(given["articles"]), policy.heading.title, firm)

    def _policy(self, place: str, kind: str) -> tuple[Any, dict[str, str]]:
        county = (place[:6], kind)
        if county not in self._policies:
            policy = policy_for(place, team_kind=kind, on=self.on)
            self._policies[county] = policy, readings_for(place, policy=policy.code, on=self.on)
        held: tuple[Any, dict[str, str]] = self._policies[county]
        return held


def is_duty_day(on: date) -> bool:
    """A working day; in a year whose calendar is not out yet, Monday to Friday."""
    working = calendar()
    return working.is_workday(on) if on.year in working.years else on.weekday() < 5


def with_strength(teams: QuerySet[Team], *, on: date) -> QuerySet[Team]:
    """Teams with `strength`: what the question `team` asks of them, as one text, equal for teams that are alike.

    County, kind, village status, Mongolian majority, members, those whose second language is known, those who have it,
    leaders, leaders who are first secretaries; `facts_of` reads it.
    """
    now = Q(postings__start__lte=on) & (Q(postings__end__isnull=True) | Q(postings__end__gte=on))
    leads = now & Q(postings__roles__contains=[Role.LEADER])
    counts = (
        now,
        now & Q(postings__cadre__bilingual__isnull=False),
        now & Q(postings__cadre__bilingual=True),
        leads,
        leads & Q(postings__roles__contains=[Role.FIRST_SECRETARY]),
    )
    parts: list[Any] = [
        Substr("place_id", 1, 6),
        "kind",
        Coalesce("place__village__status", Value(VillageStatus.OTHER.value)),
        Cast(Coalesce("place__village__mostly_mongolian", Value(False)), CharField()),
        *(Cast(Count("postings", filter=counted), CharField()) for counted in counts),
    ]
    joined = [piece for part in parts for piece in (Value("|"), part)][1:]
    return teams.annotate(strength=Concat(*joined, output_field=CharField()))


def facts_of(strength: str) -> tuple[str, str, dict[str, Any]]:
    """The county's six digits, the kind of team, and the facts of the question `team` that the ledger knows."""
    county, kind, status, mongolian, *counts = strength.split("|")
    members, known, bilingual, leaders, secretaries = map(int, counts)
    facts: dict[str, Any] = {"village_status": status, "members": members, "mostly_mongolian": mongolian == "true"}
    if known:
        facts["bilingual"] = bilingual
    if kind == TeamKind.VILLAGE and leaders:
        facts["leader_is_first_secretary"] = bool(secretaries)
    return county.ljust(12, "0"), kind, facts


def _sentence(kind: str, facts: dict[str, Any], minimum: int | None) -> str:
    if kind == "too_few" and minimum is not None:
        return f"在任{facts['members']}人，要求不少于{minimum}人"
    return str(label("criterion", kind))


def lacks(user: User, *, on: date) -> dict[str, tuple[Lack, int]]:
    """By strength: what teams within reach lack, and how many there are. One query; the law is asked once for teams alike."""
    rows = with_strength(teams_within(user, on=on).order_by(), on=on).values("strength")  # type: ignore[misc]
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT strength, count(*) FROM ({sql}) team GROUP BY strength", values)
        counted = cursor.fetchall()
    law = Law(on)
    found = ((strength, law.lack_of(strength), count) for strength, count in counted)
    return {strength: (lack, count) for strength, lack, count in found if lack}


def lacking(user: User, *, on: date) -> QuerySet[Team]:
    """Teams within reach that are below strength or otherwise not as the regulation wants them."""
    return with_strength(teams_within(user, on=on), on=on).filter(strength__in=list(lacks(user, on=on)))  # type: ignore[misc]


def todays_figures(rows: QuerySet[Posting], *, on: date) -> Counter[str]:
    """Of those on post: how many in place, away on business, on leave, resting, absent, not noted; one query."""
    letters = RegisterLine.objects.filter(month=first_of(on), posting__in=on_post(rows, on=on).values("pk"))
    counted = letters.annotate(letter=Substr("am", on.day, 1)).values("letter").annotate(people=Count("pk")).order_by()
    figures: Counter[str] = Counter({row["letter"]: row["people"] for row in counted})
    return figures


def by_place(rows: QuerySet[Posting], *, digits: int, on: date) -> dict[str, Counter[str]]:
    """The same by the leading digits of the place's code, with `people` on post; two queries."""
    people = on_post(rows, on=on)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    prefix = Substr("team__place_id", 1, digits)
    for row in people.annotate(place=prefix).values("place").annotate(people=Count("pk")).order_by("place"):
        found[row["place"]]["people"] = row["people"]
    lines = RegisterLine.objects.filter(month=first_of(on), posting__in=people.values("pk"))
    counted = lines.annotate(place=Substr("posting__team__place_id", 1, digits), letter=Substr("am", on.day, 1))
    for row in counted.values("place", "letter").annotate(people=Count("pk")).order_by("place"):
        found[row["place"]][row["letter"]] = row["people"]
    return dict(found)
