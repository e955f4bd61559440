"""The demo: what it prints, that it can be repeated, that its people are nobody, that no desk is empty."""

import io
from datetime import date
from random import Random

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.record_models import Entry
from cadres.models import Cadre
from config.demo.people import id_number, invent
from config.demo.staff import PASSWORD
from tests.pages.people import logged_in

LOGINS = ["county", "township", "unit", "leader", "cadre", "city", "general", "system", "security", "audit",
          "county-linfen", "county-hebei", "county-ningxia"]  # fmt: skip
PAGES = ["/", "/inbox/", "/cadres/", "/teams/", "/units/", "/leave/", "/recall/", "/ledger/import/", "/warnings/"]


def run() -> list[str]:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture(autouse=True)
def own_media(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_the_demo_prints_its_logins_alone_fills_every_desk_and_changes_nothing_the_second_time() -> None:
    lines = run()
    people = Cadre.objects.count()

    assert [line.split("登录名 ")[1].split("　")[0] for line in lines] == LOGINS
    assert all(User.objects.get(username=name).check_password(PASSWORD) for name in LOGINS)
    assert people > 200
    waiting = {
        name: logged_in(name).get("/").context for name in ("county", "township", "unit", "city", "general", "leader")
    }
    empty = [name for name, given in waiting.items() if not (given["waiting"] or given["tasks"])]
    assert empty == ["leader"]
    county = logged_in("county")
    assert [county.get(page).status_code for page in PAGES] == [200] * len(PAGES)
    assert logged_in("cadre").get("/").context["current"].tally.required == 200

    entries = Entry.objects.count()
    assert run() == lines
    assert (Entry.objects.count(), Cadre.objects.count()) == (entries, people)


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2024, 2, 29)])
def test_the_demo_lives_on_any_day(settings: Settings, day: date) -> None:
    settings.TODAY = day

    assert len(run()) == len(LOGINS)


@pytest.mark.parametrize(
    ("prefix", "birth", "number", "sex", "expected"),
    [
        ("150799", date(1984, 7, 14), 92, "男", "15079919840714185X"),
        ("130699", date(1994, 7, 14), 259, "男", "130699199407145194"),
    ],
)
def test_an_id_number_has_its_check_digit(prefix: str, birth: date, number: int, sex: str, expected: str) -> None:
    assert id_number(prefix, birth, number=number, sex=sex) == expected


def test_the_same_seed_invents_the_same_person() -> None:
    one, other = (invent(Random(7), number=5, prefix="150799", minority="蒙古族") for _ in range(2))  # noqa: S311

    assert (one, one.phone) == (other, "17000000005")
