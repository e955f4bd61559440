"""Bodies of a place: who enters them, what they act as, two that are one."""

import pytest
from django.test import Client

from accounts.access import reach_of
from accounts.actions import NotPermitted
from accounts.bodies import correct_body, enter_body, enter_townships, give_capacity, merge_bodies
from accounts.choices import Duty, Level, Office
from accounts.models import Appointment, Body, Capacity, Entry
from cadres.models import Posting
from tests import factories
from tests.factories_accounts import administrator, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings):
    from datetime import date

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

    def test_the_level_above_gives_it(self, here):
        give_capacity(here.unit, "county_poverty", by=here.user("city"))

        assert here.body("county_poverty") == here.unit


class TestMerging:
    @pytest.fixture
    def double(self, here) -> Body:
        """The unit under another name, with a cadre and a user of its own."""
        double = factories.body("县民政局", level=Level.COUNTY, place=here.division)
        posting = factories.cadre("张三", here)
        Posting.objects.filter(pk=posting.pk).update(unit=double)
        factories.user("double", "孙明", acts_for=double)
        return double

    def test_people_postings_and_names_go_over(self, here, double):
        merge_bodies(double, into=here.unit, by=here.user("county"))
        double.refresh_from_db()
        here.unit.refresh_from_db()

        assert (double.merged_into, here.unit.aliases) == (here.unit, ["县民政局"])
        assert Posting.objects.get(cadre__name="张三").unit == here.unit
        stranger = factories.user("double")
        assert reach_of(stranger).bodies() == (here.unit.pk,)
        assert stranger.has_perm("accounts.decide_for", here.unit) and not stranger.has_perm(
            "accounts.decide_for", double
        )
        changed = Entry.objects.filter(kind="cadres.posting", act="changed").latest("id")
        assert (changed.before, changed.after) == ({"unit_id": double.pk}, {"unit_id": here.unit.pk})

    def test_a_merged_body_is_neither_merged_nor_renamed_again(self, here, double):
        merge_bodies(double, into=here.unit, by=here.user("county"))

        with pytest.raises(NotPermitted, match="或已并入其他机构"):
            merge_bodies(double, into=here.unit, by=here.user("county"))
        with pytest.raises(NotPermitted, match="或已并入其他机构"):
            correct_body(double, name="别名", aliases=[], by=here.user("county"))

    def test_it_is_no_way_to_a_right_of_ones_own(self, here, double):
        factories.user("linfen-county", acts_for=double, duty=Duty.CLERK)
        Capacity.objects.filter(word="county_poverty", place=here.division).update(body=here.unit)

        with pytest.raises(NotPermitted, match="由上级组织部门办理"):
            merge_bodies(double, into=here.unit, by=here.user("county"))

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
        answer = staff.post(f"/bodies/{here.unit.key}/merge/", {"into": body.pk})
        assert answer.headers["Location"] == f"/bodies/{body.key}/"
        assert staff.get(f"/bodies/{here.unit.key}/").status_code == 404

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
