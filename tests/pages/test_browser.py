"""The ledger and the workbench in a browser, at an office screen's size and a phone's."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import ViewportSize, expect

from accounts.personal_data import masked_phone, open_vault
from accounts.record_models import Entry
from cadres.models import Cadre
from tests import factories
from tests.conftest import DESKTOP, PHONE, OpenPage
from tests.pages.people import TODAY, posted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_clerk_finds_a_cadre_by_initials_and_looks_at_the_phone_with_a_reason(
    open_page: OpenPage, on_day: Callable[[date], None], size: ViewportSize
) -> None:
    on_day(TODAY)
    posting = posted("张建国", factories.linfen())
    posted("李桂芳", factories.linfen())
    sealed = open_vault().seal_person(None, "17000000001")
    Cadre.objects.filter(pk=posting.cadre_id).update(**sealed._asdict(), phone_mask=masked_phone("17000000001"))
    page = open_page("linfen-county", size)

    page.goto("/cadres/")
    page.get_by_label("姓名、拼音首字母或身份证号").fill("zjg")
    page.get_by_role("button", name="查询").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="张建国").click()
    page.wait_for_load_state()  # the button speaks to htmx, which has to be there
    page.get_by_role("button", name="查看完整联系电话，需填写事由").click()
    page.get_by_label("查看联系电话的事由").fill("通知开会")
    page.get_by_role("button", name="查看并记入日志").click()

    expect(page.locator(".masked strong")).to_have_text("17000000001")
    newest = Entry.objects.filter(act="unmasked").latest("id")
    assert (newest.reason, newest.object_id) == ("通知开会", str(posting.cadre_id))


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("username", ["linfen-county", "linfen-township", "linfen-unit", "linfen-city", "jia"])
def test_every_workbench_fits_the_screen(
    open_page: OpenPage, on_day: Callable[[date], None], username: str, size: ViewportSize
) -> None:
    on_day(TODAY)
    posted("甲", factories.linfen())
    page = open_page(username, size)

    page.goto("/")

    expect(page.get_by_role("heading", name="等我办理")).to_be_visible()
    page.wait_for_load_state("load")
    expect(page.locator("main")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
