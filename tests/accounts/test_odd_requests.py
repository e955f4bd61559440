"""Requests no page makes: other methods, NUL characters, months at the end of time, strange hosts. Each gets a page."""

import logging
from collections.abc import Iterator

import pytest
from django.conf import settings as live
from django.test import Client
from django.urls import reverse

from accounts.choices import Duty
from accounts.models import Appointment
from tests import factories
from tests.accounts.addresses import Address, addresses
from tests.accounts.world import TODAY, Side, arguments, two_counties

pytestmark = pytest.mark.django_db
NUL = "\x00"


@pytest.fixture
def here(settings, tmp_path) -> Iterator[Side]:
    logging.disable(logging.CRITICAL)
    settings.TODAY = TODAY
    settings.MEDIA_ROOT = tmp_path
    settings.LIMITS = dict.fromkeys(settings.LIMITS, (100000, 60))
    yield two_counties()["here"]
    logging.disable(logging.NOTSET)


@pytest.fixture
def clerk(here: Side) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(here.place.user("county"))
    return client


def url_of(address: Address, here: Side) -> str:
    return reverse(address.name, kwargs=arguments(address, here) if address.arguments else {})


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_no_address_knows_another_method(here: Side, clerk: Client, method: str) -> None:
    answers = {address.name: getattr(clerk, method)(url_of(address, here)) for address in addresses()}
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 405} == {}
    assert [name for name, answer in answers.items() if "不能这样打开" not in answer.content.decode()] == []


def test_an_address_of_a_form_opened_by_itself_shows_a_page_with_a_way_back(here: Side, clerk: Client) -> None:
    answers = {address.name: clerk.get(url_of(address, here)) for address in addresses()}
    refused = [answer for answer in answers.values() if answer.status_code == 405]
    assert len(refused) > 20
    assert all("回到工作台" in answer.content.decode() and "POST" in answer.headers["Allow"] for answer in refused)


def test_no_answer_is_kept_by_browser_or_proxy(here: Side, clerk: Client) -> None:
    answers = {address.name: clerk.get(url_of(address, here)) for address in addresses()}
    assert [name for name, answer in answers.items() if "no-store" not in answer.headers.get("Cache-Control", "")] == []


def test_static_files_are_served_before_that() -> None:
    order = ["whitenoise.middleware.WhiteNoiseMiddleware", "accounts.login.middleware.DoorMiddleware"]
    assert [name for name in live.MIDDLEWARE if name in order] == order


SEARCHED = ["/leave/?q=a%00b", "/units/?q=%00", "/teams/?q=%00", "/cadres/?q=%00", "/users/?q=%00", "/?%00=1", "/%00/"]


@pytest.mark.parametrize("address", SEARCHED)
def test_a_nul_in_an_address_is_answered_with_a_page(here: Side, clerk: Client, address: str) -> None:
    answer = clerk.get(address)
    assert (answer.status_code, "系统读不懂" in answer.content.decode()) == (400, True)


def test_a_nul_in_any_form_is_answered_with_a_page(here: Side, clerk: Client) -> None:
    sent = {"reason": f"核对{NUL}台账", "q": NUL, "name": NUL, "sent": "1"}
    statuses = {address.name: clerk.post(url_of(address, here), sent).status_code for address in addresses()}
    odd = {name: status for name, status in statuses.items() if status not in (400, 405)}
    assert odd == {}


def test_a_nul_reaches_neither_the_login_nor_the_session() -> None:
    client = Client(raise_request_exception=False)
    assert client.post("/login/", {"username": f"a{NUL}", "password": "x"}).status_code == 400
    client.cookies["sessionid"] = "aaaaaaaa"
    client.cookies["sessionid"].set("sessionid", f"aaaaaaaa{NUL}", '"aaaaaaaa\\000"')
    assert client.get("/").status_code == 400


@pytest.mark.parametrize(
    "month", ["9999-12", "9999-01", "0001-01", "1999-12", "2101-01", "2018-13", "2018-00", "二〇一八"]
)
def test_a_month_no_register_can_be_of_is_not_found(here: Side, clerk: Client, month: str) -> None:
    code, key = here.place.township.code, here.posting.key
    for address in (f"/register/{code}/{month}/", f"/register/?month={month}"):
        assert clerk.get(address).status_code == 404
    for address in (f"/register/row/{key}/{month}/", f"/register/{code}/{month}/close/"):
        assert clerk.post(address, {"version": "0"}).status_code == 404


@pytest.mark.parametrize("month", ["2000-01", "2100-12"])
def test_the_first_and_last_month_of_registers_break_nothing(here: Side, clerk: Client, month: str) -> None:
    assert clerk.get(f"/register/{here.place.township.code}/{month}/").status_code == 200


@pytest.mark.parametrize("version", ["abc", "", "-1", "1.5", "9" * 5000, "１"])
def test_a_version_that_is_no_number_is_told_in_chinese(here: Side, clerk: Client, version: str) -> None:
    notes = {"am": "V" * 30, "pm": "V" * 30, "nights": "." * 30, "version": version}
    answer = clerk.post(f"/register/row/{here.posting.key}/2018-09/", notes)
    assert (answer.status_code, "您的修改没有保存" in answer.content.decode()) == (422, True)
    assert "invalid literal" not in answer.content.decode()


def test_a_strange_host_gets_the_page_too() -> None:
    answer = Client().get("/login/", headers={"host": "evil.example"})
    assert (answer.status_code, "系统读不懂" in answer.content.decode()) == (400, True)


def test_a_refusal_tells_its_own_sentence_and_the_way_to_another_seat_only_where_there_is_one(here: Side) -> None:
    township = here.place.user("township")
    client = Client()
    client.force_login(township)
    alone = client.get("/ledger/export/").content.decode()
    Appointment.objects.create(user=township, body=here.place.unit, duty=Duty.READER, since=TODAY)
    several = client.get("/ledger/export/").content.decode()
    client.force_login(here.posting.cadre.user)
    cadre = client.get("/ledger/export/").content.decode()
    told = ["台账导入导出由县委组织部经办。" in page for page in (alone, several, cadre)]
    assert (told, ["换到相应的任职" in page for page in (alone, several, cadre)]) == ([True] * 3, [False, True, False])


def test_refusals_without_a_sentence_still_say_something() -> None:
    from django.template.loader import render_to_string

    assert "您现在的任职不能查看或办理这件事。" in render_to_string("403.html", {"exception": ""})
    factories.linfen()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1929-12-31", "2101-01-01"])
def test_a_day_at_the_end_of_time_is_told_in_chinese(here: Side, clerk: Client, day: str) -> None:
    number = here.kept.appointments.get().pk
    answer = clerk.post(f"/users/{here.kept.key}/appointments/{number}/end/", {"until": day})
    assert (answer.status_code, "请核对年份" in answer.content.decode()) == (422, True)
