"""What the reading room's tests share: a county, people signed in, local rules, matters decided by a regulation."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from decisions.actions import open_proceeding
from decisions.law import answer, policy_for, record
from decisions.models import Proceeding
from decisions.shelf import look_again
from tests import factories
from tests.factories import County

DAY = date(2018, 10, 15)
SignIn = Callable[[str], Client]
Decide = Callable[..., Proceeding]


@pytest.fixture(autouse=True)
def fresh_shelf(settings: Settings) -> Iterator[None]:
    """Local rules of one test are not those of the next."""
    settings.TODAY = DAY
    look_again()
    yield
    look_again()


@pytest.fixture
def hebei(db: None) -> County:
    return factories.hebei()


@pytest.fixture
def sign_in(hebei: County) -> SignIn:
    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return signed_in


@pytest.fixture
def clerk(sign_in: SignIn) -> Client:
    return sign_in("hebei-county")


@pytest.fixture
def decide() -> Decide:
    """A leave of so many days, ruled upon at a county's village."""

    def decided(place: County, days: float, *, title: str = "", on: date = date(2018, 9, 3)) -> Proceeding:
        policy = policy_for(place.village.code, team_kind="village", on=on)
        facts = {"role": "member", "dispatch_level": "county", "leave_type": "personal", "days": days}
        given = answer("leave_route", policy=policy, on=on, facts=facts, place=place.village.code)
        ruling = record("leave_route", policy=policy, on=on, facts=facts, answered=given)
        return open_proceeding(
            "leave", title=title or f"{place.division}事假{days}天", place=place.village, unit=place.unit, person=None,
            ruling=ruling, parties=[], by=place.user("township"),
        )  # fmt: skip

    return decided
