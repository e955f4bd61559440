"""Asks the house's own regulations in one line: `answer("hebei", "term", on="2018-06-20", role="member", ...)`."""

from functools import cache
from typing import Any

from policies.facade import Library, ask, default_calendar, load_library

DAYS = {
    "inner-mongolia-village": "2019-06-28",
    "inner-mongolia-general": "2018-07-09",
    "linfen": "2018-09-03",
    "hebei": "2018-09-03",
    "ningxia": "2018-11-05",
}


@cache
def library() -> Library:
    return load_library()


def answer(policy: str, question: str, *, on: str = "", readings: Any = None, **facts: Any) -> dict[str, Any]:
    facts = {key.rstrip("_"): value for key, value in facts.items()}
    asked = {"policy": policy, "on": on or DAYS[policy], "question": question, "facts": facts}
    if readings is not None:
        asked["readings"] = readings
    return ask(asked, library=library(), calendar=default_calendar())


def route(
    policy: str, days: float, *, role: str = "member", level: str = "county", kind: str = "personal", **facts: Any
) -> str:
    """The answer to a leave in one line: `1 township approve / 2 county_office approve`, or the outcome."""
    given = answer(policy, "leave_route", role=role, dispatch_level=level, leave_type=kind, days=days, **facts)
    if given.get("outcome") != "route":
        return str(given.get("outcome") or given["error"])
    return " / ".join(f"{step['stage']} {step['body']} {step['act']}" for step in given["steps"])
