"""The workbench of each kind of user, and teams with what they lack."""

from datetime import date
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.access import reach_of
from accounts.choices import Standing
from accounts.models import Appointment, User
from attendance.models import RegisterLine
from cadres.models import Posting
from config.teams import Presence, lacking, lacks, presences, team_days
from config.workbench import kind_of_user, workdays_left
from tests import factories
from tests.factories_accounts import sign_in
from tests.pages.people import TODAY, logged_in, posted
from villages.choices import VillageStatus
from villages.models import Village

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_october(settings: Settings) -> None:
    settings.TODAY = TODAY


@pytest.mark.parametrize(
    ("username", "kind"),
    [("linfen-county", "county"), ("linfen-township", "township"), ("linfen-unit", "unit"), ("linfen-city", "region"),
     ("jia", "cadre"), ("nobody", "cadre"), ("officer", "office")],
)  # fmt: skip
def test_each_kind_of_user_has_a_workbench(username: str, kind: str) -> None:
    posted("甲", factories.linfen())
    factories.user("nobody")
    User.objects.create_user("officer", name="审计", office="audit")

    assert kind_of_user(reach_of(User.objects.get(username=username))) == kind


@pytest.mark.parametrize("username", ["linfen-county", "linfen-township", "linfen-unit", "linfen-city", "jia"])
def test_what_waits_for_me_comes_first(username: str) -> None:
    posted("甲", factories.linfen())
    page = logged_in(username).get("/").content.decode()

    first = page.index('class="card-title"')
    assert page[first:].startswith('class="card-title">等我办理')


def lines(posting: Posting, letters: str) -> None:
    nothing = "." * 31
    month = letters.ljust(31, ".")
    RegisterLine.objects.create(
        posting=posting, month=date(2018, 10, 1), noted_am=month, noted_pm=month, nights=nothing, am=month, pm=month
    )


def test_todays_letters_make_the_figures() -> None:
    place = factories.linfen()
    for name, letter in (("甲", "V"), ("乙", "V"), ("丙", "A"), ("丁", ".")):
        lines(posted(name, place), "V" * 16 + letter)
    posted("戊", place)

    figures = logged_in("linfen-county").get("/").context["figures"]

    assert [(figure["label"], figure["value"]) for figure in figures] == [
        ("在任", 5), ("今日在村（在县）", 2), ("请假", 0), ("公务外出", 0), ("休息", 0), ("无故缺岗", 1), ("今日未登记", 2),
    ]  # fmt: skip


def test_the_township_sees_who_is_not_noted_and_who_is_absent() -> None:
    place = factories.linfen()
    lines(posted("甲", place), "V" * 16 + "A")
    posted("乙", place)

    given = logged_in("linfen-township").get("/").context
    named = [[posting.cadre.name for posting, _ in given[key]] for key in ("absent", "unnoted")]

    assert named == [["甲"], ["乙"]]


@pytest.mark.parametrize(
    ("am", "pm", "label", "here"),
    [
        ("V", "V", "在村", True),
        ("V", "O", "上午在村，下午公务外出", True),
        (".", ".", "未登记", False),
        ("L", "L", "批准请假", False),
    ],
)
def test_a_day_in_words(am: str, pm: str, label: str, here: bool) -> None:
    presence = Presence(am, pm)

    assert (presence.label, presence.here) == (label, here)


def test_a_posting_without_a_line_has_no_presence() -> None:
    posting = posted("甲", factories.linfen())

    assert presences([posting.pk], on=TODAY) == {}


@pytest.mark.parametrize(
    ("status", "members", "found"),
    [
        (VillageStatus.EXITED, 2, ["在任2人，要求不少于3人"]),
        (VillageStatus.EXITED, 3, []),
        (VillageStatus.NOT_EXITED, 4, ["在任4人，要求不少于5人"]),
        (VillageStatus.NOT_EXITED, 5, []),
        (VillageStatus.OTHER, 1, []),
    ],
)
def test_villages_below_strength_follow_the_regulation(
    settings: Settings, status: VillageStatus, members: int, found: list[str]
) -> None:
    settings.TODAY = date(2019, 5, 8)
    place = factories.inner_mongolia()
    Village.objects.filter(division=place.village).update(status=status)
    for number in range(members):
        posted(f"队员{number}", place, username=f"member-{number}")

    county, on = place.user("county"), date(2019, 5, 8)
    days = team_days(list(lacking(county, on=on)), on=on)

    assert [sentence for day in days if day.lack for sentence in day.lack.sentences] == found
    assert sum(count for _, count in lacks(county, on=on).values()) == len(days)


def test_a_unit_sees_its_own_people_in_a_mixed_team() -> None:
    place = factories.linfen()
    posted("甲", place)
    posted("乙", place, unit=factories.body("吉县林业局", level="county", place=place.division))

    given = logged_in("linfen-unit").get("/teams/141028100208/village/").context

    assert ([row["posting"].cadre.name for row in given["members"]], given["hidden"]) == (["甲"], 1)


@pytest.mark.parametrize(
    ("due", "left"),
    [
        (date(2018, 10, 17), 0),
        (date(2018, 10, 18), 1),
        (date(2018, 10, 19), 2),
        (date(2018, 10, 22), 3),
        (None, None),
        (date(2031, 1, 6), None),
    ],
)
def test_working_days_left_skip_the_weekend(due: date | None, left: int | None) -> None:
    assert workdays_left(due, on=TODAY) == left


def test_an_administrator_sees_no_cadre() -> None:
    posted("甲", factories.linfen())
    officer = User.objects.create_user("officer", name="审计", office="audit")

    client = logged_in(officer.username)

    assert ("甲" in client.get("/").content.decode(), client.get("/cadres/").context["rows"]) == (False, [])


def test_a_county_with_an_empty_ledger_is_told_what_to_do_first() -> None:
    place = factories.linfen()
    factories.division("141028101000")
    client = sign_in(place.user("county").username)
    before = client.get("/").content.decode()
    factories.cadre("张三", place)
    after = client.get("/").content.decode()

    assert ("开始使用：先办这几件" in before, "乡镇没有登记机构" in before) == (True, True)
    assert ("开始使用" in after, "乡镇没有登记机构" in after) == (False, True)


def test_a_user_whose_right_waits_is_told_so() -> None:
    place = factories.linfen()
    user = factories.user("new", "张红", acts_for=place.body("township"))
    Appointment.objects.filter(user=user).update(standing=Standing.WAITING)

    assert "您的任用正在等待核准" in sign_in("new").get("/").content.decode()


def test_teams_that_are_alike_cost_one_query_and_one_question(
    django_assert_num_queries: Any, settings: Settings
) -> None:
    settings.TODAY = date(2019, 5, 8)
    place = factories.inner_mongolia()
    county = place.user("county")
    reach_of(county)
    for code in range(201, 231):
        home = factories.division(f"150521100{code}")
        Village.objects.create(division=home, status=VillageStatus.EXITED)
        factories.team(home)
    lacks(county, on=settings.TODAY)  # the regulations are read

    with django_assert_num_queries(2):  # the teams, and the readings the county chose
        found = lacks(county, on=settings.TODAY)
    assert [(lack.firm, count) for lack, count in found.values() if "在任0人，要求不少于3人" in lack.sentences] == [
        (True, 30)
    ]
