"""Assessment: grades, how many may have the best, what closes or fixes a grade, sheets of marks, what a result does."""

from typing import Annotated, Literal, Self

from policies.kinds.base import Condition, Frozen, Grade, Number, Object, Rule, Word
from policies.words import label, labels


class GradeScale(Rule):
    """The grades of an object, best first (inner-mongolia 20, hebei 22 and 24, ningxia 7)."""

    kind: Literal["grade_scale"]
    object: Object
    grades: tuple[Grade, ...]

    def sentence(self) -> str:
        return f"{label('object', self.object)}的考核结果分为{labels('grade', self.grades)}。"


class GradeQuota(Rule):
    """At most `percent` of the base may have the grade (inner-mongolia 20, hebei 22, ningxia 9); soft where 一般."""

    kind: Literal["grade_quota"]
    object: Object
    grade: Grade
    percent: Number
    firm: bool
    base: str = ""

    def sentence(self) -> str:
        soft = "" if self.firm else "一般"
        return f"{label('object', self.object)}{label('grade', self.grade)}等次{soft}不超过总数的{self.percent}%。"

    def stricter_than(self, base: Self) -> bool:
        same = (self.object, self.grade) == (base.object, base.grade)
        return same and self.percent <= base.percent and (self.firm or not base.firm)


class GradeLimit(Rule):
    """A condition that closes a grade, or fixes it (hebei 24, 25, ningxia 7, 9). Any of `conditions` is enough.

    `object` may be a body the questions do not grade (a unit's leadership): such a limit is shown, not asked.
    """

    kind: Literal["grade_limit"]
    object: Literal["team", "cadre", "unit", "unit_leadership", "county"]
    conditions: tuple[Condition, ...]
    forbid: tuple[Grade, ...] = ()
    force: Grade | None = None


class Steps(Frozen):
    """Marks by whole steps of an amount: `points` for every `amount`, the amount by kind where it differs."""

    points: Number
    amount: Number | None = None
    by_kind: dict[str, Number] = {}


class ScoreItem(Frozen):
    """One line of a sheet. `marks` none: no upper end. Exactly one way of counting, or a person judges.

    `full_at` workdays with `deduct` for each missing; `deduct` for each absent day; `levels` points by level (times
    count); `steps` money; `rate` a percentage of the marks, asking `respondents`; `unfinished` points off a task.
    """

    item: str
    marks: Number | None = None
    gist: str = ""
    measure: Literal[
        "",
        "workdays",
        "absent_days",
        "raised_wan",
        "media",
        "articles_used",
        "suggestions_used",
        "endorsements",
        "satisfaction",
        "unfinished_tasks",
    ] = ""
    full_at: Number | None = None
    deduct: Number | None = None
    levels: dict[str, Number] = {}
    steps: Steps | None = None
    respondents: int | None = None


class Part(Frozen):
    """A part of a weighted total: its share in percent."""

    name: str
    percent: Number


class ScoreSheet(Rule):
    """A sheet of marks (ningxia annexes 1–3). Articles of an answer are `article` + `.` + item.

    `parts` with `item` `total`: a weighted score of several parts, percents adding to 100.
    """

    kind: Literal["score_sheet"]
    sheet: Annotated[str, Word("sheet")]
    items: tuple[ScoreItem, ...] = ()
    parts: tuple[Part, ...] = ()


class ResultEffect(Rule):
    """What a result does (inner-mongolia 21/14, linfen 13, hebei 22, 23, ningxia 10, 11, 19).

    `grassroots_credit` is asked: time counts after `min_years` and `min_months` and at `accepted` grades; without them always.
    """

    kind: Literal["result_effect"]
    effect: Literal[
        "equals_unit_grade",
        "outside_unit_quota",
        "personal_file",
        "basis",
        "priority",
        "promotion_on_time",
        "ask_opinion",
        "honours",
        "grassroots_credit",
        "linked_to_unit",
    ]
    min_years: int | None = None
    min_months: int | None = None
    accepted: tuple[Grade, ...] = ()


class AssessmentCycle(Rule):
    """When who assesses whom (inner-mongolia 18, 19/15, linfen 11, 12, hebei 21, 24, ningxia 6, 8, 9)."""

    kind: Literal["assessment_cycle"]
    cycle: Literal["regular", "half_year", "annual", "final"]
    object: Object
    every: Annotated[str, Word("every")]
    assessor: tuple[str, ...]
    together_with: tuple[str, ...] = ()
    reviewer: tuple[str, ...] = ()
    file_to: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    inputs: tuple[str, ...] = ()
