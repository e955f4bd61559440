"""Every template keeps to the content policy and says what it is given."""

import re
from pathlib import Path

import pytest

from config import settings

TEMPLATES = sorted((settings.ROOT / "templates").rglob("*.html"))
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script\b(?![^>]*\bsrc=)|javascript:|hx-on|https?://(?!www\.w3\.org)""",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
ICON = re.compile(r"""\{% icon "([^"]+)\"""")


def name_of(path: Path) -> str:
    return str(path.relative_to(settings.ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_no_inline_script_or_style_and_no_foreign_address(path: Path) -> None:
    assert INLINE.findall(COMMENT.sub("", path.read_text())) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_starts_with_a_comment_on_what_it_is_given(path: Path) -> None:
    assert "{% comment %}" in path.read_text()[:200]


def test_every_icon_named_in_a_template_is_built() -> None:
    built = set((settings.ROOT / "assets" / "icons.txt").read_text().split())
    assert {icon for path in TEMPLATES for icon in ICON.findall(path.read_text())} - built == set()
