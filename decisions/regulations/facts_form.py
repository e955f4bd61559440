"""The facts of questions as fields of a form, with their Chinese names.

Every fact of policies.facts has its field here (a test holds the two together); a regulation's own facts get theirs
from the file.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from decisions.regulations.fact_fields import (
    ALPHABET,
    AbsenceField,
    FindingsField,
    ListField,
    MediaField,
    MonthsField,
    NumberField,
    NumbersField,
    PresenceYearField,
    TeamField,
    TextField,
    WordField,
    WordsField,
    YesNoField,
)
from policies.facade import FACTS, NEEDED, Policy
from policies.words import BY_NAME, label

Make = Callable[[], forms.Field]


def word(vocabulary: str) -> Make:
    return lambda: WordField(BY_NAME[vocabulary])


def words(vocabulary: str, **rest: Any) -> Make:
    return lambda: WordsField(vocabulary, **rest)


def dated() -> forms.Field:
    return TextField(widget=forms.DateInput(attrs={"type": "date"}))


def month() -> forms.Field:
    return TextField(widget=forms.TextInput(attrs={"type": "month", "placeholder": "2018-09"}))


def moment() -> forms.Field:
    return TextField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))


def _level(name: str) -> dict[str, str]:
    return {"level": name}


NUMBER, FLAG, MONTHS, TEXT = NumberField, YesNoField, MonthsField, TextField
LEVELS_USED = words("level", shape=_level)

# A fact's field; where two questions mean different things by one name, `question.fact` comes first.
FIELDS: Mapping[str, tuple[str, Make]] = {
    "role": ("驻村职务", word("role")),
    "dispatch_level": ("选派层级", word("level")),
    "leave_type": ("请假种类", word("leave_type")),
    "leave_route.days": ("天数（可写 0.5）", NUMBER),
    "urgent": ("情况紧急", FLAG),
    "oral": ("口头请假", FLAG),
    "filed_by": ("由谁提出", word("filed_by")),
    "destination": ("去向", word("destination")),
    "has_team_leader": ("队里有队长", FLAG),
    "window": ("期间", word("window")),
    "days": ("出勤", MONTHS),
    "days_pm": ("下午出勤（与上午不同时）", MONTHS),
    "as_of": ("截至日期", dated),
    "posted_from": ("到岗日期", dated),
    "posted_to": ("离岗日期", dated),
    "object": ("对象", word("object")),
    "month": ("月份", month),
    "team_days": ("各人出勤（每行一人）", TeamField),
    "annual_grade": ("年度考核等次", word("grade")),
    "satisfaction": ("群众满意率（%）", NUMBER),
    "inspection_measures": ("巡查中受书面检查、诫勉谈话次数", NUMBER),
    "unapproved_findings": ("被查到未请假离岗次数", NUMBER),
    "township_unsuitable": ("乡镇认为不适宜", FLAG),
    "county_unsuitable": ("县级认为不适宜", FLAG),
    "presence_year": ("全年在岗天数（年度已结束）", PresenceYearField),
    "absence": ("离岗是否超限", AbsenceField),
    "villagers_object": ("群众意见较大", FLAG),
    "findings": ("认定的事实", lambda: FindingsField("finding")),
    "disposition": ("处理方式", word("disposition")),
    "decided_on": ("决定日期", dated),
    "ground": ("依据条款（如 11.3）", TEXT),
    "unit_level": ("派出单位层级", word("level")),
    "event": ("事由", word("event")),
    "received_on": ("收到日期", dated),
    "received_at": ("收到时间", moment),
    "grade": ("等次", word("grade")),
    "base": ("基数（人数或队数）", NUMBER),
    "tasks_done": ("完成任务", FLAG),
    "circulars": ("被通报次数", NUMBER),
    "discipline_ok": ("遵守纪律", FLAG),
    "dereliction": ("失职或严重违纪", FLAG),
    "quarterly": ("各季度平时考核等次", words("grade")),
    "teams": ("所派各队等次", words("grade")),
    "sheet": ("考评表", word("sheet")),
    "item": ("项目编号（如 1.1）", TEXT),
    "workdays": ("驻村工作日", NUMBER),
    "absent_days": ("缺岗天数", NUMBER),
    "raised_wan": ("争取资金（万元）", NUMBER),
    "unit_kind": ("派出单位类别", word("unit_kind")),
    "media": ("媒体报道（级别和次数）", lambda: MediaField("level")),
    "articles_used": ("被采用信息的级别", LEVELS_USED),
    "suggestions_used": ("被采纳建议的级别", LEVELS_USED),
    "endorsements": ("批示肯定的级别", LEVELS_USED),
    "respondents": ("测评人数", NUMBER),
    "unfinished_tasks": ("未完成任务数", NUMBER),
    "rank": ("职级", word("rank")),
    "birth": ("出生年月", month),
    "education": ("学历", word("education")),
    "healthy": ("身体健康", FLAG),
    "reserve": ("后备干部", FLAG),
    "started_work": ("参加工作日期", dated),
    "selected_on": ("选派日期", dated),
    "village_status": ("村的类别", word("village_status")),
    "members": ("队员人数", NUMBER),
    "seconded": ("其中挂职干部人数", NUMBER),
    "bilingual": ("蒙汉兼通人数", NUMBER),
    "mostly_mongolian": ("蒙古族人口较多的村", FLAG),
    "kept_from_last": ("上一批留任人数", NUMBER),
    "rotation": ("本次轮换", FLAG),
    "leader_is_first_secretary": ("队长由第一书记兼任", FLAG),
    "teams_in_village": ("该村工作队数", NUMBER),
    "from": ("起始日期", dated),
    "to": ("结束日期", dated),
    "nights": ("住村夜数", NUMBER),
    "quarter_grade": ("季度考核等次", word("grade")),
    "sessions": ("参加培训次数", NUMBER),
    "days_off_job": ("脱产培训天数", NUMBER),
    "party": ("哪一方", word("party")),
    "year": ("年份", NUMBER),
    "article": ("只看条款（如 9.2）", TEXT),
}
HELP = {
    "days": f"每行一个月，例如 2018-09: V20 O2 R8。{ALPHABET}。",
    "days_pm": "写法同上，不填表示与上午相同。",
    "team_days": f"例如 张三: V20 R10。{ALPHABET}。",
    "quarterly": "依次写，用顿号隔开，例如 优秀、优秀、称职、称职。",
    "teams": "用顿号隔开，例如 优秀、一般。",
    "media": "例如 中央1、县级3。",
    "received_at": "以小时计的期限须写到分钟。",
}
OWN: Mapping[str, Make] = {
    "number": NUMBER, "flag": FLAG, "text": TEXT, "texts": ListField, "dates": ListField, "numbers": NumbersField,
}  # fmt: skip


def fields_for(question: str, policy: Policy | None) -> dict[str, forms.Field]:
    """The facts of a question as fields, needed ones first; a regulation's own facts last."""
    needed = NEEDED[question]
    facts = [*needed, *(fact for fact in FACTS[question] if fact not in needed)]
    found = {fact: _field(question, fact, policy, needed=fact in needed) for fact in facts}
    for fact, own in (policy.facts if policy else {}).items():
        if fact not in found:
            found[fact] = _dressed(
                (WordField(BY_NAME[fact]) if fact in ("role", "rank") else OWN[own.type]()), own.title
            )
    return found


def _field(question: str, fact: str, policy: Policy | None, *, needed: bool) -> forms.Field:
    text, make = FIELDS.get(f"{question}.{fact}") or FIELDS[fact]
    field = _dressed(make(), text, needed=needed)
    field.help_text = HELP.get(fact, "") if f"{question}.{fact}" not in FIELDS else ""
    if question == "presence" and fact == "window" and policy is not None:
        names = [name for name in BY_NAME["window"] if name in {"month", "year"} | policy.windows]
        field.widget = forms.Select(choices=[("", "未填"), *((name, label("window", name)) for name in names)])
    return field


def _dressed(field: forms.Field, text: str, *, needed: bool = False) -> forms.Field:
    field.label, field.required = text, needed
    field.widget.is_required = needed
    return field


def shown_value(fact: str, value: Any) -> str:
    """A fact as a page says it; dates and numbers as they are."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(shown_value(fact, item) for item in value)
    if isinstance(value, dict):
        return "；".join(f"{key} {shown_value(fact, item)}" for key, item in value.items())
    field = FIELDS.get(fact)
    vocabulary = VOCABULARY.get(fact)
    return label(vocabulary, value) if vocabulary and isinstance(value, str) and field else str(value)


def label_of(question: str, fact: str) -> str:
    found = FIELDS.get(f"{question}.{fact}") or FIELDS.get(fact)
    return found[0] if found else fact


VOCABULARY = {
    "role": "role", "dispatch_level": "level", "leave_type": "leave_type", "filed_by": "filed_by",
    "destination": "destination", "window": "window", "object": "object", "annual_grade": "grade",
    "findings": "finding", "disposition": "disposition", "unit_level": "level", "event": "event", "grade": "grade",
    "quarterly": "grade", "teams": "grade", "sheet": "sheet", "unit_kind": "unit_kind", "rank": "rank",
    "education": "education", "village_status": "village_status", "quarter_grade": "grade", "party": "party",
    "level": "level",
}  # fmt: skip
