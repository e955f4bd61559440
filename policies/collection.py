"""The regulations of the house, read once and kept: by code and day, and by place, kind of team and day."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from policies.complaints import sentences
from policies.errors import PolicyFileError, QuestionError
from policies.local import lay_over
from policies.policy import Policy, PolicyFile, named
from policies.readings import Reading

RULES = Path(__file__).parent / "rules"
READINGS = "readings.toml"
LOCAL = "地方规则"


@dataclass(frozen=True, eq=False)
class Library:
    """All versions of all regulations. Nothing in it changes after loading."""

    policies: tuple[Policy, ...]

    @cached_property
    def versions(self) -> Mapping[str, tuple[Policy, ...]]:
        """Versions by code, the earliest first."""
        codes: dict[str, list[Policy]] = {}
        for policy in sorted(self.policies, key=lambda policy: policy.heading.effective):
            codes.setdefault(policy.code, []).append(policy)
        return {code: tuple(policies) for code, policies in codes.items()}

    def find(self, code: str, on: date) -> Policy | None:
        """The version in force on the day; None before the first and after the last."""
        return next((policy for policy in reversed(self.versions.get(code, ())) if policy.in_force(on)), None)

    def applicable(self, division_code: str, team_kind: str, on: date) -> Policy | None:
        """The regulation of the nearest division that holds `division_code`, for that kind of team on that day."""
        fitting = [
            (len(place), policy.heading.effective, policy)
            for policy in self.policies
            for place in policy.heading.places
            if division_code.startswith(place) and policy.heading.team_kind == team_kind and policy.in_force(on)
        ]
        return max(fitting, key=lambda found: found[:2])[2] if fitting else None

    def known(self, code: Any) -> tuple[Policy, ...]:
        """The versions of a code; raises `QuestionError` where there is none."""
        versions = self.versions.get(code, ()) if isinstance(code, str) else ()
        if not versions:
            raise QuestionError(f"policy：没有“{code}”这个办法，可用：{'、'.join(self.versions)}。")
        return versions


def house_files() -> list[Path]:
    """The files of the regulations the house ships with."""
    return sorted(path for path in RULES.glob("*.toml") if path.name != READINGS)


def load_library(paths: Iterable[Path] | None = None, *, local: Iterable[str] = ()) -> Library:
    """The regulations of `paths` (the house's own if none are named), each county's `local` text laid over its base.

    Raises `PolicyFileError` for a file that cannot be used.
    """
    files = house_files() if paths is None else paths
    policies = [read_policy(path.read_text(encoding="utf-8"), name=path.name) for path in files]
    overlays = [lay_over(parse(text, name=LOCAL), text, policies) for text in local]
    return Library((*policies, *overlays))


def read_policy(text: str, *, name: str = "文件") -> Policy:
    """A regulation from the text of its file. Raises `PolicyFileError` with every complaint in Chinese."""
    return build(parse(text, name=name), text)


def parse(text: str, *, name: str) -> PolicyFile:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyFileError(f"{name}：不是有效的 TOML（{error}），请检查引号、方括号和等号是否成对。") from None
    except (RecursionError, ValueError):  # brackets within brackets without end, a number of thousands of digits
        raise PolicyFileError(f"{name}：括号套得太深或数字太长，不是规则文件的写法，请改正。") from None
    try:
        return PolicyFile.model_validate(table)
    except ValidationError as error:
        raise PolicyFileError("\n".join(sentences(error, table, name=name, shape=PolicyFile))) from None


def build(file: PolicyFile, text: str) -> Policy:
    own = {reading.name: reading for reading in file.reading}
    return Policy(
        heading=file,
        rules=named(file.rule),
        readings={**common_readings(), **own},
        digest=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        facts=file.facts,
    )


def common_readings() -> Mapping[str, Reading]:
    """The readings every regulation shares, by name."""
    table = tomllib.loads((RULES / READINGS).read_text(encoding="utf-8"))
    return {item["name"]: Reading.model_validate(item) for item in table["reading"]}
