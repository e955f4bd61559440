"""An answer of the policies in Chinese: the verdict's line, the figures, the steps. Computes nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from decisions.law import reading_line
from policies.words import article_name, criterion_label, label, labels

Answer = Mapping[str, Any]
SHOWN_APART = {
    "id", "policy", "digest", "reading", "considered", "local", "articles", "outcome", "note", "steps", "needed",
    "suggestion", "unit",
}  # fmt: skip
MOST_LISTED = 40


def _flag(value: Any) -> str:
    return "是" if value else "否"


def _term(value: Any) -> str:
    if (value["amount"], value["unit"]) == (1, "half_day"):
        return "半日内"
    return f"{value['amount']}{label('time_unit', value['unit'])}内"


def _grounds(value: Any) -> str:
    return "；".join(f"{article_name(item['article'])}：{label('disposition', item['disposition'])}" for item in value)


def _effect(item: Answer) -> str:
    if "year" in item:
        return f"{item['year']}年度{label('bar', item['bar'])}"
    if "to" in item:
        return f"{label('bar', item['bar'])}（{labels('party', item['to'])}）"
    if "from" in item:
        return f"{item['from']}至{item['through']}{label('bar', item['bar'])}"
    return label("bar", item["bar"])


def _effects(value: Any) -> str:
    return "；".join(_effect(item) for item in value)


def _lengths(value: Any) -> str:
    return f"日历日{value['calendar']}天，工作日{value['workdays']}天"


def _duties(value: Any) -> str:
    return "；".join(_duty(item) for item in value)


def _duty(item: Answer) -> str:
    due = "、".join(item["due"]) or "不定期"
    to = f"（{_whom(item['to'])}）" if item.get("to") else ""
    return f"{article_name(item['article'])} {label('duty_act', item['act'])}{to}：{due}"


def _whom(value: Any) -> str:
    words = value if isinstance(value, list | tuple) else [value]
    return "、".join(_party(word) for word in words)


def _party(word: str) -> str:
    named = label("party", word)
    return named if named != word else label("body", word)


def _team_findings(value: Any) -> str:
    return "；".join(
        label("team_finding", item["kind"]) + ("" if item["firm"] else "（“一般”，可说明理由）") for item in value
    )


def _list(value: Any) -> str:
    shown = [str(item) for item in value[:MOST_LISTED]]
    more = f"等{len(value)}项" if len(value) > MOST_LISTED else ""
    return "、".join(shown) + more


def _measures(value: Any) -> str:
    if value and isinstance(value[0], Mapping) and "disposition" in value[0]:
        return _grounds(value)
    return "；".join(f"{part['counted']}／{part['required']}{label('day_unit', part['unit'])}" for part in value)


SHOWN: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "tell": ("告知、备案", lambda value: labels("body", value)),
    "reply_within": ("答复时限", _term),
    "counted": ("计入", str),
    "required": ("要求", str),
    "reachable": ("余下天数够不够", _flag),
    "measures": ("其中", _measures),
    "uncovered": ("无人在岗的日子", _list),
    "longest": ("最长连续离岗", _lengths),
    "total": ("全年累计离岗", _lengths),
    "grounds": ("已构成的情形", _grounds),
    "pending": ("须由人认定的情形", lambda value: _grounds(value) if _tables(value) else labels("criterion", value)),
    "effects": ("后果", _effects),
    "replace_within": ("接替人选", _term),
    "due": ("到期", lambda value: str(value).replace("T", " ")),
    "max": ("最多", str),
    "firm": ("硬性规定", _flag),
    "allowed": ("可评等次", lambda value: labels("grade", value)),
    "forced": ("只能评为", lambda value: label("grade", value)),
    "points": ("得分", str),
    "of": ("满分", str),
    "failed": ("不符合的条件", lambda value: "、".join(criterion_label(word) for word in value)),
    "findings": ("组成上的问题", _team_findings),
    "minimum": ("至少人数", str),
    "until": ("任期至", str),
    "amount": ("金额（元）", str),
    "duties": ("职责", _duties),
    "dates": ("全部到期日", _list),
}


def _tables(value: Any) -> bool:
    return bool(value) and isinstance(value[0], Mapping)


def rows(answer: Answer) -> list[tuple[str, str]]:
    """(label, text) for each figure of the answer that is there; days and working days with their unit."""
    unit = label("day_unit", answer["unit"]) if answer.get("unit") in ("day", "workday", "night") else ""
    shown = []
    for key, value in answer.items():
        if key in SHOWN_APART or value is None or value == []:
            continue
        name, text = SHOWN.get(key, (key, str))
        shown.append((name, text(value) + (unit if key in ("counted", "required") else "")))
    return shown


def steps(answer: Answer) -> list[dict[str, Any]]:
    """The steps in the form of templates/ui/route.html."""
    return [
        {"stage": step["stage"], "who": _bodies(step), "act": label("act", step["act"]), "state": "waiting"}
        for step in answer.get("steps", ())
    ]


def _bodies(step: Answer) -> str:
    return "或".join(label("body", body) for body in (step["body"], *step.get("or", ())))


def line(answer: Answer) -> str:
    """The whole answer in one line, for a table of answers beside each other."""
    if "error" in answer:
        return str(answer["error"])
    outcome = answer.get("outcome", "")
    parts = [label("outcome", outcome)] if outcome and outcome != "route" else []
    parts += [route_text(answer)] if answer.get("steps") else []
    parts += [f"{name}：{text}" for name, text in rows(answer)]
    return "；".join(part for part in parts if part) or "本办法没有列出"


def route_text(answer: Answer) -> str:
    """Steps in words: stages joined by →, joint steps by 和."""
    found: dict[int, list[str]] = {}
    for step in answer["steps"]:
        found.setdefault(step["stage"], []).append(_bodies(step) + label("act", step["act"]))
    return "→".join("和".join(found[stage]) for stage in sorted(found))


def readings(answer: Answer) -> list[str]:
    """Each reading that had a part, and who chose it where somebody did."""
    return [reading_line(item) for item in answer.get("reading", ())]
