"""Bodies of a place: who enters them, what they act as, two that are one."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.access import reach_of
from accounts.actions import NotPermitted
from accounts.bodies import correct_body, enter_body, enter_townships, give_capacity, merge_bodies
from accounts.choices import Duty, Level, Office, Standing
from accounts.models import Appointment, Body, Capacity, Entry
from cadres.models import Posting
from tests import factories
from tests.factories_accounts import administrator, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = date(2018, 9, 10)


@pytest.fixture
def here() -> factories.County:
    return factories.linfen()


def bare_townships(here: factories.County) -> list[str]:
    """Two more townships of the county, which nobody acts for yet."""
    return [factories.division(code).code for code in ("141028101000", "141028102000")]


class TestEntering:
    def test_a_county_enters_a_body_with_what_it_acts_as(self, here):
        by = here.user("county")
        body = enter_body(name="吉县扶贫办", aliases=["县扶贫办"], division=here.division, by=by)

        assert (body.level, body.aliases, list(body.capacities.all())) == (Level.COUNTY, ["县扶贫办"], [])
        [entry] = Entry.objects.filter(kind="accounts.body", object_id=str(body.pk))
        assert (entry.act, entry.county) == ("created", "141028")

    def test_the_townships_get_their_committees_once(self, here):
        codes = bare_townships(here)

        assert [enter_townships(by=here.user("county")) for _ in range(2)] == [2, 0]
        made = Capacity.objects.filter(word="township", place__in=codes).order_by("place")
        assert [(one.place_id, one.body.name, one.body.level) for one in made] == [
            ("141028101000", "中共屯里镇委员会", "township"),
            ("141028102000", "中共壶口镇委员会", "township"),
        ]

    def test_another_countys_place_is_refused(self, here):
        with pytest.raises(NotPermitted, match="只能在您管理的区划内登记机构"):
            enter_body(name="某局", aliases=[], division=here.division, by=factories.hebei().user("county"))

    def test_the_same_name_twice_in_a_place_is_refused(self, here):
        with pytest.raises(NotPermitted, match="吉县已有名为“吉县民政局”的机构"):
            enter_body(name="吉县民政局", aliases=[], division=here.division, by=here.user("county"))

    def test_a_new_township_can_be_staffed_and_decides(self, here):
        """From a bare county to a clerk who sees the people of their township."""
        [code, _] = bare_townships(here)
        client = sign_in(here.user("county").username)
        client.post("/bodies/townships/")
        body = Body.objects.get(capacities__place=code)
        asked = {"username": "tunli", "name": "张红", "body": body.pk, "duty": "clerk", "since": "2018-09-10"}
        client.post("/users/new/", asked)

        assert reach_of(Appointment.objects.get(body=body).user).holds("township", place=code)


class TestCapacities:
    def test_another_body_takes_a_capacity_over(self, here):
        office = enter_body(name="吉县驻村办", aliases=[], division=here.division, by=here.user("county"))
        give_capacity(office, "county_office", by=here.user("county"))

        assert Capacity.objects.get(word="county_office", place=here.division).body == office

    @pytest.mark.parametrize("word", ["township", "city_office", "unit", "nonsense"])
    def test_a_capacity_of_another_level_is_refused(self, here, word):
        with pytest.raises(NotPermitted, match="没有这项职能"):
            give_capacity(here.unit, word, by=here.user("county"))

    def test_nobody_widens_their_own_body(self, here):
        own = here.body("county_org")
        Capacity.objects.filter(body=own, word="county_poverty").delete()

        with pytest.raises(NotPermitted, match="不能给自己任职的机构增加职能"):
            give_capacity(own, "county_poverty", by=here.user("county"))

    def test_the_county_does_not_give_its_organization_department_away(self, here):
        with pytest.raises(NotPermitted, match="由上级组织部门调整"):
            give_capacity(here.unit, "county_org", by=here.user("county"))

    def test_the_city_does_not_give_its_own_away_either(self, here):
        other = factories.body("临汾市某局", level=Level.CITY, place=here.division.parent)

        with pytest.raises(NotPermitted, match="由上级组织部门调整"):
            give_capacity(other, "city_org", by=here.user("city"))

    def test_a_body_whose_level_is_not_its_divisions_gets_none(self, here):
        stray = factories.body("吉昌镇某站", level=Level.TOWNSHIP, place=here.division)

        with pytest.raises(NotPermitted, match="没有这项职能"):
            give_capacity(stray, "county_office", by=here.user("county"))

    def test_nobody_lends_people_more_than_they_could_give(self, here):
        factories.user("head", "甲", acts_for=here.unit, duty=Duty.HEAD)

        with pytest.raises(NotPermitted, match="甲在该机构的职责您不能授予"):
            give_capacity(here.unit, "county_office", by=here.user("county"))

    def test_where_rights_are_judged_those_of_the_bodys_people_wait_anew(self, here, settings):
        settings.RIGHTS_NEED_APPROVAL = True
        administrator(Office.SECURITY)
        give_capacity(here.unit, "county_office", by=here.user("county"))

        assert Appointment.objects.get(body=here.unit).standing == Standing.WAITING

    def test_the_level_above_gives_it(self, here):
        give_capacity(here.unit, "county_poverty", by=here.user("city"))

        assert here.body("county_poverty") == here.unit


class TestMerging:
    @pytest.fixture
    def double(self, here) -> Body:
        """The unit under another name, with a cadre of its own."""
        double = factories.body("县民政局", level=Level.COUNTY, place=here.division)
        posting = factories.cadre("张三", here)
        Posting.objects.filter(pk=posting.pk).update(unit=double)
        return double

    def test_people_postings_and_names_go_over(self, here, double):
        merge_bodies(double, into=here.unit, by=here.user("county"))
        double.refresh_from_db()
        here.unit.refresh_from_db()

        assert (double.merged_into, here.unit.aliases) == (here.unit, ["县民政局"])
        assert Posting.objects.get(cadre__name="张三").unit == here.unit
        changed = Entry.objects.filter(kind="cadres.posting", act="changed").latest("id")
        assert (changed.before, changed.after) == ({"unit_id": double.pk}, {"unit_id": here.unit.pk})

    def test_a_merged_body_is_neither_merged_nor_renamed_again(self, here, double):
        merge_bodies(double, into=here.unit, by=here.user("county"))

        with pytest.raises(NotPermitted, match="或已并入其他机构"):
            merge_bodies(double, into=here.unit, by=here.user("county"))
        with pytest.raises(NotPermitted, match="或已并入其他机构"):
            correct_body(double, name="别名", aliases=[], by=here.user("county"))

    @pytest.mark.parametrize("days", [-30, 1])
    def test_it_moves_no_right_of_now_or_later(self, here, double, days):
        since = date(2018, 9, 10) + timedelta(days=days)
        Appointment.objects.create(user=here.user("unit"), body=double, duty=Duty.READER, since=since)

        with pytest.raises(NotPermitted, match="还有人代表县民政局办理"):
            merge_bodies(double, into=here.unit, by=here.user("county"))

    def test_a_body_with_a_capacity_is_not_merged_away(self, here, double):
        with pytest.raises(NotPermitted, match="有审批职能"):
            merge_bodies(here.body("county_org"), into=here.unit, by=here.user("city"))

    @pytest.mark.parametrize("into", ["itself", "township", "elsewhere"])
    def test_what_is_no_double_is_refused(self, here, double, into):
        others = {"itself": double, "township": here.body("township"), "elsewhere": factories.hebei().unit}

        with pytest.raises(NotPermitted):
            merge_bodies(double, into=others[into], by=here.user("county"))
        assert not Body.objects.filter(merged_into__isnull=False).exists()


class TestPages:
    @pytest.fixture
    def staff(self, here) -> Client:
        return sign_in(here.user("county").username)

    def test_the_list_names_bodies_capacities_and_who_is_missing(self, here, staff):
        bare_townships(here)
        page = staff.get("/bodies/?acting=on").content.decode()

        assert "还有 2 个乡镇没有登记机构" in page
        assert ("乡镇党委" in page, "吉县民政局" in page, "阜平" in page) == (True, False, False)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": ""}, "name"),
            ({"division": "130624000000"}, "division"),
            ({"word": "township"}, "word"),
            ({"word": "king"}, "word"),
            ({"aliases": "长" * 101}, "aliases"),
        ],
    )
    def test_a_wrong_field_is_told_and_nothing_entered(self, here, staff, changes, field):
        factories.hebei()
        asked = {"division": here.division.pk, "name": "吉县扶贫办", "word": "", "aliases": ""} | changes
        before = Body.objects.count()
        answer = staff.post("/bodies/new/", asked)

        assert (answer.status_code, list(answer.context["form"].errors), Body.objects.count()) == (422, [field], before)

    def test_a_body_is_entered_renamed_given_a_capacity_and_merged(self, here, staff):
        office = {"division": here.division.pk, "name": "吉县驻村办", "word": "county_office", "aliases": "驻村办\n"}
        body = Body.objects.get(key=staff.post("/bodies/new/", office).headers["Location"].split("/")[-2])
        staff.post(f"/bodies/{body.key}/edit/", {"name": "吉县驻村帮扶办", "aliases": "吉县驻村办\n驻村办"})
        staff.post(f"/bodies/{body.key}/capacity/", {"word": "county_poverty"})
        page = staff.get(f"/bodies/{body.key}/").content.decode()

        assert ("县驻村工作领导小组办公室" in page, "县扶贫办" in page) == (True, True)
        assert "修改机构：将名称由“吉县驻村办”改为“吉县驻村帮扶办”" in page
        refused = staff.post(f"/bodies/{here.unit.key}/merge/", {"into": body.pk})
        assert (refused.status_code, "还有人代表吉县民政局办理" in refused.content.decode()) == (422, True)
        double = factories.body("县民政局", level=Level.COUNTY, place=here.division)
        answer = staff.post(f"/bodies/{double.key}/merge/", {"into": here.unit.pk})
        assert answer.headers["Location"] == f"/bodies/{here.unit.key}/"
        assert staff.get(f"/bodies/{double.key}/").status_code == 404

    def test_a_refusal_stands_on_the_form(self, here, staff):
        Capacity.objects.filter(word="county_poverty").delete()
        answer = staff.post(f"/bodies/{here.body('county_org').key}/capacity/", {"word": "county_poverty"})

        assert (answer.status_code, "不能给自己任职的机构增加职能" in answer.content.decode()) == (422, True)

    @pytest.mark.parametrize("username", ["linfen-township", "linfen-unit", "admin-system"])
    def test_nobody_else_looks_at_bodies(self, here, username):
        administrator(Office.SYSTEM)
        client = Client()
        client.force_login(factories.user(username))

        assert client.get("/bodies/").status_code in (302, 403)
