"""People of the ledger's tests: as many as wanted in a village, found by name as imported ones are."""

from datetime import date

from django.test import Client

from accounts.models import User
from cadres.models import Cadre, Posting
from cadres.names import grams_of, pinyin_of
from tests import factories
from tests.factories import County

TODAY = date(2018, 10, 17)


def posted(name: str, place: County, **fields: object) -> Posting:
    """A cadre as the ledger's import leaves them: with the keys of the search."""
    posting = factories.cadre(name, place, **fields)  # type: ignore[arg-type]
    Cadre.objects.filter(pk=posting.cadre_id).update(pinyin=pinyin_of(name), grams=grams_of(name))
    return posting


def many(place: County, number: int) -> list[Posting]:
    return [posted(f"赵{index:03d}", place, username=f"many-{index}") for index in range(number)]


def logged_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client
