"""Whose rows each export gives to each kind of user: a table, with people on both sides of the reach."""

import io

import openpyxl
import pytest
from django.test import Client

from accounts.choices import Office
from accounts.models import User
from tests import factories
from tests.factories_accounts import administrator

pytestmark = pytest.mark.django_db
HERE, THERE = "141028000000", "130624000000"
NAMES = ("张三", "王五")

# who asks, for which county, whose names are in the workbook ("refused": no workbook at all)
LEDGER = [
    ("linfen-county", HERE, ["张三"]),
    ("linfen-county", THERE, "refused"),
    ("hebei-county", THERE, ["王五"]),
    ("hebei-county", HERE, "refused"),
    ("linfen-township", HERE, "refused"),
    ("linfen-unit", HERE, "refused"),
    ("linfen-city", HERE, "refused"),
    ("zhangsan", HERE, "refused"),
    ("admin-system", HERE, "refused"),
    ("admin-security", HERE, "refused"),
    ("admin-audit", HERE, "refused"),
]


@pytest.fixture(autouse=True)
def _people():
    factories.cadre("张三", factories.linfen())
    factories.cadre("王五", factories.hebei())
    for office in Office:
        administrator(office)


def names_in(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    cells = {value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
    return [name for name in NAMES if name in cells]


@pytest.mark.parametrize(("username", "place", "names"), LEDGER)
def test_the_ledger_holds_the_rows_of_ones_own_county_alone(username, place, names):
    client = Client()
    client.force_login(User.objects.get(username=username))
    answer = client.post("/ledger/export/", {"place": place})

    taken = answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert (names_in(answer.getvalue()) if taken else "refused") == names


def test_the_template_of_users_names_no_body_of_another_county():
    client = Client()
    client.force_login(User.objects.get(username="linfen-county"))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/users/roster/template/").getvalue()))

    offered = {row[0].value for row in book["可选机构"].iter_rows()}
    assert (any("吉县" in name for name in offered), any("阜平" in name for name in offered)) == (True, False)
