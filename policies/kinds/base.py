"""What every rule has, and the word types that rules are written in.

A word outside its vocabulary, a key no kind knows, an article that is no article: each is refused when the file is
read, with a Chinese sentence (see `policies.checker`).
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from policies import words

ARTICLE = re.compile(r"(annex)?[1-9]\d?(\.[1-9]\d?){0,2}", re.ASCII)


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Word:
    """Marks a string that must be one of the words of a vocabulary: `Annotated[str, Word("role")]`."""

    vocabulary: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "enum": list(words.BY_NAME[self.vocabulary])}

    def check(self, value: str) -> str:
        known = words.BY_NAME[self.vocabulary]
        if value not in known:
            choices = "、".join(f"{key}（{text}）" for key, text in known.items())
            raise ValueError(f"“{value}”不是可用的词，请改用其中之一：{choices}")
        return value


def _article(value: str) -> str:
    if not ARTICLE.fullmatch(value):
        raise ValueError(f"“{value}”不是条款号，请写成 19、19.2、9.5.4 或 annex1.2.5 这样的形式")
    return value


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise ValueError("应为数字")
    return str(value) if isinstance(value, float) else value


Article = Annotated[str, AfterValidator(_article), WithJsonSchema({"type": "string", "pattern": ARTICLE.pattern})]
Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": ["number", "string"]})]
Role = Annotated[str, Word("role")]
Level = Annotated[str, Word("level")]
Body = Annotated[str, Word("body")]
Act = Annotated[str, Word("act")]
LeaveType = Annotated[str, Word("leave_type")]
Grade = Annotated[str, Word("grade")]
Object = Annotated[str, Word("object")]
Disposition = Annotated[str, Word("disposition")]
Finding = Annotated[str, Word("finding")]
Party = Annotated[str, Word("party")]
Rank = Annotated[str, Word("rank")]
Window = Annotated[str, Word("window")]
VillageStatus = Annotated[str, Word("village_status")]


class Rule(Frozen):
    """One rule of one article. `gist` is in our own words; `reading` names the choices the text left open.

    `also` lists further articles the rule rests on; `since`/`until` narrow its days inside the regulation's own.
    In a local file `replaces` names the base's rule and `authority` the document that allows it, where one is needed.
    """

    kind: str
    article: Article
    gist: str = Field(min_length=2)
    id: str = ""
    also: tuple[Article, ...] = ()
    reading: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    since: date | None = None
    until: date | None = None
    replaces: str = ""
    authority: str = ""

    @property
    def articles(self) -> tuple[str, ...]:
        return (self.article, *self.also)

    def covers_role(self, role: str | None) -> bool:
        return not self.roles or role in self.roles

    def in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def stricter_than(self, base: Self) -> bool:
        """Whether this rule asks at least what `base` asks of everybody. A kind that cannot tell says no."""
        return False

    def sentence(self) -> str:
        """The rule in one plain Chinese sentence, made from its numbers."""
        return self.gist if self.gist.endswith("。") else f"{self.gist}。"


class Condition(Frozen):
    """A closed test on one fact: exactly one operator, perhaps only for some ranks or roles.

    `pending`: the text names the matter but leaves it to a person; a true condition is listed, never concluded.
    `value` is the member of a fact that is a small table (`presence_year.counted`).
    """

    fact: str = ""
    finding: Finding | None = None
    within: tuple[str, ...] = Field(default=(), alias="in")
    equals: bool | str | None = Field(default=None, alias="is")
    at_least: Number | None = None
    over: Number | None = None
    upto: Number | None = None
    below: Number | None = None
    count: Grade | None = None
    any_upto: Grade | None = None
    ranks: tuple[Rank, ...] = ()
    roles: tuple[Role, ...] = ()
    pending: bool = False

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def bounds_text(condition: Any) -> str:
    """`at_least`, `over`, `upto`, `below` of anything that has them, in words."""
    signs = (("at_least", "不少于"), ("over", "超过"), ("upto", "不超过"), ("below", "低于"))
    return "且".join(
        f"{text}{getattr(condition, name)}" for name, text in signs if getattr(condition, name, None) is not None
    )
