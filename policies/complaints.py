"""What is wrong with a file's shape, in Chinese: file, rule, key, and what to write instead."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from policies.kinds import KINDS, Rule

MESSAGES = {
    "missing": "缺少这一项，请补上",
    "string_type": "应为加引号的文字",
    "string_too_short": "不能空着，请用自己的话写一句",
    "int_type": "应为整数，不加引号",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "decimal_parsing": "应为数字",
    "decimal_type": "应为数字",
    "date_type": "应为日期，写成 2018-06-15，不加引号",
    "date_from_datetime_parsing": "应为日期，写成 2018-06-15，不加引号",
    "tuple_type": "应为方括号里的列表",
    "dict_type": "应为花括号里的对象",
    "model_type": "应为花括号里的对象",
    "model_attributes_type": "应为花括号里的对象",
    "string_pattern_mismatch": "写法不对：代码只用小写字母、数字和短横线",
    "union_tag_not_found": "缺少 kind，请写明规则类型",
}


def sentences(error: ValidationError, table: Mapping[str, Any], *, name: str, shape: type[BaseModel]) -> Iterator[str]:
    """One sentence a complaint about a file of that `shape`."""
    for complaint in error.errors(include_url=False):
        place = [part for part in complaint["loc"] if part not in KINDS]
        yield f"{name}：{_where(place, table)}{_what(complaint, shape)}。"


def _where(place: list[Any], table: Mapping[str, Any]) -> str:
    if len(place) > 1 and place[0] == "rule" and isinstance(place[1], int):
        rule = table["rule"][place[1]]
        article = rule.get("article", "未写条款") if isinstance(rule, dict) else "未写条款"
        kind = rule.get("kind", "未写类型") if isinstance(rule, dict) else "未写类型"
        rest = ".".join(str(part) for part in place[2:])
        return f"第{place[1] + 1}条规则（条款 {article}，{kind}）{f'的 {rest} ' if rest else ''}："
    return f"{'.'.join(str(part) for part in place)}："


def _what(complaint: Any, shape: type[BaseModel]) -> str:
    kind = complaint["type"]
    if kind == "value_error":
        return str(complaint["ctx"]["error"])
    if kind == "union_tag_invalid":
        return _unknown_kind(complaint["ctx"]["tag"])
    if kind == "extra_forbidden":
        return f"没有这个键，请删去或改用其中之一：{'、'.join(_keys(complaint['loc'], shape))}"
    if kind == "literal_error":
        words = "、".join(filter(None, re.findall(r"'([^']*)'", complaint["ctx"]["expected"])))
        return f"不能写“{complaint['input']}”，请改用其中之一：{words}"
    return MESSAGES.get(kind, f"写法不对（{kind}），请对照编写指南")


def _unknown_kind(tag: str) -> str:
    near = difflib.get_close_matches(tag, KINDS, n=3, cutoff=0.4) or list(KINDS)
    return f"没有“{tag}”这种规则，是否想写：{'、'.join(f'{kind}（{KINDS[kind][0]}）' for kind in near)}"


OF_EVERY_RULE = ("kind", "id", "since", "until", "replaces", "authority")


def _keys(loc: Sequence[str | int], shape: type[BaseModel]) -> list[str]:
    """The keys the table at `loc` knows, the nearest to the one written first."""
    table: type[BaseModel] | None = shape
    for part in loc[:-1]:
        if part in KINDS:
            table = KINDS[str(part)][1]
        elif table and part in table.model_fields:
            table = _table_of(table.model_fields[str(part)].annotation) or table
    fields = table.model_fields if table else {}
    keys = [field.alias or key for key, field in fields.items() if table is shape or key not in OF_EVERY_RULE]
    keys.sort(key=lambda key: key in Rule.model_fields)
    near = difflib.get_close_matches(str(loc[-1]), keys, n=3, cutoff=0.5)
    return near + [key for key in keys if key not in near]


def _table_of(annotation: Any) -> type[BaseModel] | None:
    """The table inside an annotation: itself, or what its list, table or alternative holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _table_of(inner))), None)
