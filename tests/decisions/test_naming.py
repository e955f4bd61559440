"""The county names who acts where nobody is entered: of the step's own place, never itself, above it for the step alone."""

from datetime import date

import pytest
from pytest_django.fixtures import Settings

from accounts.access import reach_of
from accounts.choices import Duty, Level
from accounts.models import Body, Capacity, User
from attendance.leave.actions import file_leave
from decisions.actions import NotAllowed, name_party
from decisions.bodies import bodies_offered
from decisions.models import Step
from decisions.queries import recordable
from tests import factories
from tests.leave.drafts import draft

pytestmark = pytest.mark.django_db
DAY = date(2018, 9, 3)
CITY = "141000000000"


@pytest.fixture
def here(settings: Settings) -> factories.County:
    settings.TODAY = DAY
    place = factories.linfen()
    Capacity.objects.filter(word="city_office", place_id=CITY).delete()
    return place


def asked_of(word: str, here: factories.County) -> Step:
    """The step of a leave that no body is entered for: 20 days of a city's leader go up to the city."""
    Capacity.objects.filter(word=word).delete()
    role, days = ("leader", "20") if word == "city_office" else ("member", "3")
    posting = factories.cadre("张三", here, role=role, dispatch_level="city")
    return file_leave(draft(posting, days), by=factories.login(posting)).proceeding.steps.get(word=word)


def test_the_namers_own_body_gets_no_seat_of_the_city(here: factories.County) -> None:
    step, county = asked_of("city_office", here), here.user("county")

    with pytest.raises(NotAllowed, match="“中共吉县委组织部”是吉县的机构，这一环节应由临汾市的机构办理"):
        name_party(step, name="中共吉县委组织部", by=county)

    step.refresh_from_db()
    assert (step.body, Capacity.objects.filter(word="city_office").count()) == (None, 0)
    assert reach_of(county).prefixes == ("141028",)


def test_a_body_of_the_city_is_named_for_this_step_alone(here: factories.County) -> None:
    step = asked_of("city_office", here)
    office = Body.objects.get(division_id=CITY)

    assert name_party(step, name=office.name, by=here.user("county")) == office

    assert not Capacity.objects.filter(word="city_office").exists()


def test_a_body_of_the_city_that_is_not_entered_is_entered_there(here: factories.County) -> None:
    step = asked_of("city_office", here)

    made = name_party(step, name="临汾市帮扶办", by=here.user("county"))

    assert (made.division_id, made.level, list(made.capacities.all())) == (CITY, Level.CITY, [])
    assert step in recordable(reach_of(here.user("county")))


def test_a_body_the_namer_acts_for_is_never_named(here: factories.County) -> None:
    step = asked_of("township", here)
    town = factories.body("乡镇党委", level=Level.TOWNSHIP, place=here.township)
    both = factories.user("linfen-county", acts_for=town, duty=Duty.READER)

    with pytest.raises(NotAllowed, match="不能指定自己任职的机构"):
        name_party(step, name="乡镇党委", by=User.objects.get(pk=both.pk))

    assert not town.capacities.exists()


def test_a_body_of_the_county_acts_in_the_word_from_now_on(here: factories.County) -> None:
    step = asked_of("township", here)

    body = name_party(step, name="吉昌镇党委", by=here.user("county"))

    assert [(held.word, held.place) for held in body.capacities.all()] == [("township", here.township)]


def test_names_are_offered_of_the_steps_place_alone(here: factories.County) -> None:
    office = Body.objects.get(division_id=CITY)

    assert bodies_offered(["city_office"], place=here.village.code) == [office.name]
    assert bodies_offered(["township"], place=here.village.code) == ["中共吉昌镇委员会"]
    assert bodies_offered([], place=here.village.code) == []
