"""The reading room's pages: for whom they open, and what they show."""

from typing import Any

import pytest
from django.test import Client

from accounts.access import reach_of
from accounts.menu import entries_for
from accounts.models import User
from decisions.regulations.comparing import STANDARD
from tests import factories
from tests.factories import County
from tests.regulations.conftest import Decide, SignIn

pytestmark = pytest.mark.django_db

CODES = ["hebei", "inner-mongolia-general", "inner-mongolia-village", "linfen", "ningxia"]
PUBLIC = ["/regulations/", "/trial/", "/compare/", "/readings/", "/local-rules/", "/readings/hebei/band_boundary/"]
PUBLIC += [f"/regulations/{code}/" for code in CODES]
OFFICES = ["/replay/", "/local-rules/new/", "/regulations/hebei/bind/"]


@pytest.mark.parametrize("address", PUBLIC + OFFICES)
def test_every_page_opens_for_the_county(clerk: Client, address: str) -> None:
    assert clerk.get(address).status_code == 200


@pytest.mark.parametrize("address", PUBLIC + OFFICES)
def test_nobody_reads_without_a_login(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login/")


@pytest.mark.parametrize(("address", "status"), [(a, 200) for a in PUBLIC] + [(a, 403) for a in OFFICES])
def test_a_cadre_reads_the_regulations_and_nothing_of_the_offices(hebei: County, address: str, status: int) -> None:
    client = Client()
    factories.cadre("张三", hebei, username="zhangsan")
    client.force_login(User.objects.get(username="zhangsan"))
    assert client.get(address).status_code == status


@pytest.mark.parametrize("address", ["/regulations/none/", "/readings/hebei/none/", "/local-rules/none/"])
def test_what_is_not_there_is_404(clerk: Client, address: str) -> None:
    assert clerk.get(address).status_code == 404


def test_the_menu_offers_replay_only_to_those_who_act_for_a_body(hebei: County) -> None:
    factories.cadre("张三", hebei, username="zhangsan")
    cadre = User.objects.get(username="zhangsan")
    names = ["regulations", "trial", "compare", "readings", "local_rules"]

    def offered(user: User) -> list[str]:
        return [entry.url_name for entry in entries_for(reach_of(user)) if entry.group == "办法"]

    assert offered(hebei.user("county"))[:6] == [*names, "replay"]
    assert offered(cadre)[:6] == names


def test_every_article_is_shown_with_its_rules(clerk: Client) -> None:
    shown = clerk.get("/regulations/ningxia/").context["articles"]
    assert [article.number for article in shown] == [str(n) for n in range(1, 24)] + [f"annex{n}" for n in range(1, 6)]
    assert [article.number for article in shown if not article.rules] == []
    fourth = next(article for article in shown if article.number == "4")
    assert "驻村干部每月在村不少于20个工作日。" in [rule["sentence"] for rule in fourth.rules]


def test_ids_are_given_once_and_articles_of_answers_have_one(clerk: Client) -> None:
    import re

    page = clerk.get("/regulations/ningxia/").content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert {"a-4", "a-11.3", "a-annex1", "a-annex1.1.1"} <= set(ids)


def test_an_article_shows_where_it_was_used_last_within_reach(sign_in: SignIn, hebei: County, decide: Decide) -> None:
    decide(hebei, 2, title="张三事假2天")

    def uses(username: str) -> list[str]:
        articles = sign_in(username).get("/regulations/hebei/").context["articles"]
        return [use["title"] for article in articles for use in article.uses if article.number == "19"]

    factories.linfen()
    assert (uses("hebei-county"), uses("linfen-county")) == (["张三事假2天"], [])


def test_the_list_says_what_is_in_force_where(clerk: Client) -> None:
    versions = clerk.get("/regulations/").context["versions"]
    assert [(version.policy.code, version.state) for version in versions] == [
        ("hebei", "施行中"),
        ("inner-mongolia-general", "施行中"),
        ("inner-mongolia-village", "未施行"),
        ("linfen", "施行中"),
        ("ningxia", "施行中"),
    ]
    assert versions[0].places == "河北省"


@pytest.mark.parametrize("other", CODES)
def test_every_standard_question_is_answered_by_every_regulation(clerk: Client, other: str) -> None:
    rows = clerk.get("/compare/", {"a": "hebei", "b": other}).context["rows"]
    assert len(rows) == len(STANDARD)
    assert [row.standard.slug for row in rows if "缺少" in row.left.text + row.right.text] == []


def test_a_comparison_may_leave_out_what_is_the_same(clerk: Client) -> None:
    whole = clerk.get("/compare/", {"a": "hebei", "b": "linfen"}).context
    differing = clerk.get("/compare/", {"a": "hebei", "b": "linfen", "differing": "on"}).context
    assert len(differing["rows"]) == whole["differing"] < whole["total"]
    assert clerk.get("/compare/", {"a": "hebei", "b": "hebei"}).context["differing"] == 0


def test_a_comparison_quotes_both_answers(clerk: Client) -> None:
    rows: dict[str, Any] = {row.standard.slug: row for row in clerk.get("/compare/?a=hebei&b=linfen").context["rows"]}
    leave = rows["leave-1"]
    assert (leave.left.text, leave.left.articles) == ("队长批准", ["19.2"])
    assert (leave.right.text, leave.right.articles) == ("乡镇党委批准", ["9.2"])
    assert clerk.get(f"/trial/?{leave.right.trial}").context["result"]["articles"] == ["9.2"]
