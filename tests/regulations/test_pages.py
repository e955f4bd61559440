"""The reading room's pages, as a clerk, a cadre and a stranger meet them."""

from typing import Any

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

CODES = ["hebei", "inner-mongolia-general", "inner-mongolia-village", "linfen", "ningxia"]
PAGES = ["/regulations/", "/trial/", "/compare/", "/readings/", "/local-rules/", "/replay/"]


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(factories.User.objects.get(username=username))
    return client


@pytest.fixture
def hebei() -> Any:
    return factories.hebei()


@pytest.fixture
def clerk(hebei: Any) -> Client:
    return signed_in("hebei-county")


@pytest.mark.parametrize("address", PAGES + [f"/regulations/{code}/" for code in CODES])
def test_every_page_opens_for_a_clerk(clerk: Client, address: str) -> None:
    assert clerk.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES + ["/regulations/hebei/", "/readings/hebei/band_boundary/", "/local-rules/new/"])
def test_nobody_reads_without_a_login(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/login/")
