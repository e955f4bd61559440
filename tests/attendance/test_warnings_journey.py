"""From a month in the register, by the tally, to the warnings page of a township, in each region, in a browser."""

from datetime import date

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests import factories
from tests.conftest import OpenPage
from tests.factories_attendance import lines, year_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.get_by_label("登录名").fill(username)
    page.locator("input[name=password]").fill(factories.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="在岗预警").first.click()


NOVEMBER = "2018-11"


@pytest.mark.parametrize(
    ("place", "months", "on", "asked", "shown", "articles"),
    [
        (factories.hebei, {NOVEMBER: "V" * 18 + "." * 12}, date(2018, 11, 21), "running", "还差7天，本月剩9天", ["第五条"]),
        (factories.ningxia, {NOVEMBER: "V" * 16 + "RRVVVVVRRVLLLL"}, date(2018, 12, 3), "", "少2个工作日", ["第四条"]),
        (factories.inner_mongolia, year_of(199), date(2020, 1, 6), "", "已计入199天，要求200天，少1天", ["第十二条"]),
        (factories.linfen, {NOVEMBER: "V" * 30}, date(2018, 12, 3), "silent", "本办法未规定驻村天数", []),
    ],
    ids=["hebei", "ningxia", "inner-mongolia", "linfen"],
)  # fmt: skip
def test_the_township_sees_who_is_short_and_by_which_article(
    settings, open_page: OpenPage, place, months, on: date, asked: str, shown: str, articles: list[str]
):
    county = place()
    lines(factories.cadre("张三", county, start=date(2018, 1, 1)), months)
    settings.TODAY = on
    call_command("tally", on=on.isoformat())
    page = open_page()
    log_in(page, f"{county.region}-township")
    if asked:
        page.goto(f"/warnings/?outcome={asked}")
    verdict = page.locator("tbody tr").filter(has_text="张三")
    expect(verdict).to_contain_text(shown)
    expect(verdict.locator(".article")).to_have_text(articles)
