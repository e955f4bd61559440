"""A stand-in decides for the absent, and the step says so (代); never in anybody's own matter."""

from datetime import date

import pytest

from accounts.actions import substitute
from accounts.choices import Duty
from accounts.models import User
from attendance.leave.actions import file_leave
from cadres.models import Cadre
from decisions.actions import NotAllowed, decide_step
from decisions.pages import decider
from tests import factories
from tests.leave.drafts import draft

pytestmark = pytest.mark.django_db
DAY = date(2018, 9, 3)


@pytest.fixture
def here(settings) -> factories.County:
    settings.TODAY = DAY
    return factories.linfen()


@pytest.fixture
def stand_in(here) -> User:
    """Only looks at what the township does, and acts for its absent clerk."""
    colleague = factories.user("colleague", "同事", acts_for=here.body("township"), duty=Duty.READER)
    substitute(here.user("township"), colleague, since=DAY, until=date(2018, 9, 30), by=here.user("township"))
    return User.objects.get(pk=colleague.pk)


def first_step(posting):
    leave = file_leave(draft(posting, "2"), by=posting.cadre.user)
    return leave.proceeding.steps.get(state="open", word="township")


def test_the_step_says_who_stood_in_for_whom(here, stand_in):
    step = first_step(factories.cadre("张三", here))
    decide_step(step, by=stand_in, agree=True)

    step.refresh_from_db()
    assert decider(step) == "同事（代王建国）"


def test_who_decides_in_their_own_right_stands_in_for_nobody(here, stand_in):
    step = first_step(factories.cadre("张三", here))
    decide_step(step, by=here.user("township"), agree=True)

    step.refresh_from_db()
    assert (step.stood_in_for, decider(step)) == (None, "王建国")


@pytest.mark.parametrize("whose", ["township", "colleague"])
def test_neither_the_absents_nor_the_stand_ins_own_matter(here, stand_in, whose):
    user = here.user("township") if whose == "township" else stand_in
    posting = factories.cadre("张三", here)
    Cadre.objects.filter(pk=posting.cadre_id).update(user=user)
    posting.refresh_from_db()
    step = first_step(posting)

    with pytest.raises(NotAllowed, match="本人的事项"):
        decide_step(step, by=stand_in, agree=True)


def test_a_reader_who_stands_in_for_nobody_decides_nothing(here):
    reader = factories.user("reader", "只读", acts_for=here.body("township"), duty=Duty.READER)
    step = first_step(factories.cadre("张三", here))

    with pytest.raises(NotAllowed):
        decide_step(step, by=reader, agree=True)
