"""A stand-in acts for the absent, and step or record says so (代); never in anybody's own matter."""

from datetime import date

import pytest
from django.test import Client

from accounts.access import reach_of
from accounts.actions import substitute
from accounts.choices import Duty
from accounts.models import Entry, User
from accounts.personal_data import open_vault
from attendance.leave.actions import file_leave
from attendance.models import Correction
from cadres.leavers.actions import set_period
from cadres.models import Cadre, Posting
from decisions.actions import NotAllowed, decide_step
from decisions.models import Step
from decisions.pages import card, decider
from decisions.queries import inbox, recordable
from recall.actions import record_finding
from recall.choices import Fact
from tests import factories
from tests.factories_attendance import line
from tests.leave.drafts import draft
from villages.clock import now

pytestmark = pytest.mark.django_db
DAY = date(2018, 9, 3)


@pytest.fixture
def here(settings) -> factories.County:
    settings.TODAY = DAY
    return factories.linfen()


def stands_in_for(absent: User, word: str, here: factories.County) -> User:
    """A reader of the body who acts for the absent colleague."""
    colleague = factories.user("colleague", "同事", acts_for=here.body(word), duty=Duty.READER)
    substitute(absent, colleague, since=DAY, until=date(2018, 9, 30), by=absent)
    return User.objects.get(pk=colleague.pk)


@pytest.fixture
def stand_in(here) -> User:
    """Only looks at what the township does, and acts for its absent clerk."""
    return stands_in_for(here.user("township"), "township", here)


@pytest.fixture
def county_stand_in(here) -> User:
    return stands_in_for(here.user("county"), "county_org", here)


def posting_of(name: str, here: factories.County, *, user: User | None = None) -> Posting:
    posting = factories.cadre(name, here)
    if user is not None:
        Cadre.objects.filter(pk=posting.cadre_id).update(user=user)
    return Posting.objects.select_related("cadre__user", "team").get(pk=posting.pk)


def first_step(posting: Posting) -> Step:
    leave = file_leave(draft(posting, "2"), by=factories.login(posting))
    return leave.proceeding.steps.get(state="open", word="township")


def nobody_decides_for(body) -> None:
    body.appointments.update(duty=Duty.READER)


def test_the_step_says_who_stood_in_for_whom(here, stand_in):
    step = first_step(posting_of("张三", here))
    decide_step(step, by=stand_in, agree=True)

    step.refresh_from_db()
    assert decider(step) == "同事（代王建国）"


def test_who_decides_in_their_own_right_stands_in_for_nobody(here, stand_in):
    step = first_step(posting_of("张三", here))
    decide_step(step, by=here.user("township"), agree=True)

    step.refresh_from_db()
    assert (step.stood_in_for, decider(step)) == (None, "王建国")


def test_a_paper_that_a_stand_in_recorded_says_so(here, county_stand_in):
    step = first_step(posting_of("张三", here))
    nobody_decides_for(here.body("township"))

    decide_step(step, by=county_stand_in, agree=True, on_behalf=True, paper_number="吉镇发3号")

    step.refresh_from_db()
    said = card(step, step.proceeding, name="")["on_behalf"]
    assert said == "代为登记：同事（代李敏）据纸质批件登记，批件：吉镇发3号"


@pytest.mark.parametrize("whose", ["township", "colleague"])
def test_neither_the_absents_nor_the_stand_ins_own_matter(here, stand_in, whose):
    user = here.user("township") if whose == "township" else stand_in
    step = first_step(posting_of("张三", here, user=user))

    with pytest.raises(NotAllowed, match="本人的事项"):
        decide_step(step, by=stand_in, agree=True)
    assert list(inbox(reach_of(stand_in))) == []


def test_the_absents_own_matter_is_not_recorded_on_paper_either(here, county_stand_in):
    step = first_step(posting_of("张三", here, user=here.user("county")))
    nobody_decides_for(here.body("township"))

    assert list(recordable(reach_of(county_stand_in))) == []
    with pytest.raises(NotAllowed, match="李敏本人的事项"):
        decide_step(step, by=county_stand_in, agree=True, on_behalf=True, paper_number="口头")


@pytest.mark.parametrize(("duty", "decides"), [(Duty.READER, False), (Duty.CLERK, False), (Duty.APPROVER, True)])
def test_a_clerk_prepares_and_who_approves_decides(here, duty, decides):
    user = factories.user("second", "第二人", acts_for=here.body("township"), duty=duty)
    step = first_step(posting_of("张三", here))

    if decides:
        decide_step(step, by=user, agree=True)
    else:
        with pytest.raises(NotAllowed):
            decide_step(step, by=user, agree=True)
    step.refresh_from_db()
    assert (step.decided_by == user) == decides


def test_where_nobody_decides_the_bodys_own_clerk_records_the_signed_paper(here):
    step = first_step(posting_of("张三", here))
    nobody_decides_for(here.body("township"))
    clerk = factories.user("second", "第二人", acts_for=here.body("township"), duty=Duty.CLERK)

    assert list(recordable(reach_of(clerk))) == [step]
    decide_step(step, by=clerk, agree=True, on_behalf=True, paper_number="吉镇发3号")

    step.refresh_from_db()
    assert (step.state, step.on_behalf) == ("done", True)


def test_nobody_acts_for_an_account_that_is_no_longer_in_use(here, stand_in):
    User.objects.filter(pk=here.user("township").pk).update(is_active=False)

    assert not reach_of(User.objects.get(pk=stand_in.pk)).holds("township", place=here.township.pk)


class TestTheRecord:
    """What has no column for it: the record names the absent beside who acted."""

    @pytest.fixture
    def client(self, county_stand_in) -> Client:
        browser = Client()
        browser.force_login(county_stand_in)
        return browser

    def who(self, kind: str) -> str:
        return Entry.objects.filter(kind=kind).latest("id").who

    def test_names_whom_a_finding_was_recorded_for(self, here, client):
        posting = posting_of("张三", here)
        fields = {"fact": "finding", "finding": "disciplined", "found_on": "2018-09-01", "source": "通报"}
        client.post(f"/recall/posts/{posting.key}/add/", fields)

        assert self.who("recall.finding") == "同事（colleague）代李敏"

    def test_names_whom_a_line_of_the_register_was_written_for(self, here, client):
        posting = posting_of("张三", here)
        fields = {"am": "V" * 31, "pm": "V" * 31, "nights": "1" * 31, "version": "0"}
        client.post(f"/register/row/{posting.key}/2018-08/", fields)

        assert self.who("attendance.registerline") == "同事（colleague）代李敏"

    def test_names_whom_a_correction_was_decided_for(self, here, client):
        posting = posting_of("张三", here)
        line(posting, "2018-08", "V" * 31)
        correction = Correction.objects.create(
            posting=posting, month=date(2018, 8, 1), noted_am="V" * 31, noted_pm="V" * 31, nights="." * 31,
            reason="漏记", proposed_by=here.user("township"), proposed_at=now(),
        )  # fmt: skip
        client.post(f"/register/corrections/{correction.key}/", {"decision": "refuse"})

        assert self.who("attendance.correction") == "同事（colleague）代李敏"

    def test_names_whom_a_grade_was_set_for(self, settings):
        settings.TODAY = DAY
        there = factories.hebei()
        browser = Client()
        browser.force_login(stands_in_for(there.user("county"), "county_org", there))
        posting = posting_of("王五", there)
        browser.post(f"/assessment/{posting.key}/", {"form": "quarter", "quarter": "1", "grade": "competent"})

        assert self.who("assessment.assessment") == "同事（colleague）代李敏"

    def test_names_nobody_else_for_the_next_request(self, here, client):
        posting = posting_of("张三", here)
        record_finding(
            posting, fact=Fact.FINDING, value="disciplined", found_on=DAY, source="通报", by=here.user("county")
        )
        browser = Client()
        browser.force_login(here.user("county"))
        fields = {"fact": "finding", "finding": "disciplined", "found_on": "2018-09-01", "source": "另一通报"}
        client.post(f"/recall/posts/{posting.key}/add/", fields)
        browser.post(f"/recall/posts/{posting.key}/add/", fields)

        assert self.who("recall.finding") == "李敏（linfen-county）"

    def test_names_whom_a_leave_was_taken_back_for(self, here, client, county_stand_in):
        leave = file_leave(draft(posting_of("张三", here), "2"), by=county_stand_in)
        client.post(f"/matters/{leave.key}/withdraw/")

        assert self.who("decisions.proceeding") == "同事（colleague）代李敏"

    def test_names_whom_a_number_was_looked_at_for(self, here, client):
        posting = sealed(posting_of("张三", here))
        client.post(f"/cadres/{posting.cadre.key}/reveal/phone/", {"reason": "核对"})

        assert self.who("cadres.cadre") == "同事（colleague）代李敏"

    def test_a_stand_in_does_not_look_at_the_absents_own_number(self, here, client):
        posting = sealed(posting_of("张三", here, user=here.user("county")))
        answer = client.post(f"/cadres/{posting.cadre.key}/reveal/phone/", {"reason": "核对"})

        assert (answer.context["number"], "李敏本人的事项" in answer.content.decode()) == ("", True)
        assert "/reveal/" not in client.get(f"/cadres/{posting.cadre.key}/").content.decode()

    @pytest.mark.parametrize("own", [True, False])
    def test_names_whom_personal_data_was_removed_for_but_never_the_absents_own(self, here, client, own):
        posting = sealed(posting_of("张三", here, user=here.user("county") if own else None))
        Posting.objects.filter(pk=posting.pk).update(end=date(2018, 1, 1))
        set_period(here.division, months=1, basis="吉组〔2018〕3号", by=here.user("county"))
        client.post("/leavers/remove/", {"cadre": [posting.cadre.key]})

        removed = Entry.objects.filter(act="reduced").values_list("who", flat=True)
        assert list(removed) == ([] if own else ["同事（colleague）代李敏"])


def sealed(posting: Posting) -> Posting:
    held = open_vault().seal_person(None, "17000001234")
    Cadre.objects.filter(pk=posting.cadre_id).update(
        data_key=held.data_key, phone_cipher=held.phone_cipher, phone_mask="170****1234"
    )
    return posting
