"""The cards of a route: who is asked, and as what."""

from datetime import date

import pytest
from pytest_django.fixtures import Settings

from attendance.leave.actions import file_leave
from attendance.leave.planning import plan, route_cards
from decisions.pages import matter, told_apart
from tests import factories
from tests.leave.drafts import draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ([(1, "county_org", "甲"), (1, "county_poverty", "甲")], ["甲（县委组织部）", "甲（县扶贫办）"]),
        ([(1, "county_org", "甲"), (1, "county_poverty", "乙")], ["甲", "乙"]),
        ([(1, "township", "甲"), (2, "county_org", "甲")], ["甲", "甲"]),
    ],
)
def test_joint_steps_of_one_body_are_told_apart(parts: list[tuple[int, str, str]], names: list[str]) -> None:
    assert told_apart(parts) == names


def test_before_and_after_sending_the_cards_have_the_same_names(settings: Settings) -> None:
    settings.TODAY = date(2019, 9, 2)
    posting = factories.cadre("巴图", factories.inner_mongolia())
    asked = draft(posting, "3", start=date(2019, 9, 3))

    before = [card["who"] for card in route_cards(plan(asked))]
    leave = file_leave(asked, by=factories.login(posting))
    after = [card["who"] for card in matter(leave.proceeding, user=factories.login(posting)).cards]

    assert before == after
    assert len(set(after)) == len(after)
