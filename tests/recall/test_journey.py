"""A closed year of 199 days becomes a recall, from the login to the notice, in a browser."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from attendance.tally.actions import run_tally
from recall.models import Case
from tests import factories
from tests.conftest import OpenPage
from tests.factories_attendance import line, year_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.get_by_label("登录名").fill(username)
    page.locator("input[name=password]").fill(factories.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def agree(page: Page, case: Case, button: str) -> None:
    page.goto(f"/matters/{case.proceeding.key}/")
    page.get_by_role("button", name=button, exact=True).first.click()
    expect(page.locator(".notice-success")).to_contain_text("已办理")


def test_a_year_of_199_days_becomes_a_recall(settings, open_page: OpenPage):
    place = factories.inner_mongolia()
    short = factories.cadre("张三", place, start=date(2018, 1, 1))
    enough = factories.cadre("李四", place, start=date(2018, 1, 1))
    for posting, days in ((short, 199), (enough, 200)):
        for month, string in year_of(days).items():
            line(posting, month, string)
    settings.TODAY = date(2020, 1, 6)
    run_tally(on=date(2020, 1, 6))

    county = open_page()
    log_in(county, "inner-mongolia-county")
    county.goto("/recall/")
    expect(county.locator("tbody th")).to_have_text(["张三"])
    county.get_by_role("link", name="看情形").click()
    expect(county.locator(".verdict-outcome")).to_contain_text("已构成情形")
    expect(county.locator(".verdict .article")).to_have_text("第二十三条第1项")
    county.get_by_label("进入调换召回程序").check()
    county.get_by_label("理由").fill("全年在岗199天，经谈话提醒仍未改进")
    county.get_by_role("button", name="立项").click()
    county.get_by_role("dialog").get_by_role("button", name="立项").click()
    expect(county.get_by_role("heading", level=1)).to_have_text("张三：召回")
    expect(county.locator(".step-act")).to_have_text(["提出", "审核", "审核", "确认", "通知"])

    case = Case.objects.get()
    agree(open_page("inner-mongolia-township"), case, "同意（转县委组织部、县扶贫办）")
    agree(county, case, "审核同意（还须县扶贫办办理）")
    agree(county, case, "审核同意（转派出单位同级组织部门）")
    agree(county, case, "确认（转派出单位）")
    agree(open_page("inner-mongolia-unit"), case, "同意（终审）")

    county.goto(f"/recall/{case.key}/")
    expect(county.locator("main")).to_contain_text("接替人应于 2020年1月19日 前到岗")
    expect(county.locator("tbody th")).to_have_text(["不得评先评优", "不得提拔重用"])
    county.get_by_role("link", name="打印通知书").click()
    expect(county.locator("main")).to_contain_text("2020年1月6日至2021年1月6日")
    case.refresh_from_db()
    assert (case.decided_on, case.successor_due) == (date(2020, 1, 6), date(2020, 1, 19))  # a Sunday that is worked
