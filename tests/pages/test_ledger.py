"""The ledger: who is shown to whom, found by what, with how many queries."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.personal_data import open_vault
from cadres.models import Cadre, Posting
from cadres.pages.dates import shown_date
from tests import factories
from tests.pages.people import TODAY, logged_in, many, posted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_october(settings: Settings) -> None:
    settings.TODAY = TODAY


def names(client: Client, query: str = "") -> list[str]:
    rows = client.get(f"/cadres/{query}").context["rows"]
    return [row["posting"].cadre.name for row in rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("张建国", ["张建国"]),
        ("建国", ["张建国", "李建国"]),
        ("建", ["张建国", "李建国", "周建"]),
        ("zjg", ["张建国"]),
        ("ZJG", ["张建国"]),
        ("jg", ["张建国", "李建国"]),
        ("zhang", ["张建国"]),
        ("zhang jian", ["张建国"]),
        ("zhou", ["周建"]),
        ("额尔敦托娅", ["额尔敦托娅"]),
        ("额尔敦托雅", []),
        ("110101199003074258", ["周建"]),
        ("110101199003074259", []),
        ("王", []),
    ],
)
def test_people_are_found_by_name_part_sound_initials_and_whole_id_number(typed: str, found: list[str]) -> None:
    place = factories.linfen()
    for name in ("张建国", "李建国", "周建", "额尔敦托娅"):
        posted(name, place)
    Cadre.objects.filter(name="周建").update(id_hash=open_vault().keyed_hash("110101199003074258"))

    assert names(logged_in("linfen-county"), f"?q={typed}") == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["在任甲", "在任乙"]),
        ("?state=left", ["离任丙"]),
        ("?state=all", ["在任甲", "在任乙", "离任丙"]),
        ("?role=leader", ["在任甲"]),
        ("?level=city", ["在任乙"]),
        ("?township=141028100000", ["在任甲", "在任乙"]),
        ("?township=999999999999", ["在任甲", "在任乙"]),
        ("?village=没有这个村", []),
        ("?unit=民政", ["在任甲", "在任乙"]),
        ("?barred=on", []),
    ],
)
def test_the_ledger_is_narrowed_down(query: str, found: list[str]) -> None:
    place = factories.linfen()
    posted("在任甲", place, role=["first_secretary", "leader"])
    posted("在任乙", place, dispatch_level="city")
    posted("离任丙", place, end=date(2018, 10, 16))

    assert names(logged_in("linfen-county"), query) == found


@pytest.mark.parametrize(
    ("end", "shown"),
    [(date(2018, 10, 16), []), (date(2018, 10, 17), ["甲"]), (date(2018, 10, 18), ["甲"]), (None, ["甲"])],
)
def test_somebody_is_on_post_through_their_last_day(end: date | None, shown: list[str]) -> None:
    posted("甲", factories.linfen(), end=end)

    assert names(logged_in("linfen-county")) == shown


def test_who_serves_again_elsewhere_has_not_left() -> None:
    place = factories.linfen()
    first = posted("甲", place, end=date(2018, 9, 30))
    again = factories.team(factories.division("141028100209"))
    Posting.objects.create(
        cadre=first.cadre,
        team=again,
        unit=place.unit,
        roles=["member"],
        start=date(2018, 10, 1),
        dispatch_level="county",
    )

    assert names(logged_in("linfen-county"), "?state=left") == []


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("linfen-county", ["甲"]),
        ("linfen-township", ["甲"]),
        ("linfen-unit", ["甲"]),
        ("linfen-city", ["甲"]),
        ("hebei-county", ["乙"]),
        ("hebei-township", ["乙"]),
        ("hebei-unit", ["乙"]),
    ],
)
def test_everybody_sees_their_own_people_alone(username: str, seen: list[str]) -> None:
    posted("甲", factories.linfen())
    posted("乙", factories.hebei())

    assert names(logged_in(username)) == seen


@pytest.mark.parametrize("address", ["/cadres/", "/teams/", "/units/", "/"])
def test_a_list_takes_as_many_queries_for_one_row_as_for_many(address: str) -> None:
    place = factories.linfen()
    many(place, 1)
    client = logged_in("linfen-county")
    client.get(address)
    few = queries(client, address)
    for index in range(1, 30):
        posted(f"钱{index:03d}", place, username=f"more-{index}")

    assert queries(client, address) == few


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_ledger_pages_by_fifty() -> None:
    many(factories.linfen(), 51)
    client = logged_in("linfen-county")

    assert [len(names(client, f"?page={page}")) for page in (1, 2)] == [50, 1]


@pytest.mark.parametrize(
    ("precision", "text"), [("day", "2017-07-05"), ("month", "2017-07"), ("year", "2017年"), ("", "2017-07-05")]
)
def test_a_date_is_shown_as_exact_as_it_is_known(precision: str, text: str) -> None:
    assert shown_date(date(2017, 7, 5), precision) == text


def test_units_count_their_people() -> None:
    place = factories.linfen()
    posted("甲", place)
    posted("乙", place)
    posted("丙", place, end=date(2018, 1, 1))
    factories.body("吉县林业局", level="county", place=place.division)

    [unit] = logged_in("linfen-county").get("/units/").context["page_obj"]

    assert (unit.name, unit.on_post, unit.places, unit.left) == ("吉县民政局", 2, 1, 1)
