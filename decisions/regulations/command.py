"""`manage.py policy bind` and `policy replay`: the two actions that read the database."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError

from decisions.actions import NotAllowed
from decisions.regulations import replaying
from decisions.regulations.actions import candidate
from decisions.regulations.binding import bind_text
from decisions.shelf import library
from policies.replay import Difference, Recorded
from policies.words import article_name


def add_arguments(actions: Any) -> None:
    binding: ArgumentParser = actions.add_parser("bind", help="把本单位所存的办法原文按条拆开，与规则并列保存")
    binding.add_argument("code", help="办法代号")
    binding.add_argument("file", help="办法全文（.txt）")
    replaying_: ArgumentParser = actions.add_parser("replay", help="按改动后的规则或理解重新回答以前的依据，什么也不改")
    replaying_.add_argument("file", nargs="?", default="", help="新的或改动后的规则文件（.toml）")
    replaying_.add_argument(
        "--reading", action="append", default=[], metavar="名称=选择", help="假定采用的理解，可写多次"
    )
    replaying_.add_argument("--policy", default="", help="只看这个办法的依据")
    replaying_.add_argument("--place", action="append", default=[], help="只看这个区划代码前缀之内的，可写多次")


def bind(code: str, content: str) -> list[str]:
    """Sentences on what came of it. Raises CommandError."""
    try:
        bound = bind_text(code, content, by=None)
    except NotAllowed as refusal:
        raise CommandError(str(refusal)) from None
    lost = [f"编号没有接上：{'、'.join(article_name(number) for number in bound.missing)}。"] if bound.missing else []
    return bound.sentences + lost


def replayed(content: str, options: dict[str, Any]) -> Iterator[str]:
    """A few lines for each ruling that would come out otherwise, and a last one that counts."""
    supposed = _supposed(content, options)
    asked = differing = 0

    def counted() -> Iterator[Recorded]:
        nonlocal asked
        for row in replaying.recorded(replaying.rulings(supposed)):
            asked += 1
            yield row

    def found() -> Iterator[Difference]:
        nonlocal differing
        for difference in replaying.differences(counted(), supposed):
            differing += 1
            yield difference

    yield from replaying.texts(found())
    yield replaying.sentence(asked, differing)


def _supposed(content: str, options: dict[str, Any]) -> replaying.Supposition:
    readings = dict(_reading(text) for text in options["reading"])
    if bool(content) == bool(readings):
        raise CommandError("请写明规则文件，或用 --reading 写明假定采用的理解，两者选一。")
    if not content:
        return replaying.suppose_readings(readings, policy=options["policy"], places=options["place"])
    try:
        supposed = replaying.suppose_policy(candidate(content, name=options["file"]))
    except NotAllowed as refusal:
        raise CommandError(str(refusal)) from None
    return replaying.narrowed(supposed, policy=options["policy"], places=options["place"])


def _reading(text: str) -> tuple[str, str]:
    name, equals, choice = text.partition("=")
    if not equals or not any(
        name in policy.readings and policy.readings[name].admits(choice) for policy in library().policies
    ):
        raise CommandError(f"--reading：没有“{text}”这种理解，请写成 名称=选择，例如 band_boundary=higher。")
    return name, choice
