"""The law knows neither Django nor the database nor the clock, and no regulation by name."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import policies
from tests.policies.asking import library

HOUSE = Path(policies.__file__).parent
SOURCES = sorted(HOUSE.rglob("*.py"))
FOREIGN = (
    "django",
    "psycopg2",
    "celery",
    "redis",
    "villages",
    "accounts",
    "decisions",
    "cadres",
    "attendance",
    "config",
)
CLOCK = {"now", "today", "utcnow", "localtime", "time"}


def imported(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.relative_to(HOUSE)))
def test_nothing_foreign_is_imported(source: Path) -> None:
    assert [name for name in imported(source) if name.split(".")[0] in FOREIGN] == []


@pytest.mark.parametrize(
    "source", [source for source in SOURCES if source.name != "bench.py"], ids=lambda source: source.name
)
def test_the_clock_is_not_read(source: Path) -> None:
    calls = [node.func.attr for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]  # fmt: skip
    assert CLOCK & set(calls) == set()
    assert "time" not in set(imported(source))


def test_loading_and_asking_brings_in_no_framework() -> None:
    script = (
        "import sys; from policies.facade import ask, load_library; library = load_library();"
        "ask({'policy': library.policies[0].code, 'on': '2020-01-06', 'question': 'grade_quota',"
        " 'facts': {'object': 'team', 'grade': 'excellent', 'base': 10}}, library=library);"
        "print([name for name in ('django', 'psycopg2', 'celery', 'redis') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=HOUSE.parent, check=True)
    assert run.stdout.strip() == "[]"


def test_no_regulation_is_named_in_code() -> None:
    """What differs between regions is in the files: strings and names of the code hold no policy's code."""
    codes = set(library().versions)
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        documents = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}  # type: ignore[attr-defined]
        strings = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in documents
        }
        assert codes & strings == set(), source


def _has_docstring(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    return (
        isinstance(body, list)
        and bool(body)
        and isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
    )
