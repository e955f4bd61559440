"""The public face: load the regulations, ask them questions, find the one that applies.

library = load_library()
answer = ask(question, library=library, calendar=default_calendar())
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from policies.calendar import StatutoryCalendar, default_calendar
from policies.collection import Library, load_library, read_policy
from policies.errors import PolicyFileError, QuestionError
from policies.facts import FACTS, NEEDED, day, read_facts, shown
from policies.kinds.base import Rule
from policies.plans import AbsencePlan, PresencePlan, absence_plan, presence_plan
from policies.policy import Policy
from policies.questions import absence, assessment, duties, leave, presence, removal, selection
from policies.questions.asking import Answer, Asking
from policies.readings import choose
from policies.words import BODIES, LEAVE_TYPES

QUESTIONS: Mapping[str, Callable[[Asking], Answer]] = {
    "leave_route": leave.leave_route,
    "presence": presence.presence,
    "coverage": presence.coverage,
    "absence": absence.absence,
    "removal_grounds": removal.removal_grounds,
    "removal_effects": removal.removal_effects,
    "removal_procedure": removal.removal_procedure,
    "deadline": leave.deadline,
    "grade_quota": assessment.grade_quota,
    "grade_limits": assessment.grade_limits,
    "score": assessment.score,
    "eligibility": selection.eligibility,
    "team": selection.team,
    "term": selection.term,
    "credit": assessment.credit,
    "subsidy": assessment.subsidy,
    "training": duties.training,
    "duties": duties.duties,
    "scope": selection.scope,
}

QUESTION_NAMES = {
    "leave_route": "请假由谁批",
    "presence": "在岗天数够不够",
    "coverage": "每天是否有人在岗",
    "absence": "离岗是否超限",
    "removal_grounds": "是否构成调换召回情形",
    "removal_effects": "召回有什么后果",
    "removal_procedure": "调换召回按什么程序",
    "deadline": "何时到期",
    "grade_quota": "优秀名额多少",
    "grade_limits": "可评哪些等次",
    "score": "考评得多少分",
    "eligibility": "是否符合选派条件",
    "team": "工作队组成是否合规",
    "term": "任期到何时",
    "credit": "是否计入基层工作经历",
    "subsidy": "生活补助多少",
    "training": "培训是否达标",
    "duties": "何时该做什么",
    "scope": "是否适用本办法",
}


def ask(
    question: Any,
    *,
    library: Library,
    calendar: StatutoryCalendar | None = None,
    readings: Mapping[str, Any] | None = None,
    explain: bool = True,
) -> Answer:
    """The answer to one question, or `{"error": 中文句子}`; bad input never raises.

    `readings`: the county's choices; a question's own `readings` come before them. `explain` false leaves out
    `considered`. Beside the question's own keys an answer has `policy`, `digest`, `reading`; `local` where local rules
    had a part in it; `provisional` (years) where it rests on working days the State Council has not announced.
    """
    identity = {"id": question["id"]} if isinstance(question, dict) and "id" in question else {}
    try:
        return {**identity, **_answer(question, library, calendar or default_calendar(), readings, explain)}
    except QuestionError as error:
        return {**identity, "error": str(error)}


def _answer(
    question: Any, library: Library, calendar: StatutoryCalendar, readings: Mapping[str, Any] | None, explain: bool
) -> Answer:
    if not isinstance(question, dict):
        raise QuestionError("question：每一问应为对象，写明 policy、on、question 和 facts。")
    versions = library.known(_given(question, "policy"))
    name = _given(question, "question")
    function = QUESTIONS.get(name) if isinstance(name, str) else None
    if function is None:
        raise QuestionError(f"question：没有“{shown(name)}”这个问题，可用：{'、'.join(QUESTIONS)}。")
    on = day(_given(question, "on"), "on")
    policy = library.find(versions[0].code, on)
    facts = read_facts(name, question.get("facts"), policy or versions[0])
    if policy is None:
        if name == "scope":
            return {"policy": versions[0].code, "outcome": "outside", "articles": [], "reading": [], "considered": []}
        raise QuestionError(_not_in_force(versions, on))
    asked = question.get("readings")
    chosen = choose(policy.readings, readings, asked) if readings or asked is not None else {}
    days, provisional = calendar.watched() if calendar.provisional else (calendar, set())
    asking = Asking(policy, on, facts, days, chosen, explain)
    answer = {"policy": policy.code, "digest": policy.digest, **function(asking), **asking.trace()}
    if provisional:
        answer["provisional"] = sorted(provisional)
    local = [note for note in policy.local if _touches(note, answer)]
    return {**answer, "local": local} if local else answer


def _given(question: Mapping[str, Any], key: str) -> Any:
    if question.get(key) is None:
        raise QuestionError(f"{key}：缺少这一项，请写明。")
    return question[key]


def _not_in_force(versions: tuple[Policy, ...], on: date) -> str:
    first = versions[0].heading
    if on < first.effective:
        return f"on：{on.isoformat()} 时《{first.title}》尚未施行，自 {first.effective.isoformat()} 起施行。"
    return f"on：{on.isoformat()} 时《{first.title}》没有有效的版本。"


def _touches(note: Mapping[str, object], answer: Answer) -> bool:
    """Whether a local rule has to be shown: its kind answers this question's articles."""
    articles = note.get("articles")
    return isinstance(articles, tuple | list) and bool(set(articles) & set(answer.get("articles", ())))


def describe(rule: Rule) -> str:
    """One plain Chinese sentence made from the rule's numbers."""
    return rule.sentence()


leave_types = LEAVE_TYPES
bodies = BODIES

__all__ = [
    "FACTS",
    "NEEDED",
    "QUESTIONS",
    "QUESTION_NAMES",
    "AbsencePlan",
    "Library",
    "Policy",
    "PolicyFileError",
    "PresencePlan",
    "StatutoryCalendar",
    "absence_plan",
    "ask",
    "bodies",
    "default_calendar",
    "describe",
    "leave_types",
    "load_library",
    "presence_plan",
    "read_policy",
]
