"""Writing a month in a browser: letters, the afternoon alone, filling right, two clerks on one row."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from attendance.models import RegisterLine
from cadres.models import Posting
from tests import factories
from tests.factories_attendance import line

OpenPage = Callable[..., Page]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def posting(on_day: Callable[[date], None]) -> Posting:
    on_day(date(2018, 11, 20))
    return factories.cadre("张三", factories.hebei(), username="zhangsan")


def opened(open_page: OpenPage, username: str) -> Page:
    page = open_page(username)
    page.goto("/register/130624101000/2018-10/")
    return page


def test_letters_fill_the_row_and_it_is_saved(open_page: OpenPage, posting: Posting) -> None:
    page = opened(open_page, "hebei-township")
    page.locator("td.day").first.click()
    page.keyboard.press("v")
    page.keyboard.press("Shift+O")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("c")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("f")
    expect(page.locator("tr[data-saved]")).to_have_count(1)
    saved = RegisterLine.objects.get(posting=posting)
    assert (saved.am, saved.pm) == ("V." + "C" * 29, "VO" + "C" * 29)
    expect(page.locator("td.sum").first).to_have_text("1")


def test_the_second_clerk_is_told_and_sees_what_the_first_wrote(open_page: OpenPage, posting: Posting) -> None:
    line(posting, "2018-10", "." * 31)
    first, second = opened(open_page, "hebei-township"), opened(open_page, "hebei-county")
    for page, letter in ((first, "v"), (second, "a")):
        page.locator("td.day").first.click()
        page.keyboard.press(letter)
        expect(page.locator("tr[data-saved], tr[data-trouble]")).to_have_count(1)
    expect(second.locator(".trouble")).to_contain_text("王建国")
    expect(second.locator("td.day").first).to_have_text("V")
    assert RegisterLine.objects.get().am == "V" + "." * 30


def test_a_closed_month_cannot_be_written_in(open_page: OpenPage, posting: Posting) -> None:
    line(posting, "2018-10", "V" * 31)
    page = opened(open_page, "hebei-township")
    page.get_by_role("button", name="本月关账").click()
    page.locator("dialog[open], .modal.show").get_by_role("button", name="关账").click()
    expect(page.get_by_text("已关账").first).to_be_visible()
    expect(page.locator(".month[data-editable]")).to_have_count(0)
    expect(page.get_by_role("link", name="申请更正")).to_have_count(1)
