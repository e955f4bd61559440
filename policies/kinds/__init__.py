"""The kinds of rules a regulation is made of: 36, grouped by subject.

Deciding kinds answer questions, calendar kinds produce duties, reference kinds are shown and searched. The list is
that of the article-by-article study. Nothing was merged or split at the level of kinds; inside them, `leave_formality`
carries the time for an answer (asked as a deadline too), `absence_limit` is itself the ground it leads to, and
training a cadre must receive is part of `periodic_duty`, because the articles write it as a duty of those who train.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, TypeAdapter

from policies.kinds.assessment import AssessmentCycle, GradeLimit, GradeQuota, GradeScale, ResultEffect, ScoreSheet
from policies.kinds.base import Rule
from policies.kinds.duties import AttendanceKeeping, Form, NoticeDuty, PeriodicDuty, RecordDuty, Support
from policies.kinds.leave import LeaveFormality, LeaveRight, LeaveRoute
from policies.kinds.presence import AbsenceLimit, CoverageMinimum, DayClass, PresenceMinimum
from policies.kinds.procedure import Procedure
from policies.kinds.reference import (
    Delegation,
    DutyList,
    ExternalRef,
    Instrument,
    Matching,
    Meaning,
    Principle,
    Prohibition,
    Scope,
    Standing,
)
from policies.kinds.removal import Accountability, RemovalEffect, RemovalGround
from policies.kinds.selection import Eligibility, TeamShape, Term

AnyRule = Annotated[
    LeaveRoute
    | LeaveFormality
    | LeaveRight
    | PresenceMinimum
    | DayClass
    | CoverageMinimum
    | AbsenceLimit
    | Eligibility
    | TeamShape
    | Term
    | GradeScale
    | GradeQuota
    | GradeLimit
    | ScoreSheet
    | ResultEffect
    | RemovalGround
    | RemovalEffect
    | Accountability
    | Procedure
    | AssessmentCycle
    | PeriodicDuty
    | AttendanceKeeping
    | RecordDuty
    | NoticeDuty
    | Form
    | Support
    | Instrument
    | Scope
    | Meaning
    | Delegation
    | ExternalRef
    | Standing
    | Matching
    | DutyList
    | Prohibition
    | Principle,
    Field(discriminator="kind"),
]

ONE_RULE: TypeAdapter[Rule] = TypeAdapter(AnyRule)

KINDS: Mapping[str, tuple[str, type[Rule]]] = MappingProxyType(
    {
        "leave_route": ("请假审批", LeaveRoute),
        "leave_formality": ("请销假形式", LeaveFormality),
        "leave_right": ("休假权利", LeaveRight),
        "presence_minimum": ("最低在岗天数", PresenceMinimum),
        "day_class": ("在岗认定", DayClass),
        "coverage_minimum": ("每日在岗覆盖", CoverageMinimum),
        "absence_limit": ("离岗限度", AbsenceLimit),
        "eligibility": ("选派条件", Eligibility),
        "team_shape": ("工作队组成", TeamShape),
        "term": ("任期", Term),
        "grade_scale": ("考核等次", GradeScale),
        "grade_quota": ("等次比例", GradeQuota),
        "grade_limit": ("等次限制", GradeLimit),
        "score_sheet": ("考评计分", ScoreSheet),
        "result_effect": ("考核结果运用", ResultEffect),
        "removal_ground": ("调换召回情形", RemovalGround),
        "removal_effect": ("召回后果", RemovalEffect),
        "accountability": ("追责问责", Accountability),
        "procedure": ("程序", Procedure),
        "assessment_cycle": ("考核周期", AssessmentCycle),
        "periodic_duty": ("定期职责", PeriodicDuty),
        "attendance_keeping": ("考勤管理", AttendanceKeeping),
        "record_duty": ("记录台账", RecordDuty),
        "notice_duty": ("公示", NoticeDuty),
        "form": ("表单", Form),
        "support": ("保障", Support),
        "instrument": ("文件效力", Instrument),
        "scope": ("适用范围", Scope),
        "meaning": ("用语含义", Meaning),
        "delegation": ("授权事项", Delegation),
        "external_ref": ("引用文件", ExternalRef),
        "standing": ("身份待遇", Standing),
        "matching": ("因村选派", Matching),
        "duty_list": ("职责", DutyList),
        "prohibition": ("禁止事项", Prohibition),
        "principle": ("总则（无具体规则）", Principle),
    }
)

KIND_NAMES: Mapping[type[Rule], str] = MappingProxyType({kind: name for name, (_, kind) in KINDS.items()})

__all__ = ["KINDS", "KIND_NAMES", "ONE_RULE", "AnyRule", "Rule"]
