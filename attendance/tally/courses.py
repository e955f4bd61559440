"""What a tally counts: for each ground (county and kind of team) and window the measure of the regulation in force.

A `Course` is one measure of one regulation under one set of readings. Grounds share a course, and courses that count
alike (`Shape`) share a branch of the statement.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from attendance.register.queries import months_between
from decisions.law import NoPolicy, calendar, policy_for, readings_for
from policies.calendar import StatutoryCalendar
from policies.facade import Policy, PresencePlan, presence_plan
from policies.periods import window_of
from policies.plans import PresenceCount

Ground = tuple[str, str]
NO_NUMBER = PresencePlan(PresenceCount("month", "day", "V", "", None, "", False), "cadre", (), (), (), "")


@dataclass(frozen=True)
class Law:
    """The regulation of a ground with the readings chosen there, and the day of a month it was looked up for."""

    policy: Policy
    readings: tuple[tuple[str, str], ...]
    day: date


@dataclass(frozen=True)
class Shape:
    """How half days are counted: `unit` day, workday or night, which letters count, which the text is silent about.

    `every_day`: rest days in the village count towards a working-day minimum (a reading).
    """

    unit: str
    counts: str
    silent: str
    every_day: bool


@dataclass(frozen=True)
class Course:
    policy: Policy
    readings: tuple[tuple[str, str], ...]
    plan: PresencePlan
    measure: int

    @property
    def shape(self) -> Shape:
        count = self.plan.count
        every_day = count.unit == "workday" and self.reading("rest_days_in_village") == "counted"
        return Shape(count.unit, count.counts, count.silent, every_day)

    @property
    def silent(self) -> bool:
        """The regulation sets no number; days in the village are counted and nothing is asked."""
        return not self.plan.rule

    @property
    def series(self) -> tuple[str, str, int]:
        """What a tally is named by, beside person and window."""
        return self.policy.code, self.plan.rule, self.measure

    def reading(self, name: str) -> str:
        return dict(self.readings).get(name) or self.policy.readings[name].default


@dataclass(frozen=True)
class Span:
    """A course's window. `whole` is the number required of one on post throughout; None: none, or no calendar."""

    course: Course
    first: date
    last: date
    whole: Fraction | None


@dataclass
class Courses:
    """Everything a night counts: spans, on which grounds each applies, and each ground's regulations by month."""

    spans: dict[tuple[Course, date], Span] = field(default_factory=dict)
    grounds: list[tuple[Ground, Course, date]] = field(default_factory=list)
    laws: dict[Ground, list[Law]] = field(default_factory=dict)

    @property
    def courses(self) -> list[Course]:
        return list(dict.fromkeys(course for course, _ in self.spans))

    def particular_roles(self, ground: Ground, course: Course, first: date) -> set[str]:
        """Roles that a more particular rule takes out of a general one."""
        if course.plan.roles:
            return set()
        alike = self._plans.get((ground, first, course.plan.count.window), ())
        return {role for plan in alike for role in plan.roles}

    @cached_property
    def _plans(self) -> Mapping[tuple[Ground, date, str], list[PresencePlan]]:
        plans: dict[tuple[Ground, date, str], list[PresencePlan]] = {}
        for ground, course, first in self.grounds:
            plans.setdefault((ground, first, course.plan.count.window), []).append(course.plan)
        return plans


def courses_for(grounds: Iterable[Ground], *, since: date, on: date) -> Courses:
    """The courses of the windows from the month of `since` to the day `on`, by ground."""
    found, known = Courses(), calendar()
    plans: dict[tuple[Policy, tuple[tuple[str, str], ...]], tuple[PresencePlan, ...]] = {}
    for ground in grounds:
        for law in _laws(ground, since=since, on=on):
            found.laws.setdefault(ground, []).append(law)
            if (law.policy, law.readings) not in plans:
                chosen = presence_plan(law.policy, on=law.day, readings=dict(law.readings))
                plans[law.policy, law.readings] = chosen or (NO_NUMBER,)
            for course in _courses(law, plans[law.policy, law.readings]):
                first, last = window_of(law.day, course.plan.count.window)
                if min(last, on) != law.day:
                    continue
                if (course, first) not in found.spans:
                    found.spans[course, first] = Span(course, first, last, _whole(course, first, last, known))
                found.grounds.append((ground, course, first))
    return found


def _laws(ground: Ground, *, since: date, on: date) -> Iterator[Law]:
    """The regulation of a ground at the end of each month, the last month's end being the day `on`."""
    county, kind = ground
    chosen: dict[str, tuple[tuple[str, str], ...]] = {}
    for month in months_between(since, on):
        day = min(window_of(month, "month")[1], on)
        try:
            policy = policy_for(county, team_kind=kind, on=day)
        except NoPolicy:
            continue
        if policy.digest not in chosen:
            chosen[policy.digest] = tuple(sorted(readings_for(county, policy=policy.code, on=on).items()))
        yield Law(policy, chosen[policy.digest], day)


def _courses(law: Law, plans: tuple[PresencePlan, ...]) -> Iterator[Course]:
    """Measures for persons; minima of a team, and those of classes of villages no ledger names, are not a person's."""
    seen: dict[str, int] = {}
    for plan in plans:
        measure = seen.get(plan.rule, 0)
        seen[plan.rule] = measure + 1
        if plan.object == "cadre" and not plan.classes:
            yield Course(law.policy, law.readings, plan, measure)


def _whole(course: Course, first: date, last: date, known: StatutoryCalendar) -> Fraction | None:
    count = course.plan.count
    if course.silent:
        return None
    if count.unit != "workday" and not count.share:
        return Fraction(count.required or 0)
    if not {first.year, last.year} <= known.years:
        return None
    workdays = Fraction(known.workdays(first, last))
    if count.share:
        return Fraction(count.share) * workdays
    required = Fraction(count.required or 0)
    return min(required, workdays) if count.capped else required


def worked_through(known: StatutoryCalendar) -> Mapping[date, int]:
    """Working days from the calendar's first day through each day; two of them give those between."""
    total, sums = 0, {}
    for day in sorted(known.days):
        total += known.is_workday(day)
        sums[day] = total
    return sums
