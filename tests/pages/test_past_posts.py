"""A past posting opens that posting, and not the person of today who serves elsewhere."""

import re
from datetime import date

import pytest
from pytest_django.fixtures import Settings

from accounts.personal_data import open_vault
from cadres.models import Cadre, Posting
from recall.models import Bar
from tests.accounts.world import TODAY, Side, two_counties
from tests.pages.people import logged_in

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "140999198005010017", "17000001234"


@pytest.fixture
def there(settings: Settings) -> Side:
    """A county whose 王五 and 赵六 served at linfen's village in 2015."""
    settings.TODAY = TODAY
    sides = two_counties()
    here, there = sides["here"].place, sides["there"]
    for posting in (there.posting, there.case.posting):
        Posting.objects.create(
            cadre=posting.cadre, team=here.team, unit=here.unit, dispatch_level="county", roles=["member"], post="旧职务",
            start=date(2015, 1, 1), end=date(2016, 1, 1),
        )  # fmt: skip
    sealed = open_vault().seal_person(NUMBER, PHONE)
    Cadre.objects.filter(pk=there.posting.cadre_id).update(**sealed._asdict(), remark="现在的备注")
    return there


@pytest.mark.parametrize(
    ("username", "shows"),
    [
        ("linfen-county", {"id_number": False, "phone": False}),
        ("linfen-township", {"id_number": False, "phone": False}),
        ("hebei-county", {"id_number": True, "phone": True}),
        ("hebei-township", {"id_number": False, "phone": True}),
    ],
)
def test_numbers_are_shown_to_those_the_person_serves_with_now(there: Side, username: str, shows: dict) -> None:
    address = f"/cadres/{there.posting.cadre.key}/reveal/{{}}/"
    client = logged_in(username)

    found = {name: client.post(address.format(name), {"reason": "核对工资卡"}).context["number"] for name in shows}

    assert {name: bool(number) for name, number in found.items()} == shows


@pytest.mark.parametrize(("region", "status"), [("linfen", 404), ("hebei", 200)])
def test_facts_are_corrected_where_the_person_serves_now(there: Side, region: str, status: int) -> None:
    assert logged_in(f"{region}-county").get(f"/cadres/{there.posting.cadre.key}/edit/").status_code == status


def test_a_county_keeps_those_whose_last_post_was_there(there: Side) -> None:
    Posting.objects.filter(pk=there.posting.pk).update(end=date(2018, 9, 1))

    page = f"/cadres/{there.posting.cadre.key}/edit/"
    assert [logged_in(f"{region}-county").get(page).status_code for region in ("linfen", "hebei")] == [404, 200]


@pytest.mark.parametrize("role", ["county", "township", "unit"])
def test_the_page_tells_of_the_past_posting_alone(there: Side, role: str) -> None:
    there.posting.post = "新职务"
    there.posting.save()

    page = logged_in(f"linfen-{role}").get(f"/cadres/{there.posting.cadre.key}/").content.decode()

    told = [word for word in ("旧职务", "新职务", "现在的备注", there.place.unit.name, there.leave.key) if word in page]
    assert told == ["旧职务"]


def test_the_page_tells_the_present_county_all_but_the_past_posting(there: Side) -> None:
    there.posting.post = "新职务"
    there.posting.save()

    page = logged_in("hebei-county").get(f"/cadres/{there.posting.cadre.key}/").content.decode()

    assert [word in page for word in ("旧职务", "新职务", "现在的备注")] == [False, True, True]


@pytest.mark.parametrize(("region", "months"), [("linfen", []), ("hebei", ["2018年8月"])])
def test_the_years_lines_are_those_of_postings_within_reach(there: Side, region: str, months: list[str]) -> None:
    page = logged_in(f"{region}-county").get(f"/tally/{there.posting.cadre.key}/?year=2018").content.decode()

    assert sorted(set(re.findall(r"2018年8月", page))) == months


@pytest.mark.parametrize(("region", "count"), [("linfen", 0), ("hebei", 1)])
def test_bars_are_shown_where_their_case_was(there: Side, region: str, count: int) -> None:
    Bar.objects.create(
        case=there.case, cadre=there.case.posting.cadre, bar="honours", since=TODAY, through=date(2019, 9, 9)
    )

    answer = logged_in(f"{region}-county").get(f"/cadres/{there.case.posting.cadre.key}/")

    shown = [panel["given"] for panel in answer.context["panels"] if panel["template"] == "config/panel_cases.html"]
    assert sum(len(given["bars"]) for given in shown) == count
