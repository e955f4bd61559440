"""The plain table of dispatching units."""

import io
from datetime import date
from urllib.parse import quote

import openpyxl
import pytest
from django.test import Client

from accounts.choices import Act, Duty
from accounts.models import Body, Entry
from tests import factories

pytestmark = pytest.mark.django_db


def rows(client: Client, address: str = "/units/export/") -> list[tuple[object, ...]]:
    answer = client.post(address, {"reason": "核对本县台账"})
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''" + quote("派出单位-20180910.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return list(book.active.iter_rows(values_only=True))


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = date(2018, 9, 10)


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


def test_an_export_is_on_record_with_its_filter_and_reason(county: Client):
    rows(county, "/units/export/?q=民政")
    entry = Entry.objects.filter(act=Act.EXPORTED).latest("pk")
    assert (entry.detail, entry.reason) == ({"筛选": {"单位名称": "民政"}, "行数": 1}, "核对本县台账")


@pytest.mark.parametrize("reason", ["", "  ", "核对"])
def test_without_a_reason_nothing_goes_out(county: Client, reason: str):
    assert county.post("/units/export/", {"reason": reason}).status_code == 422
    assert county.get("/units/export/").headers["Content-Type"].startswith("text/html")
    assert Entry.objects.filter(act=Act.EXPORTED).count() == 0


def test_who_only_looks_takes_nothing_out(client: Client):
    place = factories.linfen()
    client.force_login(factories.user("reader", "只读", acts_for=place.body("county_org"), duty=Duty.READER))
    assert client.post("/units/export/", {"reason": "核对本县台账"}).status_code == 403
    assert "导出" not in client.get("/units/").content.decode()


@pytest.mark.parametrize("trick", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_name_that_starts_a_formula_is_text_in_a_csv_too(county: Client, trick: str):
    Body.objects.filter(name="吉县民政局").update(name=trick, aliases=[trick])
    assert rows(county)[1][:2] == (f"'{trick}", f"'{trick}")
