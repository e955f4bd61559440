"""An office's own copy of a regulation, bound to its rules. Two of the texts are made up; the five are not the project's."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, transaction
from django.test import Client

from decisions.actions import NotAllowed
from decisions.models import BoundArticle, BoundText
from decisions.regulations.binding import bind_text
from decisions.regulations.catalogue import digests_of
from tests import factories
from tests.factories import County
from tests.policies.test_articles import FOUND, needs_texts
from tests.regulations.conftest import SignIn

pytestmark = pytest.mark.django_db

NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens - 1]) + ("十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


def made_up(articles: int) -> str:
    return "某办法\n" + "\n".join(f"第{numeral(n)}条  这是第{n}条的内容。" for n in range(1, articles + 1))


@needs_texts
@pytest.mark.official_text
@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_each_official_text_binds_without_a_miss(path: Path) -> None:
    said = StringIO()
    call_command("policy", "bind", path.stem, str(path), stdout=said)
    text = BoundText.objects.get(policy=path.stem)
    assert said.getvalue().splitlines() == [
        f"共{text.articles.count()}条，已与规则并列显示。",
        "每一条都与编写规则时的文本一致。",
    ]
    assert list(text.articles.values_list("number", flat=True)) == list(digests_of(path.stem))


@needs_texts
@pytest.mark.official_text
def test_a_changed_article_is_named() -> None:
    path = next(path for path in FOUND if path.stem == "hebei")
    text = path.read_text(encoding="utf-8")
    assert "25" in text
    bound = bind_text("hebei", text.replace("25", "22"), by=None)
    assert bound.changed == ("5",)
    assert bound.sentences[1] == "与编写规则时的文本不同：第五条。请核对这些条款的规则。"


def test_a_text_stands_beside_its_rules_and_the_newest_counts(clerk: Client) -> None:
    bind_text("hebei", made_up(33), by=None)
    bind_text("hebei", made_up(33).replace("这是第5条", "这是新的第5条"), by=None)
    articles = {article.number: article for article in clerk.get("/regulations/hebei/").context["articles"]}
    assert articles["5"].text == "第五条  这是新的第5条的内容。"
    assert (articles["5"].changed, BoundText.objects.count()) == (True, 2)


@pytest.mark.parametrize(
    ("articles", "sentence"),
    [
        (32, "《河北省扶贫脱贫驻村干部管理办法》共33条，这份文本缺少第三十三条，请换完整的文本。"),
        (34, "《河北省扶贫脱贫驻村干部管理办法》没有第三十四条，请确认上传的是这个办法的文本。"),
        (0, "没有找到条文：请确认是办法全文，条文以“第X条”或“一、”开头。"),
    ],
)
def test_another_text_is_refused(articles: int, sentence: str) -> None:
    with pytest.raises(NotAllowed, match=f"^{sentence}$"):
        bind_text("hebei", made_up(articles), by=None)
    assert BoundText.objects.count() == 0


def test_an_unknown_code_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(made_up(3), encoding="utf-8")
    with pytest.raises(CommandError, match="没有“nowhere”这个办法，可用：hebei"):
        call_command("policy", "bind", "nowhere", os.fspath(file))


def test_the_county_binds_on_a_page_in_either_encoding(clerk: Client, hebei: County) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("办法.txt", made_up(33).encode("gb18030"))
    assert clerk.post("/regulations/hebei/bind/", {"file": file}).status_code == 302
    assert BoundText.objects.get().bound_by == hebei.user("county")
    assert BoundArticle.objects.get(number="33").content == "第三十三条  这是第33条的内容。"


@pytest.mark.parametrize("username", ["hebei-township", "hebei-unit", "linfen-county"])
def test_nobody_else_binds(sign_in: SignIn, username: str) -> None:
    factories.linfen()
    client = sign_in(username)
    assert client.get("/regulations/hebei/bind/").status_code == 403
    assert client.post("/regulations/hebei/bind/", {"content": made_up(33)}).status_code == 403
    assert BoundText.objects.count() == 0


def test_a_bound_text_never_changes() -> None:
    bind_text("hebei", made_up(33), by=None)
    for rows in (BoundText.objects.all(), BoundArticle.objects.all()):
        with pytest.raises(InternalError), transaction.atomic():
            rows.update(content="改写")
        with pytest.raises(InternalError), transaction.atomic():
            rows._raw_delete(rows.db)
