"""Cases from their ground to their successor, in each region's own way."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from cadres.models import Posting
from decisions.actions import NotAllowed, decide_step, withdraw
from decisions.models import Proceeding
from recall.actions import name_successor, note_of, open_case, reason_of, record_finding, void_finding
from recall.choices import CaseState, Fact, Measure
from recall.grounds import facts_of, grounds_for
from recall.models import Bar, Case, Finding
from recall.queries import bars_in_force, open_findings
from tests import factories
from tests.factories import County

pytestmark = pytest.mark.django_db


def opened(place: County, posting: Posting, *, fact: str, value: Any, article: str, disposition: str) -> Case:
    """A case on one recorded fact, by the county."""
    clerk = place.user("county")
    from villages.clock import today

    record_finding(posting, fact=fact, value=value, found_on=today(), source="巡查通报", by=clerk)
    grounds = grounds_for(posting, facts=facts_of(open_findings(posting)), on=today())
    return open_case(
        posting, grounds=grounds, article=article, disposition=disposition, measure=Measure.REMOVAL, reason="经查属实", by=clerk
    )  # fmt: skip


def agree_to_all(proceeding: Proceeding, *users: Any) -> None:
    """Each open step is agreed to by the first user who may."""
    while step := proceeding.steps.filter(state="open").first():
        for user in users:
            try:
                decide_step(step, by=user, agree=True)
                break
            except NotAllowed:
                continue
        else:
            raise AssertionError(f"nobody decides {step.word}")


def test_inner_mongolia_recall_has_bars_and_ten_working_days(settings):
    settings.TODAY = date(2019, 4, 26)
    place = factories.inner_mongolia()
    posting = factories.cadre("张三", place)
    case = opened(place, posting, fact=Fact.FINDING, value="disciplined", article="23.5", disposition="ladder")
    agree_to_all(case.proceeding, place.user("township"), place.user("county"), place.user("unit"))
    case.refresh_from_db()
    assert (case.state, case.decided_on, case.successor_due) == (
        CaseState.DECIDED,
        date(2019, 4, 26),
        date(2019, 5, 13),
    )
    assert list(case.bars.values_list("bar", "since", "through")) == [
        ("honours", date(2019, 4, 26), date(2019, 12, 31)),
        ("promotion", date(2019, 4, 26), date(2020, 4, 26)),
    ]
    posting.refresh_from_db()
    assert (posting.end, posting.ended_by) == (date(2019, 4, 26), "recalled")


def test_steps_go_township_then_two_county_bodies_then_the_units_level_then_the_unit(settings):
    settings.TODAY = date(2019, 4, 26)
    place = factories.inner_mongolia()
    case = opened(
        place,
        factories.cadre("张三", place),
        fact=Fact.FINDING,
        value="disciplined",
        article="23.5",
        disposition="ladder",
    )
    assert list(case.proceeding.steps.values_list("stage", "word", "act")) == [
        (1, "township", "propose"),
        (2, "county_org", "review"),
        (2, "county_poverty", "review"),
        (3, "unit_level_org", "confirm"),
        (4, "unit", "notify"),
    ]


def test_a_bar_expires_by_itself(settings):
    settings.TODAY = date(2019, 4, 26)
    place = factories.inner_mongolia()
    posting = factories.cadre("张三", place)
    case = opened(place, posting, fact=Fact.FINDING, value="disciplined", article="23.5", disposition="ladder")
    agree_to_all(case.proceeding, place.user("township"), place.user("county"), place.user("unit"))
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 4, 26), date(2020, 4, 27)]
    in_force = [list(bars_in_force(posting.cadre, on=day).values_list("bar", flat=True)) for day in days]
    assert in_force == [["honours", "promotion"], ["promotion"], ["promotion"], []]
    assert Bar.objects.count() == 2


def test_linfen_names_no_days_for_a_successor_and_adds_the_personal_file(settings):
    settings.TODAY = date(2018, 11, 15)
    place = factories.linfen()
    case = opened(
        place,
        factories.cadre("李四", place),
        fact=Fact.INSPECTION_MEASURES,
        value=2,
        article="9.5.5",
        disposition="recall",
    )
    agree_to_all(case.proceeding, place.user("county"), place.user("unit"), place.user("city"))
    case.refresh_from_db()
    assert case.successor_due is None
    assert list(case.bars.values_list("bar", "through")) == [
        ("honours", date(2018, 12, 31)),
        ("personal_file", None),
        ("promotion", date(2020, 11, 15)),
    ]


def test_hebei_does_not_credit_the_year(settings):
    settings.TODAY = date(2018, 10, 10)
    place = factories.hebei()
    case = opened(
        place,
        factories.cadre("王五", place),
        fact=Fact.UNAPPROVED_FINDINGS,
        value=3,
        article="20.2",
        disposition="recall",
    )
    agree_to_all(case.proceeding, place.user("county"), place.user("unit"))
    assert list(case.bars.values_list("bar", "year", "through")) == [
        ("grassroots_credit", 2018, None),
        ("honours", None, date(2019, 10, 10)),
        ("promotion", None, date(2020, 10, 10)),
    ]


def test_two_findings_are_no_ground_in_hebei(settings):
    settings.TODAY = date(2018, 10, 10)
    place = factories.hebei()
    posting = factories.cadre("王五", place)
    with pytest.raises(NotAllowed, match="不在本办法"):
        opened(place, posting, fact=Fact.UNAPPROVED_FINDINGS, value=2, article="20.2", disposition="recall")
    assert Case.objects.count() == 0


def test_a_lighter_measure_of_the_ladder_ends_at_once(settings):
    settings.TODAY = date(2019, 4, 26)
    place = factories.inner_mongolia()
    posting = factories.cadre("张三", place)
    grounds = grounds_for(posting, facts={"findings": ["rough_with_villagers"]}, on=date(2019, 4, 26))
    case = open_case(
        posting, grounds=grounds, article="23.2", disposition="ladder", measure=Measure.ADMONITION, reason="初次", by=place.user("county")
    )  # fmt: skip
    assert (case.state, case.proceeding, case.bars.count()) == (CaseState.MEASURED, None, 0)


def test_a_refusal_leaves_the_cadre_at_the_post(settings):
    settings.TODAY = date(2019, 4, 26)
    place = factories.inner_mongolia()
    posting = factories.cadre("张三", place)
    case = opened(place, posting, fact=Fact.FINDING, value="disciplined", article="23.5", disposition="ladder")
    decide_step(case.proceeding.steps.get(stage=1), by=place.user("township"), agree=False, opinion="情况不实")
    case.refresh_from_db()
    posting.refresh_from_db()
    assert (case.state, posting.end, Bar.objects.count()) == (CaseState.ENDED, None, 0)


def test_the_cadre_does_not_take_their_own_recall_back_but_who_opened_it_does(settings):
    settings.TODAY = date(2019, 4, 26)
    place = factories.inner_mongolia()
    posting = factories.cadre("巴图", place)
    case = opened(place, posting, fact=Fact.FINDING, value="disciplined", article="23.5", disposition="ladder")

    with pytest.raises(NotAllowed, match="只有申请人"):
        withdraw(case.proceeding, by=factories.login(posting))
    withdraw(case.proceeding, by=place.user("county"))

    case.refresh_from_db()
    assert case.state == CaseState.ENDED


@pytest.mark.parametrize("duty", ["reader", "approver"])
def test_the_clerk_who_opened_it_and_works_at_the_unit_now_takes_no_recall_back(settings, duty):
    settings.TODAY = date(2019, 4, 26)
    place = factories.inner_mongolia()
    posting = factories.cadre("巴图", place)
    case = opened(place, posting, fact=Fact.FINDING, value="disciplined", article="23.5", disposition="ladder")
    clerk = place.user("county")
    clerk.appointments.update(until=date(2019, 4, 25))
    clerk.appointments.create(body=place.unit, duty=duty, since=date(2019, 4, 26))

    with pytest.raises(NotAllowed, match="只有申请人"):
        withdraw(case.proceeding, by=type(clerk).objects.get(pk=clerk.pk))


def test_only_one_open_case_a_posting(settings):
    settings.TODAY = date(2019, 4, 26)
    place = factories.inner_mongolia()
    posting = factories.cadre("张三", place)
    opened(place, posting, fact=Fact.FINDING, value="disciplined", article="23.5", disposition="ladder")
    with pytest.raises(NotAllowed, match="已有一件"):
        opened(place, posting, fact=Fact.FINDING, value="disciplined", article="23.5", disposition="ladder")


def test_another_county_can_neither_record_nor_open(settings):
    settings.TODAY = date(2019, 4, 26)
    place, other = factories.inner_mongolia(), factories.hebei()
    posting = factories.cadre("张三", place)
    with pytest.raises(NotAllowed):
        record_finding(
            posting,
            fact=Fact.FINDING,
            value="health",
            found_on=date(2019, 4, 1),
            source="来信",
            by=other.user("county"),
        )


class TestHealth:
    """What is written of somebody's health lies sealed and is read by those who keep the post or decide."""

    @pytest.fixture
    def place(self, settings) -> County:
        settings.TODAY = date(2019, 4, 26)
        return factories.inner_mongolia()

    @pytest.fixture
    def case(self, place: County) -> Case:
        posting, clerk = factories.cadre("张三", place), place.user("county")
        when = date(2019, 4, 1)
        record_finding(
            posting, fact=Fact.FINDING, value="health", found_on=when, source="诊断证明", note="腰椎手术", by=clerk
        )
        grounds = grounds_for(posting, facts=facts_of(open_findings(posting)), on=date(2019, 4, 26))
        (ground,) = (*grounds.certain, *grounds.pending)
        return open_case(posting, grounds=grounds, **ground, measure=Measure.REMOVAL, reason="术后不能驻村", by=clerk)

    def test_no_table_holds_it_in_clear(self, case: Case):
        finding = case.posting.findings.get()
        case.posting.cadre.refresh_from_db()
        finding.posting.cadre.refresh_from_db()

        assert (finding.note, note_of(finding)) == ("", "腰椎手术")
        assert (case.reason, reason_of(case)) == ("身体原因", "术后不能驻村")
        for table in ("recall_finding", "recall_case", "record_entry", "decisions_proceeding", "decisions_notice"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")  # noqa: S608
                (everything,) = cursor.fetchone()
            assert [word for word in ("腰椎", "术后") if word in everything] == [], table

    def test_the_database_takes_no_note_of_health_in_clear(self, case: Case):
        with pytest.raises(IntegrityError, match="health_is_noted_sealed"), transaction.atomic():
            Finding.objects.update(note="腰椎手术")

    @pytest.mark.parametrize(("role", "sees"), [("county", True), ("township", True), ("unit", True), ("city", False)])
    def test_it_is_read_by_who_keeps_the_post_and_who_decides(self, place, case, client: Client, role: str, sees: bool):
        client.force_login(place.user(role))
        page = client.get(f"/recall/{case.key}/").content.decode()

        assert ("术后不能驻村" in page, "详情仅本人和办理人可见" in page) == (sees, not sees)

    @pytest.mark.parametrize(("role", "sees"), [("county", True), ("unit", False), ("city", False)])
    def test_the_note_of_a_fact_is_for_who_keeps_the_post(self, place, case, client: Client, role: str, sees: bool):
        client.force_login(place.user(role))
        page = client.get(f"/recall/posts/{case.posting.key}/").content.decode()

        assert ("腰椎手术" in page, "登记认定事实" in page.split("</h1>")[1]) == (sees, sees)

    def test_the_notice_tells_the_unit_no_more_than_that_it_is_health(self, place, case, client: Client):
        agree_to_all(case.proceeding, place.user("township"), place.user("county"), place.user("unit"))
        client.force_login(place.user("unit"))
        page = client.get(f"/recall/{case.key}/notice/").content.decode()

        assert ("身体原因" in page, "术后" in page) == (True, False)


def test_a_void_finding_makes_no_ground(settings):
    settings.TODAY = date(2019, 4, 26)
    place = factories.inner_mongolia()
    posting = factories.cadre("张三", place)
    finding = record_finding(
        posting, fact=Fact.FINDING, value="health", found_on=date(2019, 4, 1), source="来信", by=place.user("county")
    )
    void_finding(finding, reason="登记有误", by=place.user("county"))
    assert facts_of(open_findings(posting)) == {}


def test_a_successor_has_to_be_at_the_same_place(settings):
    settings.TODAY = date(2019, 4, 26)
    place = factories.inner_mongolia()
    case = opened(
        place,
        factories.cadre("张三", place),
        fact=Fact.FINDING,
        value="disciplined",
        article="23.5",
        disposition="ladder",
    )
    agree_to_all(case.proceeding, place.user("township"), place.user("county"), place.user("unit"))
    elsewhere = factories.cadre("赵六", factories.hebei())
    with pytest.raises(NotAllowed, match="同一驻地"):
        name_successor(case, successor=elsewhere, by=place.user("county"))
    here = factories.cadre("钱七", place, start=date(2019, 5, 5))
    name_successor(case, successor=here, by=place.user("county"))
    case.refresh_from_db()
    assert (case.state, case.successor) == (CaseState.SUCCEEDED, here)


@pytest.mark.parametrize("page", ["/recall/{case}/", "/recall/{case}/notice/", "/recall/posts/{posting}/"])
def test_a_stranger_gets_404(settings, client: Client, page: str):
    settings.TODAY = date(2019, 4, 26)
    place, other = factories.inner_mongolia(), factories.hebei()
    posting = factories.cadre("张三", place)
    case = opened(place, posting, fact=Fact.FINDING, value="disciplined", article="23.5", disposition="ladder")
    client.force_login(other.user("county"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(page.format(case=case.key, posting=posting.key)).status_code == 404
