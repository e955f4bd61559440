"""The frame at work in a browser, at an office screen's size and at a phone's."""

import pytest
from playwright.sync_api import Page, expect

from accounts.menu import Entry
from accounts.models import User
from tests.conftest import PHONE, OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.frame.pages")]


@pytest.fixture(autouse=True)
def _somebody(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user, and a menu of the one page that these addresses have."""
    User.objects.create_user(username="somebody", name="李敏", password="long-enough-2018")
    monkeypatch.setattr("accounts.menu._ENTRIES", {"workbench": Entry("工作台", "workbench", "home")})


def opened(open_page: OpenPage, **size: object) -> Page:
    page = open_page("somebody", **size)
    page.goto("/")
    return page


def test_a_button_asks_first_and_sends_once(open_page: OpenPage) -> None:
    page = opened(open_page)
    page.get_by_role("button", name="送出").click()
    expect(page.locator("#confirm")).to_contain_text("送出后不能修改，确定送出？")
    page.locator("#confirm").get_by_role("button", name="返回").click()
    expect(page.locator(".notice")).to_have_count(0)
    page.get_by_role("button", name="送出").click()
    page.locator("#confirm").get_by_role("button", name="送出").click()
    expect(page.locator(".notice-success")).to_contain_text("已送出。")


def test_letters_and_halves_are_written_into_the_month_but_not_over_a_locked_day(open_page: OpenPage) -> None:
    page = opened(open_page)
    cells = page.locator("td.day")
    cells.nth(0).click()
    page.keyboard.type("ao")
    page.get_by_role("button", name="下午").click()
    cells.nth(2).click()
    page.keyboard.press("c")
    expect(cells).to_have_text(["A", "L", "./C", "."])
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".notice-success")).to_contain_text("AL.. ALC.")


def test_progress_is_fetched_and_a_chart_drawn(open_page: OpenPage) -> None:
    page = opened(open_page)
    expect(page.locator("[data-chart] canvas")).to_have_count(1)
    expect(page.get_by_text("办完了")).to_be_visible()


def test_a_slash_goes_to_the_search(open_page: OpenPage) -> None:
    page = opened(open_page)
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()


def test_on_a_phone_the_menu_opens_on_demand_and_nothing_is_wider_than_the_screen(open_page: OpenPage) -> None:
    page = opened(open_page, size=PHONE)
    link = page.get_by_role("link", name="工作台")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="打开菜单").click()
    expect(link).to_be_visible()
    page.wait_for_load_state("load")
    expect(page.locator("main")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0
