"""Users and logins in a browser: an office screen and a telephone, nothing wider than the page, no complaint."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from accounts.actions import appoint, open_account
from accounts.choices import Duty, Office
from accounts.models import User
from tests import factories
from tests.conftest import PHONE, OpenPage
from tests.factories import PASSWORD
from tests.factories_accounts import administrator, code_of_secret

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES")


def fits(page: Page, *, tries: int = 10) -> bool:
    """Whether nothing stands out sideways; between two pages there is no document to ask, so it is asked again."""
    try:
        return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
    except Error:
        if tries == 0:
            raise
        page.wait_for_timeout(200)
        return fits(page, tries=tries - 1)


def looked_at(page: Page, name: str) -> None:
    """Nothing stands out of the page sideways; a picture is kept where the environment names a folder."""
    page.wait_for_load_state("load")
    expect(page.locator("main")).to_be_visible()
    assert fits(page)
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.fixture
def here(settings) -> factories.County:
    settings.TODAY = date(2018, 5, 10)
    return factories.linfen()


def test_a_user_is_made_logs_in_and_chooses_a_password(here, open_page: OpenPage):
    staff = open_page("linfen-county")
    staff.goto("/users/")
    looked_at(staff, "users")
    staff.get_by_role("link", name="新建用户").click()
    staff.get_by_label("登录名").fill("zhanghong")
    staff.get_by_label("姓名").fill("张红")
    staff.get_by_label("机构").select_option(label="中共吉昌镇委员会")
    staff.get_by_label("职责").select_option(label="审批")
    staff.get_by_label("职责").select_option(label="经办")
    looked_at(staff, "user-new")
    staff.get_by_role("button", name="新建用户").click()
    password = staff.locator("strong.font-monospace").inner_text()
    looked_at(staff, "passwords")

    own = open_page(size=PHONE)
    own.goto("/login/")
    own.get_by_label("登录名").fill("zhanghong")
    own.get_by_label("密码").fill(password)
    looked_at(own, "login-phone")
    own.get_by_role("button", name="登录").click()
    expect(own).to_have_title(re.compile("请先设定自己的密码"))
    looked_at(own, "first-password-phone")
    own.get_by_label("现在的密码").fill(password)
    own.get_by_label("新密码", exact=True).fill("Chun-tian-2018")
    own.get_by_label("再输一次新密码").fill("Chun-tian-2018")
    own.get_by_role("button", name="保存新密码").click()
    expect(own.get_by_text("新密码已生效")).to_be_visible()


def test_staff_look_at_a_user_on_both_screens(here, open_page: OpenPage):
    user, _ = open_account("zhanghong", name="张红", division=here.township, by=here.user("county"))
    appoint(user, here.body("township"), duty=Duty.CLERK, since=date(2018, 5, 1), by=here.user("county"))
    for size, name in ((None, "user"), (PHONE, "user-phone")):
        page = open_page("linfen-county", **({"size": size} if size else {}))
        page.goto("/users/")
        looked_at(page, f"{name}-list")
        page.get_by_role("link", name="张红").click()
        looked_at(page, name)
        for button in ("任用", "安排代办", "结束"):
            page.get_by_role("link", name=button, exact=True).last.click()
            looked_at(page, f"{name}-{button}")
            page.go_back()
    page.get_by_role("button", name="停用账户").click()
    page.get_by_role("dialog").get_by_role("button", name="停用账户").click()
    expect(page.get_by_text("已停用张红的账户")).to_be_visible()
    assert not User.objects.get(pk=user.pk).is_active


def test_an_administrator_binds_a_telephone_in_the_browser(here, open_page: OpenPage):
    admin = administrator(Office.SECURITY)
    page = open_page(size=PHONE)
    page.goto("/login/")
    page.get_by_label("登录名").fill(admin.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_title(re.compile("二次验证"))
    assert page.locator("img[alt='绑定手机的二维码']").evaluate("image => image.naturalWidth > 100")
    looked_at(page, "two-factor-phone")
    secret = page.locator("strong.font-monospace").inner_text().replace(" ", "")
    page.get_by_label("动态口令").fill(code_of_secret(secret))
    page.get_by_role("button", name="绑定手机").click()
    page.goto("/security/")
    expect(page.get_by_role("heading", name="待核准的任用")).to_be_visible()
    looked_at(page, "security-phone")
    office = open_page(admin.username)
    office.goto("/security/")
    looked_at(office, "security")
    office.goto("/two-factor/")
    looked_at(office, "two-factor-bound")


def test_my_stand_in_and_a_workbook_that_is_wrong(here, open_page: OpenPage, tmp_path):
    factories.user("colleague", "同事", acts_for=here.body("township"), duty=Duty.READER)
    page = open_page("linfen-township", size=PHONE)
    page.goto("/substitution/")
    page.get_by_label("代办人").select_option(label="同事")
    page.get_by_label("止").fill("2018-05-20")
    page.get_by_role("button", name="安排代办").click()
    expect(page.get_by_text("已安排同事代王建国办理")).to_be_visible()
    looked_at(page, "substitution-phone")

    staff = open_page("linfen-county")
    staff.goto("/users/roster/")
    wrong = tmp_path / "名单.xlsx"
    wrong.write_bytes(b"no workbook")
    staff.get_by_label("用户名单").set_input_files(wrong)
    staff.get_by_role("button", name="上传并新建").click()
    expect(staff.get_by_text("这不是 Excel 工作簿")).to_be_visible()
    looked_at(staff, "roster")
