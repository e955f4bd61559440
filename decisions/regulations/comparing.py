"""Two regulations beside each other: the same standard questions asked of both."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from decisions.law import AskedWrongly, answer
from decisions.regulations import answers
from decisions.regulations.facts_form import address_of
from decisions.regulations.trial import in_words
from policies.facade import Policy

Facts = dict[str, Any]


@dataclass(frozen=True)
class Standard:
    """A question everybody asks, with its facts; `facts` may depend on the day."""

    slug: str
    group: str
    title: str
    question: str
    facts: Callable[[date], Facts]


@dataclass(frozen=True)
class Side:
    """One regulation's answer in a line, its articles, and where to try it."""

    text: str
    articles: list[str]
    readings: list[str]
    trial: str


@dataclass(frozen=True)
class Row:
    standard: Standard
    left: Side
    right: Side

    @property
    def same(self) -> bool:
        return self.left.text == self.right.text


def _fixed(**facts: Any) -> Callable[[date], Facts]:
    named = {name.rstrip("_"): value for name, value in facts.items()}
    return lambda on: named


def _leave(slug: str, title: str, **facts: Any) -> Standard:
    base = {"role": "member", "dispatch_level": "county", "leave_type": "personal"}
    return Standard(slug, "请假", title, "leave_route", _fixed(**{**base, **facts}))


def _month(on: date, line: Callable[[int], str]) -> Facts:
    return {f"{on:%Y-%m}": line(monthrange(on.year, on.month)[1])}


def _full(on: date) -> Facts:
    return {"window": "month", "days": _month(on, lambda length: "V" * length)}


def _trips(on: date) -> Facts:
    return {"window": "month", "days": _month(on, lambda length: "V" * 10 + "O" * (length - 10))}


def _away(days: int) -> Callable[[date], Facts]:
    return lambda on: {
        "days": _month(on, lambda length: "A" * days + "V" * (length - days)),
        "as_of": on.replace(day=monthrange(on.year, on.month)[1]).isoformat(),
    }


def _removed(disposition: str) -> Callable[[date], Facts]:
    return lambda on: {"disposition": disposition, "decided_on": on.isoformat()}


def _duties(party: str) -> Callable[[date], Facts]:
    return lambda on: {"party": party, "year": on.year}


STANDARD = (
    Standard("scope", "适用范围", "县里派到贫困村的队员是否适用", "scope", _fixed(dispatch_level="county", role="member", village_status="not_exited")),
    Standard("term", "适用范围", "任期多长", "term", lambda on: {"role": "first_secretary", "from": on.isoformat()}),
    _leave("leave-1", "队员请事假1天由谁批", days=1),
    _leave("leave-3", "队员请事假3天由谁批", days=3),
    _leave("leave-8", "队员请事假8天由谁批", days=8),
    _leave("leave-20", "队员请事假20天由谁批", days=20),
    _leave("leave-leader", "队长请事假2天由谁批", role="leader", days=2),
    _leave("leave-province", "省里派的队员请事假8天由谁批", dispatch_level="province", days=8),
    _leave("leave-oral", "能不能先口头请假（不紧急）", days=1, oral=True),
    Standard("reply", "请假", "收到请假申请后何时答复", "deadline", lambda on: {"event": "leave_application", "received_on": on.isoformat(), "received_at": f"{on.isoformat()}T09:00"}),
    Standard("month", "在岗", "每月须在岗多少天（全月在村时）", "presence", _full),
    Standard("official", "在岗", "在村10天、其余公务外出算不算", "presence", _trips),
    Standard("cover", "在岗", "每天是否必须有人在村", "coverage", lambda on: {"month": f"{on:%Y-%m}", "team_days": {"甲": next(iter(_month(on, lambda length: "V" + "L" * (length - 1)).values()))}}),
    Standard("away-11", "在岗", "无故连续离岗11天", "absence", _away(11)),
    Standard("away-20", "在岗", "无故连续离岗20天", "absence", _away(20)),
    Standard("not-dutiful", "调换召回", "不认真履职怎么处理", "removal_grounds", _fixed(findings=["not_dutiful"])),
    Standard("discipline", "调换召回", "违纪违法受处理怎么办", "removal_grounds", _fixed(findings=["disciplined"])),
    Standard("health", "调换召回", "因身体原因不能驻村怎么办", "removal_grounds", _fixed(findings=["health"])),
    Standard("recall-steps", "调换召回", "召回按什么程序", "removal_procedure", _fixed(disposition="recall", unit_level="county")),
    Standard("return-steps", "调换召回", "退换（撤换）按什么程序", "removal_procedure", _fixed(disposition="return", unit_level="county")),
    Standard("recall-effects", "调换召回", "召回有什么后果", "removal_effects", _removed("recall")),
    Standard("successor", "调换召回", "接到通知后何时派人接替", "deadline", lambda on: {"event": "replacement_notice", "received_on": on.isoformat()}),
    Standard("quota", "考核", "100名干部最多评多少优秀", "grade_quota", _fixed(object="cadre", grade="excellent", base=100)),
    Standard("quota-team", "考核", "100支工作队最多评多少优秀", "grade_quota", _fixed(object="team", grade="excellent", base=100)),
    Standard("limits", "考核", "被通报2次还能评什么等次", "grade_limits", _fixed(object="cadre", circulars=2)),
    Standard("credit", "考核", "驻村满一年、称职，是否计入基层经历", "credit", lambda on: {"role": "member", "from": f"{on.year - 1}-01-01", "to": f"{on.year}-01-31", "grade": "competent"}),
    Standard("subsidy", "保障", "住村20夜补助多少", "subsidy", _fixed(nights=20, quarter_grade="competent")),
    Standard("training", "保障", "集中培训一次、脱产5天够不够", "training", _fixed(role="member", dispatch_level="county", sessions=1, days_off_job=5)),
    Standard("team-duties", "职责", "工作队一年要做什么", "duties", _duties("team")),
    Standard("unit-duties", "职责", "派出单位一年要做什么", "duties", _duties("unit")),
)  # fmt: skip


def compare(left: Policy, right: Policy, *, on: date) -> list[Row]:
    """Every standard question answered by both; a regulation not yet in force is asked for its first day."""
    return [Row(standard, _side(left, standard, on), _side(right, standard, on)) for standard in STANDARD]


def day_for(policy: Policy, on: date) -> date:
    """The day a regulation is asked about: `on`, kept inside the days it is in force."""
    until = policy.heading.until
    return max(policy.heading.effective, min(on, until) if until else on)


def _side(policy: Policy, standard: Standard, on: date) -> Side:
    day = day_for(policy, on)
    facts = standard.facts(day)
    asked = {"policy": policy.code, "question": standard.question, "on": day.isoformat(), "ask": "1"}
    address = urlencode(asked | address_of(standard.question, policy, facts), doseq=True)
    try:
        given = answer(standard.question, policy=policy, on=day, facts=facts, readings={})
    except AskedWrongly as wrong:
        return Side(in_words(str(wrong), standard.question, policy), [], [], address)
    return Side(answers.line(given), given["articles"], answers.readings(given), address)
