"""The plain table of dispatching units."""

import io

import openpyxl
import pytest
from django.test import Client

from accounts.choices import Act
from accounts.models import Body, Entry
from tests import factories

pytestmark = pytest.mark.django_db


def rows(client: Client, address: str = "/units/export/") -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
    return list(book.active.iter_rows(values_only=True))


@pytest.fixture
def county(client: Client) -> Client:
    place, other = factories.linfen(), factories.hebei()
    factories.cadre("张三", place)
    factories.cadre("李四", other)
    client.force_login(place.user("county"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_county_exports_its_own_units_with_their_figures(county: Client):
    assert rows(county) == [
        ("单位名称", "别名", "级别", "所在地", "在任", "驻地", "曾派出"),
        ("吉县民政局", None, "县级", "吉县", 1, 1, 0),
    ]


def test_an_export_is_on_record_with_its_filter(county: Client):
    rows(county, "/units/export/?q=民政")
    assert Entry.objects.filter(act=Act.EXPORTED).latest("pk").detail == {"筛选": {"单位名称": "民政"}, "行数": 1}


def test_a_name_that_starts_a_formula_is_text(county: Client):
    Body.objects.filter(name="吉县民政局").update(name="=1+1")
    assert rows(county)[1][0] == "1+1"
