"""Leave in a browser, from the login to the result, with the clock set to the years of the sample ledgers."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from accounts.choices import Level
from cadres.models import Posting
from tests import factories
from tests.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONDAY = {2018: date(2018, 9, 3), 2019: date(2019, 9, 2)}
Clerk = Callable[[str], Page]


@pytest.fixture
def on(settings: Settings) -> Callable[[int], date]:
    def fix(year: int) -> date:
        settings.TODAY = MONDAY[year]
        return MONDAY[year]

    return fix


def log_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.get_by_label("登录名").fill(username)
    page.locator("input[name=password]").fill(factories.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def ask(page: Page, posting: Posting, start: date, days: int, *, route: list[str], send: bool = True) -> None:
    """Log in as the cadre, fill the form in, read the route before sending, send."""
    log_in(page, factories.login(posting).username)
    page.get_by_role("link", name="我的请假").click()
    page.get_by_role("link", name="请假", exact=True).first.click()
    page.get_by_label("开始日期").fill(start.isoformat())
    page.get_by_label("结束日期").fill((start + timedelta(days - 1)).isoformat())
    page.get_by_label("事由").fill("家中老人住院陪护")
    expect(page.locator("#counted")).to_have_text(f"共 {days} 天")
    expect(page.locator("#preview .step-head")).to_have_text(route)
    if send:
        page.get_by_role("button", name="提交请假申请").click()
        expect(page.get_by_role("heading", name=f"{posting.cadre}请假")).to_be_visible()


def decide(page: Page, posting: Posting, button: str, *, tab: str = "待我批准", opinion: str = "") -> None:
    """From the inbox to the leave, press the button named."""
    page.goto("/inbox/")
    page.get_by_role("link", name=tab).click()
    page.get_by_role("link", name=str(posting.cadre)).click()
    if opinion:
        page.get_by_label("意见").fill(opinion)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".notice-success")).to_contain_text("已办理")


def state(page: Page) -> str:
    return page.locator("#state .badge").first.inner_text()


TOWNSHIP, COUNTY = "中共吉昌镇委员会批准", "中共吉县委组织部批准"


@pytest.mark.parametrize(
    ("days", "level", "route", "decisions"),
    [
        (3, Level.COUNTY, [TOWNSHIP], [("township", "批准（终审）")]),
        (3, Level.CITY, [TOWNSHIP], [("township", "批准（终审）")]),
        (8, Level.COUNTY, [COUNTY], [("county", "批准（终审）")]),
        (8, Level.CITY, [COUNTY], [("county", "批准（终审）")]),
        (
            16,
            Level.CITY,
            ["临汾市干部帮扶工作领导小组办公室批准", "吉县民政局批准"],
            [("city", "批准（还须派出单位办理）"), ("unit", "批准（终审）")],
        ),
    ],
)
def test_linfen(
    page: Page, open_page: OpenPage, on: Callable[[int], date], days: int, level: str, route: list[str], decisions: list
) -> None:
    monday, place = on(2018), factories.linfen()
    posting = factories.cadre("张三", place, dispatch_level=level)

    ask(page, posting, monday, days, route=route)
    for role, button in decisions:
        decide(open_page(f"linfen-{role}"), posting, button, opinion="同意")

    page.reload()
    assert state(page) == "休假中"


def test_linfen_county_dispatched_sixteen_days_is_left_to_a_person(
    page: Page, open_page: OpenPage, on: Callable[[int], date]
) -> None:
    monday, place = on(2018), factories.linfen()
    posting = factories.cadre("张三", place)

    ask(page, posting, monday, 16, route=[], send=False)
    expect(page.locator("#preview")).to_contain_text("本办法未作规定")
    expect(page.locator("#preview")).to_contain_text("由县驻村工作领导小组办公室、派出单位共同研究决定")
    page.get_by_role("button", name="提交请假申请").click()
    expect(page.locator("main")).to_contain_text("转人工")
    decide(open_page("linfen-county"), posting, "批准（终审）", opinion="商派出单位后同意")

    page.reload()
    assert state(page) == "休假中"
    expect(page.locator("main")).to_contain_text("结果由人作出，不以条款为依据")


@pytest.mark.parametrize(
    ("role", "days", "route", "decisions"),
    [
        ("member", 1, ["队长周队长批准"], [("zhouduizhang", "待我批准", "批准（终审）")]),
        ("member", 2, ["中共龙泉关镇委员会批准"], [("hebei-township", "待我批准", "批准（终审）")]),
        ("member", 4, ["中共阜平县委组织部批准"], [("hebei-county", "待我批准", "批准（终审）")]),
        ("leader", 1, ["中共龙泉关镇委员会同意"], [("hebei-township", "待我同意", "同意（终审）")]),
        (
            "leader",
            2,
            ["中共龙泉关镇委员会同意", "中共阜平县委组织部批准"],
            [("hebei-township", "待我同意", "同意（转县办）"), ("hebei-county", "待我批准", "批准（终审）")],
        ),
    ],
)
def test_hebei(
    page: Page, open_page: OpenPage, on: Callable[[int], date], role: str, days: int, route: list[str], decisions: list
) -> None:
    monday, place = on(2018), factories.hebei()
    leader = factories.cadre("周队长", place, role="leader")
    posting = leader if role == "leader" else factories.cadre("王五", place)

    ask(page, posting, monday, days, route=route)
    for username, tab, button in decisions:
        clerk = open_page(username)
        decide(clerk, posting, button, tab=tab)

    page.reload()
    assert state(page) == "休假中"


def test_inner_mongolia_village_joint_approval_tells_the_unit(
    page: Page, open_page: OpenPage, on: Callable[[int], date]
) -> None:
    monday, place = on(2019), factories.inner_mongolia()
    posting = factories.cadre("巴图", place)

    ask(page, posting, monday, 2, route=["中共科尔沁左翼中旗委组织部批准", "中共保康镇委员会批准"])
    decide(open_page("inner-mongolia-township"), posting, "批准（还须县办办理）")
    decide(open_page("inner-mongolia-county"), posting, "批准（终审）")

    unit = open_page("inner-mongolia-unit")
    unit.goto("/inbox/?tab=told")
    expect(unit.locator("main")).to_contain_text("巴图（保西村）事假2天，9月2日至3日，已批准，按规定告知（备案）")
    unit.get_by_role("button", name="已阅", exact=True).click()
    expect(unit.locator("main")).to_contain_text("孙丽于")


def test_a_general_teams_member(page: Page, open_page: OpenPage, on: Callable[[int], date]) -> None:
    monday, place = on(2018), factories.general_team()
    leader = factories.cadre("朝鲁", place, role="leader", dispatch_level=Level.PROVINCE)
    posting = factories.cadre("李四", place, dispatch_level=Level.PROVINCE)

    ask(page, posting, monday, 2, route=["中共科尔沁左翼中旗委员会书记签字", "队长朝鲁批准"])
    decide(open_page("general-secretary"), posting, "同意并签字（转队长）", tab="待我同意")
    decide(open_page(factories.login(leader).username), posting, "批准（终审）")

    page.reload()
    assert state(page) == "休假中"
    liaison = open_page("general-liaison")
    liaison.goto("/inbox/?tab=told")
    expect(liaison.locator("main")).to_contain_text("已批准，按规定告知（备案）")


@pytest.mark.parametrize(
    ("days", "route", "decisions"),
    [
        (3, ["中共吉强镇委员会批准"], [("township", "批准（终审）")]),
        (
            4,
            ["中共西吉县委组织部批准", "西吉县水务局批准"],
            [("unit", "批准（还须县委组织部办理）"), ("county", "批准（终审）")],
        ),
    ],
)
def test_ningxia(
    page: Page, open_page: OpenPage, on: Callable[[int], date], days: int, route: list[str], decisions: list
) -> None:
    monday, place = on(2019), factories.ningxia()
    posting = factories.cadre("马六", place)

    ask(page, posting, monday, days, route=route)
    for role, button in decisions:
        decide(open_page(f"ningxia-{role}"), posting, button)

    page.reload()
    assert state(page) == "休假中"


def test_two_clerks_of_one_township_press_one_after_the_other(
    page: Page, open_page: OpenPage, on: Callable[[int], date]
) -> None:
    monday, place = on(2018), factories.linfen()
    posting = factories.cadre("张三", place)
    factories.user("second", "刘芳", acts_for=place.body("township"))
    ask(page, posting, monday, 3, route=[TOWNSHIP])
    address = page.url
    first, second = open_page("linfen-township"), open_page("second")
    for clerk in (first, second):
        clerk.goto(address)

    first.get_by_role("button", name="批准（终审）").click()
    expect(first.locator(".notice-success")).to_contain_text("已办理")
    second.get_by_label("意见").fill("材料不全")
    second.get_by_role("button", name="不予批准（办结）").click()
    second.locator("#confirm").get_by_role("button", name="不予批准（办结）").click()

    expect(second.locator(".notice-warning")).to_contain_text("这一环节已由王建国于09月03日")
    assert state(second) == "休假中"


def test_a_strangers_links_lead_nowhere(page: Page, open_page: OpenPage, on: Callable[[int], date]) -> None:
    monday, place = on(2018), factories.linfen()
    factories.hebei()
    posting = factories.cadre("张三", place)
    ask(page, posting, monday, 3, route=[TOWNSHIP])
    stranger = open_page("hebei-county")

    for address in (page.url, f"{page.url}print/", page.url.replace("/leave/", "/matters/")):
        answer = stranger.goto(address)
        assert answer is not None and answer.status == 404
        expect(stranger.locator("body")).not_to_contain_text("张三")


def test_leave_is_closed_on_the_day_of_return_and_cut_short(
    page: Page, open_page: OpenPage, on: Callable[[int], date], settings: Settings
) -> None:
    monday, place = on(2018), factories.linfen()
    posting = factories.cadre("张三", place)
    ask(page, posting, monday, 8, route=[COUNTY])
    decide(open_page("linfen-county"), posting, "批准（终审）")
    settings.TODAY = monday + timedelta(3)

    page.reload()
    page.get_by_label("返岗日期").fill((monday + timedelta(3)).isoformat())
    page.get_by_label("返岗时间").select_option("pm")
    page.get_by_role("button", name="已返岗，销假").click()

    expect(page.locator(".notice-success")).to_contain_text("已销假")
    assert state(page) == "已销假"


def test_on_a_phone_a_cadre_asks_and_withdraws(phone: Page, on: Callable[[int], date]) -> None:
    monday, place = on(2018), factories.linfen()
    posting = factories.cadre("张三", place)
    log_in(phone, factories.login(posting).username)
    phone.goto("/leave/mine/")
    phone.get_by_role("link", name="请假", exact=True).first.click()
    phone.get_by_label("开始日期").fill(monday.isoformat())
    phone.get_by_label("结束日期").fill(monday.isoformat())
    phone.get_by_label("到", exact=True).select_option("am")
    phone.get_by_label("事由").fill("到县医院取药")
    expect(phone.locator("#counted")).to_have_text("共 0.5 天")
    phone.get_by_role("button", name="提交请假申请").click()
    phone.get_by_role("button", name="撤回申请").click()
    phone.locator("#confirm").get_by_role("button", name="撤回申请").click()

    expect(phone.locator(".notice-success")).to_contain_text("已撤回")
    assert state(phone) == "已撤回"
