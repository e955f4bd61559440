"""Who may make whom act for which body, and that grants follow."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from guardian.shortcuts import get_perms

from accounts.access import fetch, reach_of
from accounts.actions import (
    NotPermitted,
    appoint,
    disable_account,
    edit_account,
    end_appointment,
    judge_appointment,
    open_account,
    reset_password,
    substitute,
    unlock,
)
from accounts.choices import Duty, Office, Standing
from accounts.models import Appointment, User
from accounts.queries import kept_bodies, kept_users, possible_stand_ins
from cadres.models import Cadre
from tests import factories
from tests.factories_accounts import administrator

pytestmark = pytest.mark.django_db
DAY = date(2018, 5, 10)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = DAY


@pytest.fixture
def here() -> factories.County:
    return factories.linfen()


@pytest.fixture
def there(here) -> factories.County:
    return factories.hebei()


def newcomer(here: factories.County, username: str = "newcomer") -> User:
    user, _ = open_account(username, name="新人", division=here.division, by=here.user("county"))
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("duty", "granted"),
    [
        (Duty.READER, {"read_for"}),
        (Duty.CLERK, {"read_for", "work_for"}),
        (Duty.APPROVER, {"read_for", "work_for", "decide_for"}),
        (Duty.HEAD, {"read_for", "work_for", "decide_for"}),
    ],
)
def test_an_appointment_gives_the_grants_of_its_duty(here, duty, granted):
    user, body = newcomer(here), here.body("township")

    appoint(user, body, duty=duty, since=DAY, by=here.user("county"))

    assert set(get_perms(user, body)) == granted


@pytest.mark.parametrize(("day", "holds"), [(9, False), (10, True), (20, True), (21, False)])
def test_a_right_holds_from_its_first_to_its_last_day(here, settings, day, holds):
    user, body = newcomer(here), here.body("township")
    settings.TODAY = date(2018, 5, 1)
    appoint(user, body, duty=Duty.CLERK, since=DAY, until=date(2018, 5, 20), by=here.user("county"))
    settings.TODAY = date(2018, 5, day)

    call_command("appointments", "sync")

    fresh = User.objects.get(pk=user.pk)
    assert (bool(get_perms(fresh, body)), bool(reach_of(fresh).seats)) == (holds, holds)


def test_grants_left_behind_by_hand_are_taken_away_at_night(here):
    from guardian.shortcuts import assign_perm

    user, body = newcomer(here), here.body("county_org")
    assign_perm("decide_for", user, body)

    call_command("appointments", "sync")

    assert get_perms(User.objects.get(pk=user.pk), body) == []


def test_ending_an_appointment_takes_the_grants_the_day_after(here, settings):
    user, body, staff = newcomer(here), here.body("township"), here.user("county")
    held = appoint(user, body, duty=Duty.APPROVER, since=DAY, by=staff)

    end_appointment(held, until=DAY, by=staff)

    assert len(get_perms(User.objects.get(pk=user.pk), body)) == 3
    settings.TODAY = DAY + timedelta(days=1)
    call_command("appointments", "sync")
    assert get_perms(User.objects.get(pk=user.pk), body) == []


def test_an_appointment_that_has_not_begun_is_withdrawn(here):
    user, staff = newcomer(here), here.user("county")
    held = appoint(user, here.body("township"), duty=Duty.CLERK, since=DAY + timedelta(days=9), by=staff)

    end_appointment(held, until=DAY, by=staff)

    held.refresh_from_db()
    assert (held.standing, held.since, held.until) == (Standing.WITHDRAWN, DAY + timedelta(days=9), None)
    with pytest.raises(NotPermitted, match="已撤销"):
        end_appointment(held, until=DAY, by=staff)


@pytest.mark.parametrize(("days_ago", "ended"), [(0, True), (1, True), (2, False)])
def test_an_appointment_ends_yesterday_at_the_earliest(here, days_ago, ended):
    staff, held = here.user("county"), here.user("township").appointments.get()

    if ended:
        end_appointment(held, until=DAY - timedelta(days=days_ago), by=staff)
    else:
        with pytest.raises(NotPermitted, match="不能早于昨天"):
            end_appointment(held, until=DAY - timedelta(days=days_ago), by=staff)

    held.refresh_from_db()
    assert held.until == (DAY - timedelta(days=days_ago) if ended else None)


@pytest.mark.parametrize("role", ["township", "unit"])
def test_only_the_organization_department_keeps_users(here, role):
    assert (kept_users(here.user(role)).count(), kept_bodies(here.user(role)).count()) == (0, 0)


def test_staff_keep_the_users_of_their_county_and_no_other(here, there):
    names = set(kept_users(here.user("county")).values_list("username", flat=True))

    assert names == {"linfen-county", "linfen-township", "linfen-unit"}


def test_staff_keep_the_users_of_their_countys_cadres(here, there):
    factories.cadre("张三", here)
    factories.cadre("李四", there)

    names = set(kept_users(here.user("county")).values_list("username", flat=True))
    assert names == {"linfen-county", "linfen-township", "linfen-unit", "zhangsan"}


def test_city_staff_keep_the_users_of_its_counties(here, there):
    names = set(kept_users(here.user("city")).values_list("username", flat=True))

    assert names == {"linfen-city", "linfen-county", "linfen-township", "linfen-unit"}


def test_a_reader_of_the_organization_department_keeps_nobody(here):
    reader = factories.user("reader", acts_for=here.body("county_org"), duty=Duty.READER)

    assert kept_users(reader).count() == 0


def test_nobody_appoints_themselves(here):
    staff = here.user("county")

    with pytest.raises(NotPermitted, match="不能给自己授权"):
        appoint(staff, here.body("township"), duty=Duty.HEAD, since=DAY, by=staff)


def test_the_database_refuses_a_right_given_to_oneself(here):
    staff = here.user("county")

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=staff, body=here.unit, duty=Duty.HEAD, since=DAY, made_by=staff)


@pytest.mark.parametrize("word", ["county_org", "township"])
def test_nobody_appoints_to_another_countys_body(here, there, word):
    with pytest.raises(NotPermitted, match="只能任用到您管理范围内的机构"):
        appoint(newcomer(here), there.body(word), duty=Duty.CLERK, since=DAY, by=here.user("county"))


def test_county_staff_do_not_appoint_to_the_citys_body(here):
    with pytest.raises(NotPermitted, match="只能任用到您管理范围内的机构"):
        appoint(newcomer(here), here.body("city_org"), duty=Duty.CLERK, since=DAY, by=here.user("county"))


def test_another_countys_user_is_not_appointed_here(here, there):
    with pytest.raises(NotPermitted, match="不在您管理的范围内"):
        appoint(there.user("township"), here.body("township"), duty=Duty.CLERK, since=DAY, by=here.user("county"))


@pytest.mark.parametrize("act", [disable_account, reset_password])
def test_who_also_acts_elsewhere_is_not_disabled_nor_reset_here(here, there, act):
    user = here.user("township")
    factories.user(user.username, acts_for=there.body("county_org"))

    with pytest.raises(NotPermitted, match="上级组织部门"):
        act(user, by=here.user("county"))


@pytest.mark.parametrize("act", [disable_account, reset_password])
def test_nobody_disables_or_resets_themselves(here, act):
    with pytest.raises(NotPermitted, match="不能给自己授权"):
        act(here.user("county"), by=here.user("county"))


@pytest.mark.parametrize("office", list(Office))
def test_staff_touch_no_administrator(here, office):
    admin, staff = administrator(office), here.user("county")

    for act in (
        lambda: appoint(admin, here.unit, duty=Duty.CLERK, since=DAY, by=staff),
        lambda: edit_account(admin, name="别人", by=staff),
        lambda: reset_password(admin, by=staff),
        lambda: disable_account(admin, by=staff),
    ):
        with pytest.raises(NotPermitted):
            act()


@pytest.mark.parametrize("office", list(Office))
def test_the_database_lets_an_administrator_act_for_no_body(here, office):
    admin = administrator(office)

    with pytest.raises(IntegrityError, match="acts for no body"), transaction.atomic():
        Appointment.objects.create(user=admin, body=here.unit, duty=Duty.READER, since=DAY)


def test_the_database_makes_no_administrator_of_who_acts_for_a_body(here):
    with pytest.raises(IntegrityError, match="acts for no body"), transaction.atomic():
        User.objects.filter(username="linfen-unit").update(office=Office.AUDIT)


@pytest.mark.parametrize("office", list(Office))
@pytest.mark.parametrize("other", ["", *Office])
def test_the_database_lets_no_administrator_change_the_office(office, other):
    admin = administrator(office)
    if office == other:
        return

    with pytest.raises(IntegrityError, match="keeps the office"), transaction.atomic():
        User.objects.filter(pk=admin.pk).update(office=other)


@pytest.mark.parametrize("office", list(Office))
def test_administrators_reach_no_cadre(here, office):
    from django.http import Http404

    from cadres.models import Posting

    posting = factories.cadre("张三", here)

    with pytest.raises(Http404):
        fetch(Posting.objects.all(), user=administrator(office), key=posting.key)


def test_same_appointment_twice_is_refused(here):
    user, staff = newcomer(here), here.user("county")
    appoint(user, here.unit, duty=Duty.CLERK, since=DAY, until=date(2018, 5, 20), by=staff)

    with pytest.raises(NotPermitted, match="期限重叠"):
        appoint(user, here.unit, duty=Duty.CLERK, since=date(2018, 5, 20), by=staff)

    appoint(user, here.unit, duty=Duty.CLERK, since=date(2018, 5, 21), by=staff)
    assert user.appointments.count() == 2


def test_another_duty_in_the_same_body_at_the_same_time_is_refused(here):
    user, staff = newcomer(here), here.user("county")
    appoint(user, here.unit, duty=Duty.READER, since=DAY, by=staff)

    with pytest.raises(NotPermitted, match="已有只读任用（2018-05-10起），期限重叠"):
        appoint(user, here.unit, duty=Duty.CLERK, since=date(2018, 5, 20), by=staff)


def organization_staff(here: factories.County, duty: Duty) -> User:
    return factories.user(f"org-{duty}", acts_for=here.body("county_org"), duty=duty)


@pytest.mark.parametrize(
    ("own", "given", "may"),
    [
        (Duty.CLERK, Duty.CLERK, True),
        (Duty.CLERK, Duty.APPROVER, False),
        (Duty.APPROVER, Duty.APPROVER, True),
        (Duty.APPROVER, Duty.HEAD, False),
        (Duty.HEAD, Duty.HEAD, True),
    ],
)
def test_nobody_gives_a_duty_above_their_own_at_their_own_level(here, own, given, may):
    user, staff = newcomer(here), organization_staff(here, own)

    if may:
        appoint(user, here.body("county_org"), duty=given, since=DAY, by=staff)
    else:
        with pytest.raises(NotPermitted, match="由上级组织部门办理"):
            appoint(user, here.body("county_org"), duty=given, since=DAY, by=staff)

    assert user.appointments.exists() == may


@pytest.mark.parametrize(("place", "role"), [("township", "county"), ("county_org", "city")])
def test_the_level_above_gives_any_duty(here, place, role):
    user = newcomer(here)

    appoint(user, here.body(place), duty=Duty.HEAD, since=DAY, by=here.user(role))

    assert user.appointments.get().duty == Duty.HEAD


@pytest.mark.parametrize("links", [1, 2])
def test_nobody_appoints_those_their_own_rights_come_from(here, links):
    first = organization_staff(here, Duty.APPROVER)
    given = [first]
    for number in range(links):
        puppet = newcomer(here, f"puppet{number}")
        appoint(puppet, here.body("county_org"), duty=Duty.APPROVER, since=DAY, by=given[-1])
        given.append(User.objects.get(pk=puppet.pk))

    with pytest.raises(NotPermitted, match="由其而来"):
        appoint(first, here.body("township"), duty=Duty.APPROVER, since=DAY, by=given[-1])


@pytest.mark.parametrize("act", [disable_account, reset_password])
def test_nobody_takes_over_the_login_of_who_may_do_more(here, act):
    head, clerk = organization_staff(here, Duty.HEAD), organization_staff(here, Duty.CLERK)

    with pytest.raises(NotPermitted, match="职责高于您"):
        act(head, by=clerk)


class TestFormerStaff:
    """Who once acted here is another county's now."""

    @pytest.fixture
    def gone(self, here, there) -> User:
        user = there.user("township")
        Appointment.objects.create(
            user=user,
            body=here.body("township"),
            duty=Duty.CLERK,
            since=date(2016, 1, 1),
            until=DAY - timedelta(days=1),
        )
        return user

    def test_they_are_no_longer_kept_here(self, here, gone):
        assert not kept_users(here.user("county")).filter(pk=gone.pk).exists()

    @pytest.mark.parametrize(
        "act", [disable_account, reset_password, lambda user, by: edit_account(user, name="别人", by=by)]
    )
    def test_nobody_here_changes_their_account(self, here, gone, act):
        with pytest.raises(NotPermitted, match="不在您管理的范围内"):
            act(gone, by=here.user("county"))

    @pytest.mark.parametrize(
        "right", [{"since": DAY + timedelta(days=1)}, {"since": DAY, "standing": Standing.WAITING}]
    )
    def test_a_right_to_come_elsewhere_keeps_a_login_from_being_taken_over(self, here, there, right):
        user = here.user("township")
        Appointment.objects.create(user=user, body=there.body("township"), duty=Duty.CLERK, **right)

        with pytest.raises(NotPermitted, match="上级组织部门"):
            reset_password(user, by=here.user("county"))

    def test_a_cadre_who_serves_elsewhere_now_is_that_countys_wherever_they_were_entered(self, here, there):
        moved = factories.cadre("赵六", there)
        Cadre.objects.filter(pk=moved.cadre_id).update(county=here.division)
        user = factories.login(moved)
        User.objects.filter(pk=user.pk).update(division=here.division)
        user.refresh_from_db()

        with pytest.raises(NotPermitted, match="不在您管理的范围内"):
            reset_password(user, by=here.user("county"))
        reset_password(user, by=there.user("county"))

    def test_a_cadre_of_another_county_who_acts_here_keeps_their_login(self, here, there):
        user = factories.login(factories.cadre("王五", there))
        Appointment.objects.create(user=user, body=here.body("township"), duty=Duty.CLERK, since=DAY)

        with pytest.raises(NotPermitted, match="还归其他地方管理"):
            reset_password(user, by=here.user("county"))


class TestApproval:
    @pytest.fixture(autouse=True)
    def _on(self, settings):
        settings.RIGHTS_NEED_APPROVAL = True
        administrator(Office.SECURITY)

    def test_a_right_waits_for_the_security_administrator(self, here):
        user = newcomer(here)
        held = appoint(user, here.unit, duty=Duty.CLERK, since=DAY, by=here.user("county"))
        assert (held.standing, reach_of(user).seats, get_perms(user, here.unit)) == (Standing.WAITING, (), [])

        judge_appointment(held, agree=True, by=administrator(Office.SECURITY))

        fresh = User.objects.get(pk=user.pk)
        assert [seat.body for seat in reach_of(fresh).seats] == [here.unit]

    def test_a_refused_right_never_counts(self, here):
        user = newcomer(here)
        held = appoint(user, here.unit, duty=Duty.CLERK, since=DAY, by=here.user("county"))

        judge_appointment(held, agree=False, by=administrator(Office.SECURITY))

        assert reach_of(User.objects.get(pk=user.pk)).seats == ()

    def test_nobody_else_judges(self, here):
        held = appoint(newcomer(here), here.unit, duty=Duty.CLERK, since=DAY, by=here.user("county"))

        for by in (here.user("county"), administrator(Office.SYSTEM), administrator(Office.AUDIT)):
            with pytest.raises(NotPermitted):
                judge_appointment(held, agree=True, by=by)

    def test_a_right_is_judged_once(self, here):
        held = appoint(newcomer(here), here.unit, duty=Duty.CLERK, since=DAY, by=here.user("county"))
        judge_appointment(held, agree=True, by=administrator(Office.SECURITY))

        with pytest.raises(NotPermitted, match="已生效"):
            judge_appointment(held, agree=False, by=administrator(Office.SECURITY))


class TestSubstitution:
    @pytest.fixture
    def colleague(self, here) -> User:
        return factories.user("colleague", "同事", acts_for=here.body("township"), duty=Duty.READER)

    def test_a_colleague_acts_with_the_duty_of_the_absent_and_says_for_whom(self, here, colleague):
        absent = here.user("township")

        (made,) = substitute(absent, colleague, since=DAY, until=DAY, by=absent)

        seats = reach_of(User.objects.get(pk=colleague.pk)).seats
        assert [(seat.duty, seat.appointment.substitutes) for seat in seats] == [
            (Duty.READER, None),
            (Duty.APPROVER, absent),
        ]
        assert (made.made_by, made.until) == (absent, DAY)

    def test_it_never_lasts_longer_than_the_right_itself(self, here, colleague):
        absent = here.user("township")
        absent.appointments.update(until=date(2018, 5, 15))

        (made,) = substitute(absent, colleague, since=DAY, until=date(2018, 6, 1), by=absent)

        assert made.until == date(2018, 5, 15)

    def test_it_ends_with_the_right_itself(self, here, colleague):
        absent = here.user("township")
        (made,) = substitute(absent, colleague, since=DAY, until=date(2018, 6, 1), by=absent)

        end_appointment(absent.appointments.get(), until=DAY, by=here.user("county"))

        made.refresh_from_db()
        assert made.until == DAY

    def test_nobody_makes_themselves_a_stand_in(self, here, colleague):
        staff = here.user("county")

        for absent, stand_in, by in ((here.user("township"), staff, staff), (staff, staff, staff)):
            with pytest.raises(NotPermitted):
                substitute(absent, stand_in, since=DAY, until=DAY, by=by)

    def test_a_stand_in_is_a_colleague_in_their_own_right(self, here, there, colleague):
        absent = here.user("township")
        names = list(possible_stand_ins(absent, by=absent).values_list("username", flat=True))

        assert names == ["colleague"]
        with pytest.raises(NotPermitted, match="同一机构"):
            substitute(here.user("township"), there.user("township"), since=DAY, until=DAY, by=here.user("county"))

    def test_a_substitution_is_not_handed_on(self, here, colleague):
        absent = here.user("township")
        third = factories.user("third", "第三人", acts_for=here.body("township"), duty=Duty.READER)
        substitute(absent, colleague, since=DAY, until=DAY, by=absent)

        with pytest.raises(NotPermitted, match="没有任用"):
            substitute(User.objects.get(pk=colleague.pk), third, since=DAY, until=DAY, by=colleague)

    def test_the_absent_ends_it(self, here, colleague):
        absent = here.user("township")
        (made,) = substitute(absent, colleague, since=DAY, until=date(2018, 6, 1), by=absent)

        end_appointment(made, until=DAY, by=absent)

        made.refresh_from_db()
        assert made.until == DAY

    def test_who_asks_is_no_choice(self, here):
        staff = here.user("county")
        Appointment.objects.create(user=staff, body=here.body("township"), duty=Duty.CLERK, since=DAY)

        assert list(possible_stand_ins(here.user("township"), by=staff)) == []

    def test_staff_lends_no_right_in_a_body_it_does_not_keep(self, here, colleague):
        absent, city = here.user("township"), here.body("city_office")
        Appointment.objects.create(user=absent, body=city, duty=Duty.APPROVER, since=DAY)

        made = substitute(absent, colleague, since=DAY, until=DAY, by=here.user("county"))

        assert [held.body for held in made] == [here.body("township")]

    def test_the_absent_lends_their_right_in_the_bodies_shared_alone(self, here, colleague):
        absent = here.user("township")
        Appointment.objects.create(user=absent, body=here.unit, duty=Duty.APPROVER, since=DAY)

        made = substitute(absent, colleague, since=DAY, until=DAY, by=absent)

        assert [held.body for held in made] == [here.body("township")]

    def test_staff_lends_no_more_than_it_could_give(self, here):
        head = organization_staff(here, Duty.HEAD)
        second = organization_staff(here, Duty.READER)

        with pytest.raises(NotPermitted, match="没有任用"):
            substitute(head, second, since=DAY, until=DAY, by=here.user("county"))

    def test_it_waits_for_the_security_administrator_as_every_right_does(self, here, colleague, settings):
        settings.RIGHTS_NEED_APPROVAL = True
        administrator(Office.SECURITY)

        (made,) = substitute(here.user("township"), colleague, since=DAY, until=DAY, by=here.user("county"))

        assert made.standing == Standing.WAITING

    def test_a_stand_in_keeps_neither_users_nor_bodies(self, here):
        staff, second = here.user("county"), organization_staff(here, Duty.READER)
        substitute(staff, second, since=DAY, until=DAY, by=staff)

        second = User.objects.get(pk=second.pk)
        assert reach_of(second).bodies(deciding=True) == (here.body("county_org").pk,)
        assert (kept_users(second).count(), kept_bodies(second).count()) == (0, 0)


def test_unlocking_is_for_the_security_administrator_and_the_staff_that_keeps_the_user(here, there):
    for by, name in ((administrator(Office.SECURITY), "linfen-unit"), (here.user("county"), "linfen-unit")):
        unlock(name, by=by)
    for by in (there.user("county"), here.user("township"), administrator(Office.AUDIT)):
        with pytest.raises(NotPermitted):
            unlock("linfen-unit", by=by)
