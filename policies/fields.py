"""The facts of a question as fields of a form: label, kind of entry, choices, and whether it must be given."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from policies import words
from policies.facts import FACTS, NEEDED
from policies.policy import Policy
from policies.words import Words

NO_CHOICES: Words = MappingProxyType({})
SOME = {
    "presence.window": {key: words.WINDOWS[key] for key in ("month", "year")},
    "presence.object": {key: words.OBJECTS[key] for key in ("cadre", "team")},
}

# name: label, kind of entry, choices
FIELDS: Mapping[str, tuple[str, str, Words]] = {
    "role": ("身份", "choice", words.ROLES),
    "dispatch_level": ("选派层级", "choice", words.LEVELS),
    "unit_level": ("派出单位层级", "choice", words.LEVELS),
    "leave_type": ("假种", "choice", words.LEAVE_TYPES),
    "urgent": ("紧急情况", "flag", NO_CHOICES),
    "oral": ("口头请假", "flag", NO_CHOICES),
    "filed_by": ("由谁申请", "choice", words.FILED_BY),
    "destination": ("去向", "choice", words.DESTINATIONS),
    "has_team_leader": ("工作队有队长", "flag", NO_CHOICES),
    "window": ("期间", "choice", words.WINDOWS),
    "days_pm": ("下午的出勤（与上午不同时）", "months", NO_CHOICES),
    "as_of": ("截至", "day", NO_CHOICES),
    "posted_from": ("到任日期", "day", NO_CHOICES),
    "posted_to": ("离任日期", "day", NO_CHOICES),
    "object": ("对象", "choice", words.OBJECTS),
    "month": ("月份", "month", NO_CHOICES),
    "team_days": ("各人出勤", "lines", NO_CHOICES),
    "annual_grade": ("年度考核等次", "choice", words.GRADES),
    "satisfaction": ("群众满意率（%）", "number", NO_CHOICES),
    "inspection_measures": ("巡查中书面检查、诫勉谈话次数", "integer", NO_CHOICES),
    "unapproved_findings": ("被发现不在岗且未请假次数", "integer", NO_CHOICES),
    "township_unsuitable": ("乡镇认为不适宜", "flag", NO_CHOICES),
    "county_unsuitable": ("县级认为不适宜", "flag", NO_CHOICES),
    "presence_year": ("全年在岗天数", "table", NO_CHOICES),
    "absence": ("离岗认定", "table", words.ABSENCE_OUTCOMES),
    "villagers_object": ("群众意见较大", "flag", NO_CHOICES),
    "findings": ("发现的情形", "choices", words.FINDINGS),
    "disposition": ("处理方式", "choice", words.DISPOSITIONS),
    "decided_on": ("决定日期", "day", NO_CHOICES),
    "ground": ("依据条款", "text", NO_CHOICES),
    "event": ("事项", "choice", words.EVENTS),
    "received_on": ("收到日期", "day", NO_CHOICES),
    "received_at": ("收到时间", "moment", NO_CHOICES),
    "grade": ("等次", "choice", words.GRADES),
    "base": ("总数", "integer", NO_CHOICES),
    "tasks_done": ("完成年度任务", "flag", NO_CHOICES),
    "circulars": ("被通报次数", "integer", NO_CHOICES),
    "discipline_ok": ("遵守纪律", "flag", NO_CHOICES),
    "dereliction": ("失职或严重违纪", "flag", NO_CHOICES),
    "quarterly": ("平时考核等次", "choices", words.GRADES),
    "teams": ("所派工作队等次", "choices", words.GRADES),
    "sheet": ("考评表", "choice", words.SHEETS),
    "item": ("项目编号", "text", NO_CHOICES),
    "workdays": ("驻村工作日", "number", NO_CHOICES),
    "absent_days": ("缺勤天数", "number", NO_CHOICES),
    "raised_wan": ("争取资金（万元）", "number", NO_CHOICES),
    "unit_kind": ("单位类别", "choice", words.UNIT_KINDS),
    "media": ("媒体报道", "levels", words.LEVELS),
    "articles_used": ("采用的文章", "levels", words.LEVELS),
    "suggestions_used": ("采用的建议", "levels", words.LEVELS),
    "endorsements": ("领导批示", "levels", words.LEVELS),
    "respondents": ("测评人数", "integer", NO_CHOICES),
    "unfinished_tasks": ("未完成任务项数", "integer", NO_CHOICES),
    "rank": ("职级", "choice", words.RANKS),
    "birth": ("出生年月", "month", NO_CHOICES),
    "education": ("学历", "choice", words.EDUCATION),
    "healthy": ("身体健康", "flag", NO_CHOICES),
    "reserve": ("后备干部", "flag", NO_CHOICES),
    "started_work": ("参加工作日期", "day", NO_CHOICES),
    "selected_on": ("选派日期", "day", NO_CHOICES),
    "village_status": ("村的状态", "choice", words.VILLAGE_STATUS),
    "members": ("人数", "integer", NO_CHOICES),
    "seconded": ("吸纳的挂职干部", "integer", NO_CHOICES),
    "bilingual": ("蒙汉兼通人数", "integer", NO_CHOICES),
    "mostly_mongolian": ("蒙古族人口较多", "flag", NO_CHOICES),
    "kept_from_last": ("保留的上一批队员", "integer", NO_CHOICES),
    "rotation": ("正在轮换", "flag", NO_CHOICES),
    "leader_is_first_secretary": ("队长由第一书记兼任", "flag", NO_CHOICES),
    "teams_in_village": ("该村工作队数", "integer", NO_CHOICES),
    "from": ("起始日期", "day", NO_CHOICES),
    "to": ("截止日期", "day", NO_CHOICES),
    "nights": ("实际住勤夜数", "number", NO_CHOICES),
    "quarter_grade": ("平时考核等次", "choice", words.GRADES),
    "sessions": ("培训次数", "integer", NO_CHOICES),
    "days_off_job": ("脱产培训天数", "number", NO_CHOICES),
    "party": ("责任方", "choice", words.PARTIES),
    "year": ("年份", "integer", NO_CHOICES),
    "article": ("条款", "text", NO_CHOICES),
}
DAYS = {"leave_route": ("请假天数", "number"), "presence": ("出勤", "months"), "absence": ("出勤", "months")}


@dataclass(frozen=True)
class FactField:
    """A fact as a form asks for it.

    `kind`: choice, choices (several), flag, integer, number, text, day, month, moment, months (day strings by month),
    lines (day strings by name), levels (rows of level and count), table (see the contract).
    """

    name: str
    label: str
    kind: str
    choices: Words
    needed: bool


def fact_fields(question: str, policy: Policy | None = None) -> tuple[FactField, ...]:
    """The facts of a question in the order of the contract, the regulation's own last."""
    common = [_field(question, name, policy) for name in FACTS[question]]
    own = policy.facts if policy else {}
    return (*common, *(FactField(name, fact.title, fact.type, NO_CHOICES, False) for name, fact in own.items()))


def _field(question: str, name: str, policy: Policy | None) -> FactField:
    needed = name in NEEDED[question]
    if name == "days":
        label, kind = DAYS[question]
        return FactField(name, label, kind, NO_CHOICES, needed)
    label, kind, choices = FIELDS[name]
    choices = SOME.get(f"{question}.{name}", choices)
    if name == "window" and policy is not None:
        choices = {key: text for key, text in words.WINDOWS.items() if key in {"month", "year"} | policy.windows}
    return FactField(name, label, kind, choices, needed)
