"""How fast the regulations answer: `python -m policies.bench`, or `measure()` for a bench that prints more."""

import time
from collections.abc import Iterator
from itertools import product
from typing import Any

from policies.calendar import default_calendar
from policies.collection import Library, load_library
from policies.facade import ask
from policies.words import LEAVE_TYPES, LEVELS, ROLES

SECONDS = 1.0


def leave_questions(library: Library) -> Iterator[dict[str, Any]]:
    for policy, role, level, kind, days in product(library.policies, ROLES, LEVELS, LEAVE_TYPES, (0.5, 2, 3, 8, 16)):
        facts = {"role": role, "dispatch_level": level, "leave_type": kind, "days": days}
        yield _question(policy, "leave_route", facts)


def ground_questions(library: Library) -> Iterator[dict[str, Any]]:
    for policy, finding, outcome in product(library.policies, ("health", "unfit", "other"), ("none", "ground")):
        facts = {
            "annual_grade": "basic",
            "unapproved_findings": 3,
            "findings": [finding],
            "absence": {"outcome": outcome},
        }
        yield _question(policy, "removal_grounds", facts)


def _question(policy: Any, question: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {"policy": policy.code, "on": "2020-06-01", "question": question, "facts": facts}


def per_second(questions: list[dict[str, Any]], library: Library, *, explain: bool) -> float:
    calendar, answered = default_calendar(), 0
    start = time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        for question in questions:
            ask(question, library=library, calendar=calendar, explain=explain)
        answered += len(questions)
    return answered / (time.perf_counter() - start)


def measure() -> None:
    start = time.perf_counter()
    library = load_library()
    print(
        f"读入{len(library.policies)}个办法、{sum(len(policy.rules) for policy in library.policies)}条规则："
        f"{(time.perf_counter() - start) * 1000:.0f} 毫秒"
    )
    for name, questions in (("leave_route", leave_questions(library)), ("removal_grounds", ground_questions(library))):
        listed = list(questions)
        for explain, words in ((False, "不附理由"), (True, "附逐条理由")):
            print(f"{name}（{words}）：每秒 {per_second(listed, library, explain=explain):,.0f} 个回答")


if __name__ == "__main__":
    measure()
