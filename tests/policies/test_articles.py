"""Splitting an official text: numberings, page breaks, brackets, annexes; the five texts where they are at hand."""

import os
import re
from pathlib import Path

import pytest

from policies.articles import OfficialArticle, OfficialText, changed, read_digests, split_text
from policies.checker import check_text
from policies.collection import RULES
from policies.outline import outline
from tests.policies.asking import library

ROOT = Path(__file__).resolve().parents[2]
TEXTS = Path(os.environ.get("REGULATION_TEXTS") or ROOT.parent / "shared" / "seeds")
FOUND = sorted(TEXTS.glob("*.txt")) if TEXTS.is_dir() else []
needs_texts = pytest.mark.skipif(
    not FOUND, reason="没有找到五个办法的文本，未核对拆分和摘要；请用环境变量 REGULATION_TEXTS 指出所在文件夹"
)

TEXT = """
关于印发《试行管理办法》的通知

某县驻村工作队
试行管理办法

第一章 总 则

第一条 为加强管理，按照第三条所列内容，制定本办法。

第二条 （一）项要求如下：

(一) 乡镇（街道）党委负责，报县（市、区）

党委组织部备案。

- （二）派出单位配合：
1.每月报告；
2．每季度
第三条所说的走访。

第三条　驻村干部每月走访。
附  则
第四条 本办法自印发之日起施行。

某县县委办公室

附件：1.登记表

附件 1
登记表
一、基本情况
	1.姓名
	2.职务
二、意见
附件2
另一张表

抄送：各乡镇
"""


def article_of(official: OfficialText, number: str) -> OfficialArticle:
    article = official.article(number)
    assert article is not None, number
    return article


def item_text(article: OfficialArticle, number: str) -> str | None:
    item = article.item(number)
    return item.text if item else None


def test_articles_and_annexes_in_order() -> None:
    official = split_text(TEXT)
    assert official.title == "某县驻村工作队试行管理办法"
    assert [article.number for article in official.articles] == ["1", "2", "3", "4", "annex1", "annex2"]
    assert official.missing == ()


def test_items_at_any_depth_and_a_sentence_over_a_page_break() -> None:
    article = article_of(split_text(TEXT), "2")
    assert [item.number for item in article.items] == ["1", "2", "2.1", "2.2"]
    assert item_text(article, "1") == "(一) 乡镇（街道）党委负责，报县（市、区）党委组织部备案。"
    assert item_text(article, "2.2") == "2．每季度第三条所说的走访。"


def test_annex_items_and_what_is_no_part_of_an_article() -> None:
    official = split_text(TEXT)
    assert [item.number for item in article_of(official, "annex1").items] == ["1", "1.1", "1.2", "2"]
    assert article_of(official, "4").text == "第四条 本办法自印发之日起施行。"
    assert "抄送" not in article_of(official, "annex2").text
    assert article_of(official, "3").chapter == "第一章 总 则"


def test_a_text_numbered_without_articles() -> None:
    official = split_text("试行规定\n一、总则\n应当遵守。\n（一）每月；\n（二）每年。\n二、附则\n自印发之日起施行。\n")
    assert [article.number for article in official.articles] == ["1", "2"]
    assert [item.number for item in article_of(official, "1").items] == ["1", "2"]


def test_a_lost_article_is_named() -> None:
    official = split_text("办法\n第一条 甲。\n第二条 乙。\n第四条 丁。\n")
    assert official.missing == ("3",)


def test_digests_do_not_see_spacing_or_brackets_but_see_words() -> None:
    digests = split_text(TEXT).digests
    respaced = TEXT.replace("(一) 乡镇（街道）党委负责，", "（一）乡镇(街道)党委\n\n负责,").replace("\t", "  ")
    assert split_text(respaced).digests == digests
    other = split_text(TEXT.replace("每月走访", "每季走访"))
    assert changed(digests, other) == ("3",)
    assert changed({**digests, "9": "0"}, split_text(TEXT)) == ("9",)


def test_an_outline_has_every_article_and_only_wants_filling_in() -> None:
    text = outline("trial", split_text(TEXT))
    assert re.findall(r'article = "(\w+)"', text) == ["1", "2", "3", "4", "annex1", "annex2"]
    assert "# 本条的项：2.1、2.2、2.2.1、2.2.2" in text
    assert check_text(text, name="试.toml") == []


@needs_texts
@pytest.mark.official_text
@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_each_official_text_is_split_without_a_miss(path: Path) -> None:
    official = split_text(path.read_text(encoding="utf-8"))
    policy = library().versions[path.stem][0]
    numbers = [article.number for article in official.articles]
    assert numbers == [str(n) for n in range(1, policy.heading.articles + 1)] + [
        f"annex{n}" for n in range(1, policy.heading.annexes + 1)
    ]
    assert official.missing == ()


@needs_texts
@pytest.mark.official_text
@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_each_rule_points_at_an_item_the_text_has(path: Path) -> None:
    official = split_text(path.read_text(encoding="utf-8"))
    for rule in library().versions[path.stem][0].rules:
        head, _, item = rule.article.partition(".")
        article = article_of(official, head)
        assert not item or article.item(item), rule.id


@needs_texts
@pytest.mark.official_text
@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_the_rules_were_written_from_these_texts(path: Path) -> None:
    digests = read_digests((RULES / f"{path.stem}.digests").read_text(encoding="utf-8"))
    assert changed(digests, split_text(path.read_text(encoding="utf-8"))) == ()


@needs_texts
@pytest.mark.official_text
def test_no_sentence_of_a_regulation_is_copied() -> None:
    """No run of thirty characters, punctuation left out, of any text occurs in the rules or the code."""
    bare = [re.sub(r"[\W_]+", "", path.read_text(encoding="utf-8")) for path in FOUND]
    runs = {text[place : place + 30] for text in bare for place in range(len(text) - 29)}
    for source in (*RULES.parent.rglob("*.toml"), *RULES.parent.rglob("*.py"), *(ROOT / "docs").glob("办法*.md")):
        written = re.sub(r"[\W_]+", "", source.read_text(encoding="utf-8"))
        assert not any(written[place : place + 30] in runs for place in range(len(written) - 29)), source.name


def test_digests_are_kept_for_every_regulation() -> None:
    for policy in library().policies:
        digests = read_digests((RULES / f"{policy.code}.digests").read_text(encoding="utf-8"))
        assert len(digests) == policy.heading.articles + policy.heading.annexes
