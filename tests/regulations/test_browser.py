"""The reading room in a browser: by keyboard, with the form following the question, at two sizes."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from decisions.regulations.binding import bind_text
from tests import factories
from tests.conftest import DESKTOP, PHONE, OpenPage
from tests.regulations.test_binding import made_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PAGES = [
    "/regulations/",
    "/regulations/hebei/",
    "/trial/?policy=hebei&question=leave_route&on=2018-10-15&role=member&dispatch_level=county&leave_type=personal&days=1.5&ask=1",
    "/compare/?a=hebei&b=ningxia",
    "/readings/?policy=hebei",
    "/readings/hebei/between_bands/",
    "/local-rules/",
    "/local-rules/new/",
    "/replay/",
]


@pytest.fixture
def county(settings) -> None:
    settings.TODAY = date(2018, 10, 15)
    factories.hebei()


@pytest.mark.usefixtures("county")
def test_a_question_is_asked_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page: Page = open_page("hebei-county")
    page.goto("/trial/?policy=hebei&question=leave_route&on=2018-10-15")
    for label, steps in (("身份", 4), ("选派层级", 4), ("假种", 1)):
        page.get_by_label(label).focus()
        for _ in range(steps):
            page.keyboard.press("ArrowDown")
    page.get_by_label("请假天数").focus()
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("乡镇党委")
    expect(page.locator("#answer")).to_contain_text("第十九条第2项")
    page.get_by_role("link", name="改按“归较低的一档”试算").click()
    expect(page.locator("#answer")).to_contain_text("队长")


@pytest.mark.usefixtures("county")
def test_the_facts_follow_the_question(open_page: OpenPage) -> None:
    page: Page = open_page("hebei-county")
    page.goto("/trial/")
    expect(page.get_by_label("请假天数")).to_be_visible()
    page.get_by_label("问题").select_option("term")
    expect(page.get_by_label("起始日期")).to_be_visible()
    expect(page.get_by_label("请假天数")).to_have_count(0)
    assert "question=term" in page.url


@pytest.mark.usefixtures("county")
def test_without_scripts_a_button_fetches_the_facts(open_page: OpenPage, live_server) -> None:
    page: Page = open_page("hebei-county")
    browser, cookies = page.context.browser, page.context.cookies()
    assert browser is not None
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    plain.add_cookies(cookies)  # type: ignore[arg-type]
    bare = plain.new_page()
    bare.goto("/trial/")
    bare.get_by_label("问题").select_option("term")
    bare.get_by_role("button", name="更新上面的项目").click()
    expect(bare.get_by_label("起始日期")).to_be_visible()
    plain.close()


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_is_wider_than_the_screen(open_page: OpenPage, size: dict[str, int]) -> None:
    bind_text("hebei", made_up(33), by=None)
    page: Page = open_page("hebei-county", size)
    for address in PAGES:
        page.goto(address)
        page.wait_for_load_state("load")
        expect(page.locator("main")).to_be_visible()
        assert (address, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (address, 0)
