"""Cadres get their logins from the ledger's keepers, and nobody else gives them."""

import pytest
from django.test import Client

from accounts.models import User
from cadres.models import Cadre, Posting
from tests import factories

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def without_login(name: str, place: factories.County) -> Cadre:
    person = factories.cadre(name, place).cadre
    Cadre.objects.filter(pk=person.pk).update(user=None)
    person.refresh_from_db()
    return person


def opened(client: Client, who: User, address: str) -> int:
    client.force_login(who, backend=BACKEND)
    return client.post(address).status_code


def test_the_county_opens_a_login_named_by_the_person_number(client: Client):
    place = factories.linfen()
    person = without_login("张三", place)
    client.force_login(place.user("county"), backend=BACKEND)
    page = client.post(f"/cadres/{person.key}/account/").content.decode()
    person.refresh_from_db()
    assert (person.user.username, person.user.must_change_password) == (str(person.number), True)
    assert str(person.number) in page


def test_the_county_where_a_cadre_serves_opens_the_login_wherever_they_were_entered(client: Client):
    posting = factories.cadre("王五", factories.hebei())
    Cadre.objects.filter(pk=posting.cadre_id).update(user=None, county=factories.linfen().division)
    client.force_login(factories.hebei().user("county"))

    client.post(f"/cadres/{posting.cadre.key}/account/")

    assert Cadre.objects.get(pk=posting.cadre_id).user.division.code == "130624000000"


def test_pressing_twice_opens_one_login(client: Client):
    place = factories.linfen()
    person = without_login("张三", place)
    assert [opened(client, place.user("county"), f"/cadres/{person.key}/account/") for _ in range(2)] == [200, 302]
    assert User.objects.filter(username=str(person.number)).count() == 1


def test_all_on_post_without_a_login_get_one(client: Client):
    place = factories.linfen()
    people = [without_login(name, place) for name in ("张三", "李四")]
    assert opened(client, place.user("county"), "/cadres/accounts/") == 200
    assert Cadre.objects.filter(pk__in=[one.pk for one in people], user__isnull=False).count() == 2


@pytest.mark.parametrize(("who", "answer"), [("township", 302), ("unit", 302)])
def test_others_within_reach_are_told_whom_to_ask(client: Client, who: str, answer: int):
    place = factories.linfen()
    person = without_login("张三", place)
    assert opened(client, place.user(who), f"/cadres/{person.key}/account/") == answer
    person.refresh_from_db()
    assert person.user is None


def test_another_county_gets_404(client: Client):
    place, other = factories.linfen(), factories.hebei()
    person = without_login("张三", place)
    assert opened(client, other.user("county"), f"/cadres/{person.key}/account/") == 404


def test_a_login_name_that_is_taken_is_told_and_the_page_stands(client: Client):
    place = factories.linfen()
    person = without_login("张三", place)
    factories.user(str(person.number), "占用者")

    assert opened(client, place.user("county"), f"/cadres/{person.key}/account/") == 302
    person.refresh_from_db()
    assert person.user is None


def test_who_is_within_reach_by_their_unit_alone_does_not_stop_the_others(client: Client):
    place, other = factories.linfen(), factories.hebei()
    mine, elsewhere = without_login("张三", place), without_login("王五", other)
    Posting.objects.filter(cadre=elsewhere).update(unit=place.body("county_org"))

    assert opened(client, place.user("county"), "/cadres/accounts/") == 200
    people = Cadre.objects.filter(pk__in=[mine.pk, elsewhere.pk], user__isnull=False)
    assert list(people) == [mine]
