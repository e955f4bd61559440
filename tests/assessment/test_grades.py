"""Grades, quotas and what closes them, region by region."""

from datetime import date

import pytest
from django.db import connection

from assessment.actions import set_quarter, set_year
from assessment.models import Assessment
from assessment.queries import seats
from cadres.models import Posting
from decisions.actions import NotAllowed
from tests import factories
from tests.factories import County

pytestmark = pytest.mark.django_db(transaction=False)
DONE = {"tasks_done": True, "discipline_ok": True, "circulars": 0, "dereliction": False}


@pytest.fixture(autouse=True)
def clock(settings):
    settings.TODAY = date(2018, 12, 28)


def cadres(place: County, count: int, *, level: str = "county") -> list[Posting]:
    return [
        factories.cadre(f"干部{number}", place, dispatch_level=level, username=f"{place.region}{level}{number}", start=date(2018, 3, 1))
        for number in range(count)
    ]  # fmt: skip


def year(posting: Posting, grade: str, place: County, *, facts: dict = DONE, reason: str = "") -> Assessment:
    return set_year(posting, year=2018, grade=grade, facts=facts, reason=reason, by=place.user("county"))


def test_the_regulation_closes_the_top_grade_without_two_excellent_quarters():
    place = factories.ningxia()
    posting = cadres(place, 1)[0]
    set_quarter(posting, year=2018, quarter=1, grade="excellent", by=place.user("township"))
    set_quarter(posting, year=2018, quarter=2, grade="competent", by=place.user("township"))
    with pytest.raises(NotAllowed, match="第九条"):
        year(posting, "excellent", place)
    assert year(posting, "competent", place).ruling.articles == ["9"]


def test_two_circulars_fix_the_grade():
    place = factories.ningxia()
    posting = cadres(place, 1)[0]
    with pytest.raises(NotAllowed, match="基本称职"):
        year(posting, "competent", place, facts=DONE | {"circulars": 2})
    assert year(posting, "basic", place, facts=DONE | {"circulars": 2}).grade == "basic"


def test_hebei_counts_each_dispatch_level_by_itself():
    place = factories.hebei()
    county, _ = cadres(place, 5), cadres(place, 3, level="city")
    pool = seats(county[0], year=2018)
    assert (pool.label, pool.base, pool.most, pool.firm) == ("县级选派", 5, 2, True)


@pytest.mark.parametrize(("taken", "allowed"), [(1, True), (2, False)])
def test_a_firm_quota_is_not_passed(taken, allowed):
    place = factories.hebei()
    rows = cadres(place, 5)
    for posting in rows[:taken]:
        year(posting, "excellent", place)
    if allowed:
        assert year(rows[taken], "excellent", place).grade == "excellent"
    else:
        with pytest.raises(NotAllowed, match="名额已满"):
            year(rows[taken], "excellent", place)


def test_a_soft_quota_asks_for_a_reason(settings):
    settings.TODAY = date(2019, 12, 28)
    place = factories.inner_mongolia()
    posting = cadres(place, 4)[0]
    given = {"year": 2019, "grade": "excellent", "facts": {}, "by": place.user("county")}
    with pytest.raises(NotAllowed, match="说明栏"):
        set_year(posting, reason="", **given)
    assert set_year(posting, reason="县委研究同意", **given).reason == "县委研究同意"


def test_grading_again_changes_the_grade_and_takes_no_second_seat():
    place = factories.hebei()
    posting = cadres(place, 3)[0]
    year(posting, "excellent", place)
    year(posting, "excellent", place)
    assert Assessment.objects.count() == 1


def test_linfen_has_no_scale_of_its_own():
    place = factories.linfen()
    with pytest.raises(NotAllowed, match="没有规定考核等次"):
        year(cadres(place, 1)[0], "excellent", place)


def test_a_recalled_cadre_cannot_be_excellent_while_the_bar_runs():
    place = factories.hebei()
    posting = cadres(place, 5)[0]
    from decisions.actions import decide_step
    from recall.actions import open_case
    from recall.grounds import grounds_for

    grounds = grounds_for(posting, facts={"unapproved_findings": 3}, on=date(2018, 12, 28))
    case = open_case(
        posting,
        grounds=grounds,
        article="20.2",
        disposition="recall",
        measure="",
        reason="三次不在岗",
        by=place.user("county"),
    )
    for name in ("county", "unit"):
        decide_step(case.proceeding.steps.get(state="open"), by=place.user(name), agree=True)
    with pytest.raises(NotAllowed, match="不得评先评优"):
        year(posting, "excellent", place)


def test_nobody_outside_the_county_grades():
    place, other = factories.hebei(), factories.linfen()
    with pytest.raises(NotAllowed):
        set_year(cadres(place, 1)[0], year=2018, grade="competent", facts={}, reason="", by=other.user("county"))


def test_a_township_cannot_give_the_years_grade():
    place = factories.hebei()
    with pytest.raises(NotAllowed):
        set_year(cadres(place, 1)[0], year=2018, grade="competent", facts={}, reason="", by=place.user("township"))


def test_the_pages_show_scale_and_seats(client, django_assert_max_num_queries):
    place = factories.hebei()
    posting = cadres(place, 5)[0]
    client.force_login(place.user("county"), backend="django.contrib.auth.backends.ModelBackend")
    assert "县级选派" in client.get("/assessment/").content.decode()
    page = client.get(f"/assessment/{posting.key}/").content.decode()
    assert "优秀名额（县级选派5人）：2，已评 0，剩 2" in page


def test_a_grade_is_given_on_the_page(client):
    place = factories.hebei()
    posting = cadres(place, 5)[0]
    client.force_login(place.user("county"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/assessment/{posting.key}/", {"form": "annual", "grade": "competent", "reason": ""})
    assert (answer.status_code, Assessment.objects.get().grade) == (302, "competent")


def test_a_stranger_gets_404(client):
    place, other = factories.hebei(), factories.linfen()
    posting = cadres(place, 1)[0]
    client.force_login(other.user("county"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/assessment/{posting.key}/").status_code == 404


def test_the_list_asks_as_often_for_one_as_for_many(client):
    place = factories.hebei()
    client.force_login(place.user("county"), backend="django.contrib.auth.backends.ModelBackend")
    cadres(place, 1)
    counts = []
    for more in (0, 20):
        [factories.cadre(f"多{n}", place, username=f"more{n}", start=date(2018, 3, 1)) for n in range(more)]
        connection.force_debug_cursor = True
        connection.queries_log.clear()
        client.get("/assessment/")
        counts.append(len(connection.queries_log))
    connection.force_debug_cursor = False
    assert counts[0] == counts[1]
