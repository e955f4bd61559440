"""Who decides on a leave, and by when an application or a notice must be answered."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from policies.facts import missing
from policies.kinds.leave import Band, LeaveFormality, LeaveRoute, LeaveStep
from policies.kinds.procedure import Procedure
from policies.questions.asking import Answer, Asking, cited, in_order, plain
from policies.words import labels

OFFICE_HALF_DAY = timedelta(hours=4)


def leave_route(asking: Asking) -> Answer:
    """`facts.days` in days (halves allowed). Outcome `route`, `silent` or `refused`."""
    role, leave_type = asking.facts["role"], asking.facts["leave_type"]
    rota = asking.policy.entered_in_rota(leave_type, asking.on)
    if rota is not None and asking.choose("rotation_rest") == "rota":
        asking.look(rota, True, "列入轮休安排，不需申请")
        return _not_needed(rota.articles, f"{cited(rota)}：列入轮休安排即可，不需另行请假。")
    route = asking.policy.route(role, leave_type, asking.on)
    if route is None:
        return _no_route("silent", (), "本办法没有规定这类人员的请假审批。")
    if not route.covers_role(role):
        asking.choose("no_deputy")
    if leave_type != "personal" and leave_type not in route.leave_types:
        asking.choose("leave_type_default")
    if route.leaving and asking.get("destination") == "inside_county":
        asking.look(route, False, "未离开所驻县，不需请假")
        return _not_needed(route.articles, f"{cited(route)}只要求离开所驻县时请假，县内活动不需请假。")
    formality = asking.policy.formality(route.article, asking.on)
    refusal = _refusal(asking, formality) if formality else ""
    if formality and refusal:
        asking.look(formality, True, refusal)
        return _no_route("refused", formality.articles, refusal)
    return _decided(asking, route, formality)


def _decided(asking: Asking, route: LeaveRoute, formality: LeaveFormality | None) -> Answer:
    over = _over_cap(asking, route)
    if over:
        return _no_route("refused", route.articles, over)
    band = pick_band(asking, route)
    if band is None:
        return _gap(asking, route)
    steps = _steps(asking, route, band)
    reply = formality.reply if formality else None
    due = reply is not None and any(step["body"] in reply.bodies for step in steps)
    asking.look(route, True, f"{plain(asking.facts['days'])}天在本条规定之内")
    return {
        "outcome": "route",
        "steps": steps,
        "tell": sorted({*route.tell, *band.tell}),
        "reply_within": {"amount": reply.amount, "unit": reply.unit} if due and reply else None,
        "articles": list(route.articles) if len(route.articles) == 1 else in_order(route.articles),
    }


def pick_band(asking: Asking, route: LeaveRoute) -> Band | None:
    """The one band for the days: where two name the number, or it lies between two, the readings decide."""
    days, level = asking.facts["days"], asking.facts["dispatch_level"]
    bands = [band for band in route.bands if not band.levels or level in band.levels]
    hits = [band for band in bands if _holds(asking, band, days)]
    if len(hits) > 1:
        return hits[0] if asking.choose("band_boundary") == "lower" else hits[-1]
    if hits:
        return hits[0]
    higher = [band for band in bands if not _above_lower(asking, band, days)]
    lower = [band for band in bands if _above_lower(asking, band, days)]
    if higher and lower:
        return higher[0] if asking.choose("between_bands") == "higher" else lower[-1]
    return None


def _holds(asking: Asking, band: Band, days: Decimal) -> bool:
    return (
        (band.upto is None or days <= asking.bound(band.upto))
        and (band.below is None or days < asking.bound(band.below))
        and _above_lower(asking, band, days)
    )


def _above_lower(asking: Asking, band: Band, days: Decimal) -> bool:
    if band.at_least is not None and days < asking.bound(band.at_least):
        return False
    return band.over is None or days > asking.bound(band.over)


def _steps(asking: Asking, route: LeaveRoute, band: Band) -> list[Answer]:
    steps: dict[tuple[int, str], Answer] = {}
    for step in band.steps:
        body = _body(asking, route, step)
        shown: Answer = {"stage": step.stage, "body": body, "act": step.act}
        if step.any_of:
            shown["or"] = sorted(step.any_of)
        steps.setdefault((step.stage, body), shown)
    return [steps[key] for key in sorted(steps)]


def _body(asking: Asking, route: LeaveRoute, step: LeaveStep) -> str:
    """A leader never approves their own leave, and a team without a leader has none to ask."""
    if step.body == "team_leader" and (asking.facts["role"] == "leader" or asking.get("has_team_leader") is False):
        asking.choose("own_leave")
        return route.without_leader
    return step.body


def _gap(asking: Asking, route: LeaveRoute) -> Answer:
    why = route.gap or "本条没有写到这个天数"
    asking.look(route, False, f"{why}，不在本条规定之内")
    answer = _no_route(
        "silent", route.articles, f"{cited(route)}没有规定：{why}。既不视为批准也不视为不准，请转人工决定。"
    )
    if route.suggestion:
        steps = [{"stage": 1, "body": body, "act": "approve"} for body in sorted(route.suggestion)]
        text = f"建议（非文件规定）：由{labels('body', sorted(route.suggestion))}共同研究决定。"
        answer["suggestion"] = {"steps": steps, "sentence": text}
    return answer


def _refusal(asking: Asking, formality: LeaveFormality) -> str:
    urgent, oral, filed_by = asking.get("urgent"), asking.get("oral"), asking.get("filed_by")
    if oral and formality.oral == "never":
        return f"{cited(formality)}规定了请假的书面形式或平台，不能口头请假。"
    if oral and formality.oral == "urgent" and not urgent:
        return f"{cited(formality)}只允许紧急情况下先口头请假，请办理书面手续。"
    if filed_by in (None, "self") or not formality.filed_by:
        return ""
    if filed_by not in formality.filed_by:
        return f"{cited(formality)}只允许由{labels('filed_by', formality.filed_by)}，不能由其他人代办。"
    if formality.proxy_urgent and not urgent:
        return f"{cited(formality)}只允许紧急情况下由其他驻村干部代办，请本人申请。"
    return ""


def _over_cap(asking: Asking, route: LeaveRoute) -> str:
    taken = asking.get("taken")
    if route.cap is None or taken is None or taken + asking.facts["days"] <= route.cap.days:
        return ""
    asking.look(route, True, "超过准假天数上限")
    return f"{cited(route)}：已准{plain(taken)}天，加上本次超过{plain(route.cap.days)}天的上限。"


def _no_route(outcome: str, articles: tuple[str, ...], note: str) -> Answer:
    return {
        "outcome": outcome,
        "steps": [],
        "tell": [],
        "reply_within": None,
        "articles": in_order(articles),
        "note": note,
    }


def _not_needed(articles: tuple[str, ...], note: str) -> Answer:
    """Silence because nothing is asked for, not because a rule is missing: nobody has to decide."""
    return {**_no_route("silent", articles, note), "needed": False}


def deadline(asking: Asking) -> Answer:
    """Until when a successor must be on post, or an application must be answered."""
    event = asking.facts["event"]
    if "received_on" not in asking.facts and "received_at" not in asking.facts:
        raise missing("received_on" if event == "replacement_notice" else "received_at")
    for amount, unit, rule in _limits(asking, event):
        due = _due(asking, amount, unit)
        asking.look(rule, True, "本条规定了期限")
        return {"due": due, "unit": unit, "articles": [rule.article]}
    return {"outcome": "silent", "due": None, "unit": None, "articles": []}


def _limits(asking: Asking, event: str) -> list[tuple[int, str, Any]]:
    found: list[tuple[int, str, Any]] = []
    for rule in asking.rules(Procedure):
        if rule.deadline and rule.deadline.event == event:
            found.append((rule.deadline.amount, rule.deadline.unit, rule))
    if event == "leave_application":
        found += [(rule.reply.amount, rule.reply.unit, rule) for rule in asking.rules(LeaveFormality) if rule.reply]
    return found


def _due(asking: Asking, amount: int, unit: str) -> str:
    if unit == "half_day":
        return _after_half_days(asking, asking.need("received_at"), amount).isoformat(timespec="minutes")
    received: date = asking.get("received_on") or asking.need("received_at").date()
    if unit == "workday":
        same_day = asking.choose("deadline_start") == "same_day"
        return asking.calendar.after_workdays(received, amount, same_day=same_day).isoformat()
    return (received + timedelta(days=amount)).isoformat()


def _after_half_days(asking: Asking, received: datetime, amount: int) -> datetime:
    if asking.choose("half_day") == "twelve_hours":
        return received + timedelta(hours=12 * amount)
    hours = tuple(
        (time.fromisoformat(opens), time.fromisoformat(closes))
        for opens, closes in (part.split("-") for part in asking.choose("office_hours").split(","))
    )
    return asking.calendar.after_office_time(received, OFFICE_HALF_DAY * amount, office=hours)
