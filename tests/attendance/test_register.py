"""Noting, closing and correcting a month; who may; two clerks on one row."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from attendance.models import Correction, RegisterLine
from attendance.register.actions import ChangedMeanwhile, NotAllowed, close_month, note_month, propose_correction
from cadres.models import Posting
from tests import factories
from tests.factories_attendance import line

OCTOBER = date(2018, 10, 1)
ALL_VILLAGE = "V" * 31
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> None:
    settings.TODAY = date(2018, 11, 20)


@pytest.fixture
def place() -> factories.County:
    return factories.hebei()


@pytest.fixture
def posting(place: factories.County) -> Posting:
    return factories.cadre("张三", place, username="zhangsan")


def note(posting: Posting, by: str, *, version: int = 0, am: str = ALL_VILLAGE) -> RegisterLine:
    user = factories.user(by)
    return note_month(posting, month=OCTOBER, am=am, pm=am, nights="." * 31, version=version, by=user)


@pytest.mark.parametrize("role", ["township", "county"])
def test_township_and_county_may_note(posting: Posting, role: str) -> None:
    assert note(posting, f"hebei-{role}").am == ALL_VILLAGE


@pytest.mark.parametrize("username", ["hebei-unit", "zhangsan", "hebei-city"])
def test_others_may_not_note(posting: Posting, username: str) -> None:
    with pytest.raises(NotAllowed):
        note(posting, username)


def test_the_second_of_two_clerks_is_told_and_overwrites_nothing(posting: Posting) -> None:
    note(posting, "hebei-township")
    with pytest.raises(ChangedMeanwhile, match="王建国"):
        note(posting, "hebei-county", am="C" * 31)
    assert RegisterLine.objects.get().am == ALL_VILLAGE
    assert note(posting, "hebei-county", am="C" * 31, version=1).version == 2


def test_a_closed_month_is_changed_by_a_correction_only(place: factories.County, posting: Posting) -> None:
    note(posting, "hebei-township")
    close_month(place.township, month=OCTOBER, by=place.user("township"))
    with pytest.raises(NotAllowed, match="已经关账"):
        note(posting, "hebei-township", version=1, am="C" * 31)
    asked: dict[str, Any] = {"month": OCTOBER, "am": "C" * 31, "pm": "C" * 31, "nights": "." * 31, "reason": "漏登"}
    propose_correction(posting, by=place.user("township"), **asked)
    assert RegisterLine.objects.get().am == ALL_VILLAGE
    propose_correction(posting, by=place.user("county"), **asked)
    assert RegisterLine.objects.get().am == "C" * 31


def test_a_month_closes_once_and_not_before_its_end(place: factories.County) -> None:
    close_month(place.township, month=OCTOBER, by=place.user("township"))
    with pytest.raises(NotAllowed, match="已由王建国关账"):
        close_month(place.township, month=OCTOBER, by=place.user("county"))
    with pytest.raises(NotAllowed, match="还没有过完"):
        close_month(place.township, month=date(2018, 11, 1), by=place.user("township"))


def test_a_row_saved_in_vain_answers_the_row_as_it_stands(client: Client, posting: Posting) -> None:
    line(posting, "2018-10", ALL_VILLAGE)
    client.force_login(factories.user("hebei-township"))
    sent = {"am": "C" * 31, "pm": "C" * 31, "nights": "." * 31, "version": "0"}
    answer = client.post(f"/register/row/{posting.key}/2018-10/", sent)
    assert (answer.status_code, "已经改过这一行" in answer.content.decode()) == (422, True)
    saved = client.post(f"/register/row/{posting.key}/2018-10/", sent | {"version": "1"})
    assert (saved.status_code, RegisterLine.objects.get().am) == (200, "C" * 31)


PAGES = [
    (
        "register/{township}/2018-10/",
        {"hebei-township": 200, "hebei-county": 200, "linfen-county": 404, "zhangsan": 200},
    ),
    ("register/correct/{posting}/2018-10/", {"hebei-township": 200, "linfen-county": 404, "zhangsan": 403}),
    ("tally/{cadre}/", {"hebei-township": 200, "hebei-unit": 200, "zhangsan": 200, "linfen-county": 404}),
    ("register/import/", {"hebei-county": 200, "hebei-unit": 403}),
    ("warnings/", {"hebei-county": 200, "hebei-unit": 200}),
    ("register/corrections/", {"hebei-county": 200}),
    ("register/?month=2018-10", {"hebei-county": 200}),
]


@pytest.mark.parametrize(("address", "answers"), PAGES)
def test_pages_open_for_those_within_reach_and_no_one_else(
    client: Client, place: factories.County, posting: Posting, address: str, answers: dict[str, int]
) -> None:
    factories.linfen()
    line(posting, "2018-10", ALL_VILLAGE)
    url = "/" + address.format(township=place.township.code, posting=posting.key, cadre=posting.cadre.key)
    given = {}
    for username in answers:
        client.force_login(factories.user(username))
        given[username] = client.get(url).status_code
    assert given == answers


def test_corrections_can_be_decided_on_their_page(client: Client, place: factories.County, posting: Posting) -> None:
    note(posting, "hebei-township")
    close_month(place.township, month=OCTOBER, by=place.user("township"))
    asked: dict[str, Any] = {"month": OCTOBER, "am": "C" * 31, "pm": "C" * 31, "nights": "." * 31, "reason": "漏登"}
    key = propose_correction(posting, by=place.user("township"), **asked).key
    client.force_login(place.user("county"))
    client.post(f"/register/corrections/{key}/", {"decision": "refuse", "opinion": "无据"})
    assert list(Correction.objects.values_list("state", "opinion")) == [("refused", "无据")]
    assert RegisterLine.objects.get().am == ALL_VILLAGE
