"""Whom a word of the regulations means for a post."""

import pytest
from pytest_django.fixtures import Settings

from accounts.access import reach_of
from accounts.choices import Level
from attendance.leave.actions import file_leave
from cadres.parties import acting
from decisions.actions import decide_step
from decisions.choices import State
from decisions.queries import recordable, unnamed
from tests import factories
from tests.leave.drafts import MONDAY, draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_monday(settings: Settings) -> None:
    settings.TODAY = MONDAY


@pytest.mark.parametrize(
    ("word", "level", "name"),
    [
        ("township", Level.COUNTY, "中共吉昌镇委员会"),
        ("county_org", Level.COUNTY, "中共吉县委组织部"),
        ("county_office", Level.COUNTY, "中共吉县委组织部"),
        ("county_secretary", Level.COUNTY, ""),
        ("city_office", Level.CITY, "临汾市干部帮扶工作领导小组办公室"),
        ("region_office", Level.PROVINCE, ""),
        ("unit", Level.COUNTY, "吉县民政局"),
        ("unit_hr", Level.COUNTY, "吉县民政局"),
        ("unit_level_org", Level.TOWNSHIP, "中共吉县委组织部"),
        ("unit_level_org", Level.COUNTY, "中共吉县委组织部"),
        ("unit_level_org", Level.CITY, "临汾市干部帮扶工作领导小组办公室"),
        ("unit_level_org", Level.PROVINCE, "山西省委组织部"),
        ("unit_level_org", Level.CENTRAL, ""),
        ("unit_level_office", Level.COUNTY, "中共吉县委组织部"),
        ("unit_level_office", Level.CITY, "临汾市干部帮扶工作领导小组办公室"),
        ("cadre", Level.COUNTY, "张三"),
        ("team_leader", Level.COUNTY, "周队长"),
    ],
)
def test_a_word_means_a_body_or_a_person(word: str, level: str, name: str) -> None:
    place = factories.linfen()
    factories.cadre("周队长", place, role=["first_secretary", "leader"])
    posting = factories.cadre("张三", place, dispatch_level=level)

    assert acting(word, posting=posting, on=MONDAY).name == name


def test_the_leader_is_asked_who_leads_on_the_day() -> None:
    place = factories.hebei()
    factories.cadre("老队长", place, role="leader", end=MONDAY.replace(day=1))
    factories.cadre("新队长", place, role="leader", start=MONDAY)
    posting = factories.cadre("王五", place)

    leave = file_leave(draft(posting, "1"), by=factories.login(posting))

    step = leave.proceeding.steps.get()
    assert step.person is not None and step.person.name == "新队长"


def test_a_leader_without_a_login_is_recorded_by_the_county() -> None:
    place = factories.hebei()
    leader = factories.cadre("周队长", place, role="leader")
    leader.cadre.user = None
    leader.cadre.save(update_fields=["user"])
    posting = factories.cadre("王五", place)
    leave = file_leave(draft(posting, "1"), by=factories.login(posting))
    step, county = leave.proceeding.steps.get(), place.user("county")

    assert [list(found(reach_of(county))) for found in (unnamed, recordable)] == [[step], [step]]
    decide_step(step, by=county, agree=True, on_behalf=True, paper_number="队长签字的请假条")

    leave.proceeding.refresh_from_db()
    assert leave.proceeding.state == State.GRANTED
