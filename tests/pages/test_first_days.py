"""A county that begins with nothing: from the first command to the first leave that is granted."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from cadres.models import Posting
from config.launch.processes import Child
from tests.conftest import PHONE, OpenPage

SAMPLES = Path(__file__).resolve().parents[1] / "ledgers" / "samples"
MONDAY = date(2018, 9, 3)
OWN = "Chun-tian-2018"


def run(*words: str) -> str:
    said = io.StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def first_login(page: Page, username: str, password: str) -> None:
    """With the one-time password, then one's own."""
    page.goto("/login/")
    page.get_by_label("登录名").fill(username)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("现在的密码").fill(password)
    page.get_by_label("新密码", exact=True).fill(OWN)
    page.get_by_label("再输一次新密码").fill(OWN)
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_text("新密码已生效")).to_be_visible()


def confirm(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    page.locator("#confirm").get_by_role("button").last.click()


def passwords(page: Page) -> dict[str, str]:
    """Login name → one-time password, of the page that shows them."""
    rows = page.locator("tbody tr")
    rows.first.wait_for()
    return {row.locator("td").nth(0).inner_text(): row.locator("td strong").inner_text() for row in rows.all()}


@pytest.mark.browser
@pytest.mark.celery
@pytest.mark.django_db(transaction=True)
def test_from_the_first_command_to_the_first_leave(
    open_page: OpenPage, worker: Child, on_day: Callable[[date], None]
) -> None:
    on_day(MONDAY)
    run("divisions", "import", str(SAMPLES / "divisions.csv"))
    said = run("organization", "141028000000", "limin", "李敏")
    county = open_page()
    first_login(county, "limin", re.findall(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){2}", said)[0])

    county.get_by_role("link", name="登记乡镇机构").click()
    confirm(county, "全部登记为乡镇党委")
    expect(county.get_by_text("乡镇登记乡镇党委")).to_be_visible()

    county.get_by_role("link", name="台账导入").click()
    county.get_by_label("台账文件").set_input_files(SAMPLES / "jixian-roster.xlsx")
    county.get_by_role("button", name="上传并预览").click()
    county.get_by_role("link", name=re.compile("^新增")).wait_for(timeout=30_000)
    county.get_by_role("button", name="确认导入").click()
    county.locator(".badge", has_text="已完成").wait_for(timeout=30_000)
    people = Posting.objects.filter(end=None, start__lte=MONDAY, dispatch_level="county", roles=["member"])
    posting = people.select_related("cadre", "team__place__parent").order_by("pk")[0]
    town = posting.team.place.parent
    assert town is not None

    county.goto("/users/new/")
    county.get_by_label("登录名").fill("wangjianguo")
    county.get_by_label("姓名").fill("王建国")
    county.get_by_label("机构").select_option(label=f"中共{town.name}委员会")
    county.get_by_label("职责").select_option(label="审批")
    county.get_by_role("button", name="新建用户").click()
    township = open_page()
    first_login(township, "wangjianguo", passwords(county)["wangjianguo"])

    county.goto(f"/cadres/{posting.cadre.key}/")
    confirm(county, "开通账号")
    login = str(posting.cadre.number)
    cadre = open_page(size=PHONE)
    first_login(cadre, login, passwords(county)[login])
    cadre.goto("/leave/mine/")
    cadre.get_by_role("link", name="请假", exact=True).first.click()
    cadre.get_by_label("开始日期").fill(MONDAY.isoformat())
    cadre.get_by_label("结束日期").fill(MONDAY.isoformat())
    cadre.get_by_label("事由").fill("到县医院陪护老人")
    expect(cadre.locator("#preview .step-head")).to_have_text([f"中共{town.name}委员会批准"])
    cadre.get_by_role("button", name="提交请假申请").click()

    township.goto("/inbox/")
    township.get_by_role("link", name=posting.cadre.name).click()
    township.get_by_role("button", name="批准（终审）", exact=True).click()
    expect(township.locator(".notice-success")).to_contain_text("已办理")
    cadre.reload()
    expect(cadre.locator("#state .badge").first).to_have_text("休假中")
