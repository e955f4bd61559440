"""Every address, as every kind of user, inside and outside reach: the status each gets is a table (matrix.csv).

`here` and `there` name the county whose keys the address carries; the users are of `here`, `elsewhere` is the county
clerk of `there`, `reader` one of the county who may only look (只读). After adding a page: name its object in world.py if it takes a key, write its rows into matrix.csv (or
run with MATRIX=write, which adds what is missing and changes nothing that stands), and read each of them.
"""

import csv
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.accounts.addresses import Address, addresses
from tests.accounts.world import TODAY, Side, arguments, kinds_of_user, two_counties
from tests.conftest import session_key

TABLE = Path(__file__).with_name("matrix.csv")
METHODS = ("GET", "POST")
SENT = {"sent": "1"}  # a form that fills in nothing
ANY = "-"  # an address that carries no key
COLUMNS = (
    "county", "reader", "township", "unit", "cadre", "city", "elsewhere", "system", "security", "audit", "anonymous",
)  # fmt: skip
Row = tuple[str, str, str]  # name, method, whose keys


def table() -> dict[Row, dict[str, str]]:
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {(row["address"], row["method"], row["keys"]): row for row in csv.DictReader(lines)}


def rows_of(address: Address) -> Iterator[Row]:
    for method in METHODS:
        for whose in ("here", "there") if address.arguments else (ANY,):
            yield address.name, method, whose


def all_rows() -> dict[Row, Address]:
    return {row: address for address in addresses() for row in rows_of(address)}


@pytest.fixture
def world(db, settings, tmp_path) -> Iterator[dict[str, Side]]:
    logging.disable(logging.CRITICAL)  # thousands of refusals, each as it should be
    settings.TODAY = TODAY
    settings.MEDIA_ROOT = tmp_path
    settings.LIMITS = dict.fromkeys(settings.LIMITS, (100000, 60))
    yield two_counties()
    logging.disable(logging.NOTSET)


def status(session: str, row: Row, url: str) -> str:
    """What the address answers to whoever has the session; whatever it wrote is taken back."""
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        answer = client.get(url) if row[1] == "GET" else client.post(url, SENT)
        for _ in getattr(answer, "streaming_content", ()):
            pass
        transaction.set_rollback(True)
    if answer.status_code >= 500:
        print(row, url, getattr(answer, "exc_info", None))  # what went wrong, beside the table's complaint
    gate = answer.status_code == 302 and answer.headers["Location"].startswith("/login/")
    return "login" if gate else str(answer.status_code)


def test_every_address_has_a_name_and_no_two_the_same_one():
    named: dict[str, set[str]] = {}
    for address in addresses():
        named.setdefault(address.name, set()).add(address.route)

    assert {name: routes for name, routes in named.items() if not name or len(routes) > 1} == {}


def test_every_address_has_its_rows_and_no_row_is_left_over():
    if os.environ.get("MATRIX") == "write":
        pytest.skip("the table is being written")
    assert set(all_rows()) == set(table())


def test_no_answer_in_the_table_is_a_broken_page():
    broken = [row for row, statuses in table().items() if any(statuses[kind].startswith("5") for kind in COLUMNS)]

    assert broken == []


def test_every_kind_of_user_gets_what_the_table_says(world):
    people = kinds_of_user(world["here"], world["there"])
    sessions = {kind: session_key(user.username) if user else "" for kind, user in people.items()}
    expected, found = table(), {}
    keys = {row: {} if row[2] == ANY else arguments(address, world[row[2]]) for row, address in all_rows().items()}
    urls = {row: reverse(row[0], kwargs=values) for row, values in keys.items()}
    for row, url in urls.items():
        found[row] = {kind: status(sessions[kind], row, url) for kind in COLUMNS}
    if os.environ.get("MATRIX") == "write":
        write(found, expected)
        return
    wrong = [
        f"{row} {kind}: {found[row][kind]}, not {expected[row][kind]}"
        for row in found
        if row in expected
        for kind in COLUMNS
        if found[row][kind] != expected[row][kind]
    ]
    assert wrong == []


def write(found: dict[Row, dict[str, str]], standing: dict[Row, dict[str, str]]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow(["address", "method", "keys", *COLUMNS])
        for row, statuses in found.items():
            kept = statuses | standing.get(row, {})
            out.writerow([*row, *(kept[kind] for kind in COLUMNS)])
