"""Logging in: sentences that give nothing away, first passwords, age, locks, idleness, one session, the telephone."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import change_password
from accounts.choices import Duty, Office
from accounts.login.passwords import MixedValidator, one_time_password
from accounts.models import Appointment, Body, Capacity, Entry, User
from tests import factories
from tests.factories import PASSWORD
from tests.factories_accounts import (
    administrator,
    code_of_secret,
    secret_of,
    sign_in,
    telephone,
    telephone_code,
)

pytestmark = pytest.mark.django_db
NEW = "Chun-Tian-2018-jixian"
WRONG = "登录名或密码不对。连续输错5次将暂停登录半小时。"


@pytest.fixture
def clerk() -> User:
    return factories.linfen().user("county")


def fail(client: Client, username: str, times: int = 1):
    for _ in range(times):
        answer = client.post("/login/", {"username": username, "password": "wrong"})
    return answer


def test_a_login_leads_to_the_workbench(clerk):
    answer = Client().post("/login/", {"username": clerk.username, "password": PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("kind", ["unknown", "wrong password", "disabled", "disabled, right password"])
def test_a_failure_says_the_same_whatever_was_wrong(clerk, kind):
    User.objects.filter(pk=clerk.pk).update(is_active=not kind.startswith("disabled"))
    username = "nobody" if kind == "unknown" else clerk.username
    password = PASSWORD if kind.endswith("right password") else "wrong"

    answer = Client().post("/login/", {"username": username, "password": password})

    assert (answer.status_code, answer.context["form"].non_field_errors()) == (200, [WRONG])


@pytest.mark.parametrize("known", [True, False])
def test_the_fifth_failure_locks_the_name_known_or_not(clerk, known):
    username = clerk.username if known else "nobody"
    fourth, fifth = fail(Client(), username, 4), fail(Client(), username)

    assert (fourth.status_code, fifth.status_code) == (200, 429)
    assert "暂停登录半小时" in fifth.content.decode()


def test_a_locked_name_does_not_log_in_with_the_right_password_until_unlocked(clerk):
    fail(Client(), clerk.username, 5)
    assert sign_in(clerk.username).get("/").status_code == 302

    security = Client()
    security.force_login(administrator(Office.SECURITY))
    assert clerk.username in security.get("/security/").content.decode()
    security.post("/security/unlock/", {"username": clerk.username})

    assert sign_in(clerk.username).get("/").status_code == 200


def test_staff_unlock_a_user_of_theirs(clerk):
    unit = User.objects.get(username="linfen-unit")
    fail(Client(), unit.username, 5)
    staff = sign_in(clerk.username)
    assert "登录已锁定" in staff.get(f"/users/{unit.key}/").content.decode()

    staff.post(f"/users/{unit.key}/unlock/")

    assert sign_in(unit.username).get("/").status_code == 200


def test_a_first_password_is_changed_before_all_else(clerk):
    User.objects.filter(pk=clerk.pk).update(must_change_password=True)
    client = sign_in(clerk.username)
    assert client.get("/users/").headers["Location"] == "/password/?next=%2Fusers%2F"

    fields = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/password/?next=/users/", fields).headers["Location"] == "/users/"

    assert client.get("/users/").status_code == 200
    assert not User.objects.get(pk=clerk.pk).must_change_password


@pytest.mark.parametrize(("days", "asked"), [(89, False), (91, True)])
def test_a_password_ages(clerk, settings, days, asked):
    settings.PASSWORD_DAYS = 90
    User.objects.filter(pk=clerk.pk).update(password_changed_at=timezone.now() - timedelta(days=days))

    assert (sign_in(clerk.username).get("/").status_code == 302) is asked


def test_passwords_do_not_age_where_the_county_says_so(clerk, settings):
    settings.PASSWORD_DAYS = 0
    User.objects.filter(pk=clerk.pk).update(password_changed_at=timezone.now() - timedelta(days=9999))

    assert sign_in(clerk.username).get("/").status_code == 200


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("chuntian-2018", True),
        ("Chuntian2018", True),
        ("Chuntian-jixian", True),
        ("chuntian2018", False),
        ("CHUNTIAN2018", False),
        ("2018-2019-2020", False),
    ],
)
def test_a_password_mixes_three_of_four_kinds(password, good):
    try:
        MixedValidator().validate(password)
    except ValidationError:
        assert not good
    else:
        assert good


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Ab1-defgh", "10"),  # nine
        (PASSWORD, "原密码"),
        ("linfen-county-1", "登录名"),
        ("kd7mx2pq9twbk", "三种"),
    ],
)
def test_a_weak_new_password_is_refused_with_a_reason(clerk, password, why):
    client = sign_in(clerk.username)

    fields = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    answer = client.post("/password/", fields)

    assert why in "".join(answer.context["form"].errors["new_password1"])


def test_one_time_passwords_follow_the_rules_and_differ():
    made = {one_time_password() for _ in range(200)}

    for password in made:
        MixedValidator().validate(password)
    assert (len(made), {len(password) for password in made}) == (200, {14})


def test_sessions_elsewhere_end_with_the_password(clerk):
    here, elsewhere = sign_in(clerk.username), sign_in(clerk.username)

    fields = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    here.post("/password/", fields)

    assert (here.get("/").status_code, elsewhere.get("/").status_code) == (200, 302)


def test_sessions_end_when_the_account_is_disabled(clerk):
    client = sign_in(clerk.username)
    User.objects.filter(pk=clerk.pk).update(is_active=False)

    assert client.get("/").headers["Location"] == "/login/?next=%2F"


@pytest.mark.parametrize(("idle", "status"), [(119, 200), (121, 302)])
def test_an_idle_session_ends(clerk, idle, status):
    client = sign_in(clerk.username)
    session = Session.objects.get(session_key=client.session.session_key)
    session.expire_date -= timedelta(minutes=idle)
    session.save()

    assert client.get("/").status_code == status


@pytest.mark.parametrize(("only_one", "status"), [(True, 302), (False, 200)])
def test_one_session_at_a_time_where_the_county_wants_it(clerk, settings, only_one, status):
    settings.ONE_SESSION = only_one
    first, second = sign_in(clerk.username), sign_in(clerk.username)

    assert (first.get("/").status_code, second.get("/").status_code) == (status, 200)


def test_the_one_session_goes_on_after_a_change_of_password(clerk, settings):
    settings.ONE_SESSION = True
    client = sign_in(clerk.username)

    client.post("/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert client.get("/").status_code == 200


def test_the_table_of_users_holds_no_key_of_a_session(clerk, settings):
    settings.ONE_SESSION = True
    client = sign_in(clerk.username)

    kept = User.objects.get(pk=clerk.pk).session_key
    assert (len(kept), kept == client.session.session_key) == (40, False)


@pytest.mark.parametrize(
    ("address", "lands"),
    [
        ("/users/", "/users/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
        ("http:///evil.example", "/"),
    ],
)
def test_no_address_of_another_site_is_followed(clerk, address, lands):
    answer = Client().post("/login/", {"username": clerk.username, "password": PASSWORD, "next": address})
    assert answer.headers["Location"] == lands

    client = sign_in(clerk.username)
    assert client.post("/act-for/", {"next": address}).headers["Location"] == lands


class TestSecondFactor:
    @pytest.mark.parametrize("office", list(Office))
    def test_an_administrator_sees_nothing_before_binding_a_telephone(self, office):
        admin = administrator(office)
        client = sign_in(admin.username)
        assert client.get("/").headers["Location"] == "/two-factor/check/?next=%2F"
        assert client.get("/two-factor/check/").headers["Location"] == "/two-factor/"

        page = client.get("/two-factor/").content.decode()
        assert 'src="data:image/svg+xml;base64,' in page
        client.post("/two-factor/", {"code": code_of_secret(secret_of(page))})

        assert client.get("/").status_code == 200

    def test_the_code_is_asked_for_at_each_login(self, clerk):
        device = telephone(clerk)
        client = sign_in(clerk.username)
        assert client.get("/users/").headers["Location"] == "/two-factor/check/?next=%2Fusers%2F"

        answer = client.post("/two-factor/check/", {"code": telephone_code(device), "next": "/users/"})

        assert answer.headers["Location"] == "/users/"
        assert client.get("/users/").status_code == 200

    def test_a_code_works_once(self, clerk):
        code = telephone_code(telephone(clerk))
        sign_in(clerk.username).post("/two-factor/check/", {"code": code})

        second = sign_in(clerk.username)
        assert second.post("/two-factor/check/", {"code": code}).status_code == 422
        assert second.get("/").status_code == 302

    @pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 302), (0, 302), (1, 302), (2, 422)])
    def test_a_clock_may_be_half_a_minute_off(self, clerk, steps, status):
        code = telephone_code(telephone(clerk), steps=steps)

        assert sign_in(clerk.username).post("/two-factor/check/", {"code": code}).status_code == status

    def test_a_second_telephone_does_not_get_around_the_first(self, clerk):
        telephone(clerk)
        client = sign_in(clerk.username)

        assert client.get("/two-factor/").headers["Location"] == "/two-factor/check/"
        assert client.post("/two-factor/", {"code": "000000"}).headers["Location"] == "/two-factor/check/"

    def test_the_code_does_not_lead_to_another_site(self, clerk):
        code = telephone_code(telephone(clerk))

        answer = sign_in(clerk.username).post("/two-factor/check/", {"code": code, "next": "//evil.example"})

        assert answer.headers["Location"] == "/"

    def test_the_password_is_not_changed_before_the_code(self, clerk):
        telephone(clerk)
        client = sign_in(clerk.username)

        assert client.get("/password/").headers["Location"] == "/two-factor/check/?next=%2Fpassword%2F"

    def test_the_security_administrator_unbinds_a_lost_telephone_but_not_their_own(self, clerk):
        telephone(clerk)
        security = Client()
        security.force_login(administrator(Office.SECURITY))

        security.post("/security/factor/", {"username": clerk.username})
        security.post("/security/factor/", {"username": "admin-security"})

        assert sign_in(clerk.username).get("/").status_code == 200
        assert TOTPDevice.objects.filter(user__username="admin-security").count() == 1

    def test_binding_a_telephone_ends_the_sessions_elsewhere_and_nobody_elses(self, clerk):
        here, elsewhere, other = sign_in(clerk.username), sign_in(clerk.username), sign_in("linfen-unit")

        secret = secret_of(here.get("/two-factor/").content.decode())
        here.post("/two-factor/", {"code": code_of_secret(secret)})

        assert [client.get("/").status_code for client in (here, elsewhere, other)] == [200, 302, 200]

    def test_after_wrong_codes_it_is_said_how_long_to_wait(self, clerk):
        device = telephone(clerk)
        device.throttling_failure_count, device.throttling_failure_timestamp = 6, timezone.now()
        device.save()
        client = sign_in(clerk.username)

        answer = client.post("/two-factor/check/", {"code": telephone_code(device)})
        assert answer.context["form"].errors["code"] == ["错误次数过多，请32秒后再试。"]

        device.throttle_reset()
        assert client.post("/two-factor/check/", {"code": telephone_code(device)}).status_code == 302

    def test_each_wrong_code_counts_also_where_the_page_is_answered_with_a_refusal(self, clerk):
        device = telephone(clerk)
        sign_in(clerk.username).post("/two-factor/check/", {"code": "000000"})

        device.refresh_from_db()
        assert device.throttling_failure_count == 1

    def test_who_has_bound_none_is_not_unbound(self, clerk):
        security = Client()
        security.force_login(administrator(Office.SECURITY))

        page = security.post("/security/factor/", {"username": clerk.username}, follow=True)

        assert [str(one) for one in page.context["messages"]] == [f"{clerk}没有绑定手机，不用解除。"]


def guess(client: Client, old: str):
    return client.post("/password/", {"old_password": old, "new_password1": NEW, "new_password2": NEW})


def test_the_fifth_guess_at_the_old_password_ends_the_session_and_locks_the_name(clerk):
    client = sign_in(clerk.username)

    assert [guess(client, "wrong").status_code for _ in range(5)] == [200, 200, 200, 200, 429]
    assert client.get("/").headers["Location"] == "/login/?next=%2F"
    assert sign_in(clerk.username).get("/").status_code == 302
    assert User.objects.get(pk=clerk.pk).check_password(PASSWORD)


def test_a_guess_or_two_do_not_stop_who_remembers_then(clerk):
    client = sign_in(clerk.username)
    guess(client, "wrong")

    assert guess(client, PASSWORD).headers["Location"] == "/password/done/"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "10.0.0.2"),  # nothing is trusted
        (1, "", "10.0.0.2"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # the first is what the client claims
        (1, "203.0.113.9:55123", "203.0.113.9"),
        (1, "[2001:db8::7]:443", "2001:db8::7"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "unknown", "10.0.0.2"),
        (1, "203.0.113.9, <script>", "10.0.0.2"),
        (2, "203.0.113.9", "10.0.0.2"),  # did not come through both
        (2, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
    ],
)
def test_an_address_is_what_the_countys_own_proxies_saw(settings, proxies, forwarded, seen):
    settings.PROXY_COUNT = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}

    Client(REMOTE_ADDR="10.0.0.2", **headers).post("/login/", {"username": "nobody", "password": "wrong"})

    kept = Entry.objects.filter(act="login_failed").latest("id")
    assert (kept.ip, AccessAttempt.objects.get().ip_address) == (seen, seen)


def test_behind_a_proxy_each_address_has_a_limit_of_its_own(settings):
    settings.PROXY_COUNT, settings.LIMITS = 1, settings.LIMITS | {"login": (1, 3600)}

    def statuses(address: str) -> list[int]:
        client = Client(REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=f"1.2.3.4, {address}")
        return [client.post("/login/", {"username": "nobody", "password": "x"}).status_code for _ in range(2)]

    assert (statuses("203.0.113.9"), statuses("203.0.113.10")) == ([200, 429], [200, 429])


def test_a_fragment_asked_for_after_the_session_ended_leads_the_whole_page_to_the_login():
    answer = Client().get("/users/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/login/")


@pytest.mark.parametrize(("kind", "address"), [("login", "/login/"), ("search", "/users/?q=x")])
def test_who_asks_too_often_waits(clerk, settings, kind, address):
    settings.LIMITS = {"login": (99, 60), "search": (99, 60)} | {kind: (3, 3600)}
    client = Client()
    client.force_login(clerk)

    def ask() -> int:
        return (client.post(address) if kind == "login" else client.get(address)).status_code

    assert [ask() == 429 for _ in range(4)] == [False, False, False, True]


def test_searches_are_counted_for_each_user_apart(clerk, settings):
    settings.LIMITS = settings.LIMITS | {"search": (1, 3600)}
    clients = []
    for username in ("linfen-county", "linfen-city"):
        client = Client()
        client.force_login(User.objects.get(username=username))
        clients.append(client)

    assert [client.get("/users/?q=x").status_code for client in clients] == [200, 200]


class TestChoosingABody:
    """A user with several appointments acts in the one they chose."""

    @pytest.fixture
    def client(self, clerk) -> Client:
        factories.user(clerk.username, acts_for=factories.hebei().body("township"), duty=Duty.READER)
        return sign_in(clerk.username)

    def test_all_of_them_at_first(self, clerk, client):
        assert client.get("/users/").status_code == 200

    def test_the_chosen_one_narrows_what_is_seen(self, clerk, client):
        township = clerk.appointments.get(duty=Duty.READER)
        client.post("/act-for/", {"appointment": township.pk})
        assert client.get("/users/").status_code == 403

        client.post("/act-for/", {"appointment": "all"})
        assert client.get("/users/").status_code == 200

    def test_somebody_elses_appointment_is_not_taken(self, clerk, client):
        other = User.objects.get(username="linfen-city").appointments.get()
        client.post("/act-for/", {"appointment": other.pk})

        assert client.session["acting_in"] is None


def test_a_forced_password_ends_with_a_choice_of_ones_own(clerk):
    User.objects.filter(pk=clerk.pk).update(must_change_password=True)
    clerk.refresh_from_db()

    change_password(clerk, NEW)

    held = User.objects.get(pk=clerk.pk)
    assert (held.check_password(NEW), held.must_change_password, clerk.must_change_password) == (True, False, False)


class TestCommands:
    def test_three_administrators_are_made_once(self, capsys):
        call_command("administrators")
        call_command("administrators")

        made = list(User.objects.exclude(office="").order_by("office").values_list("office", "must_change_password"))
        assert made == [("audit", True), ("security", True), ("system", True)]
        assert capsys.readouterr().out.count("一次性密码") == 3

    def test_an_administrator_gets_a_new_password_from_the_command_line(self, capsys):
        administrator(Office.SECURITY)
        call_command("administrators", reset="admin-security")

        password = capsys.readouterr().out.split("一次性密码 ")[1].split("，")[0]
        assert sign_in("admin-security", password).get("/").headers["Location"].startswith("/two-factor/")

    def test_it_is_for_administrators_alone(self, clerk):
        with pytest.raises(CommandError, match="没有登录名为"):
            call_command("administrators", reset=clerk.username)

    def test_the_first_user_of_a_county_keeps_users(self, capsys):
        place = factories.division("141028000000")
        call_command("organization", place.code, "jixian", "李敏")

        password = capsys.readouterr().out.split("一次性密码 ")[1].split("，")[0]
        client = sign_in("jixian", password)
        client.post("/password/", {"old_password": password, "new_password1": NEW, "new_password2": NEW})
        assert client.get("/users/").status_code == 200

    def test_the_department_is_named_with_what_it_acts_as(self, capsys):
        place = factories.division("141028000000")
        call_command("organization", place.code, "jixian", "李敏")

        assert (
            capsys.readouterr().out.split("\n")[0]
            == f"机构 中共{place.name}委组织部，职能：县委组织部、县驻村工作领导小组办公室。"
        )
        assert sorted(Capacity.objects.values_list("word", flat=True)) == ["county_office", "county_org"]

    def test_what_another_body_acts_in_stays_with_it(self):
        here = factories.linfen()
        office = Body.objects.create(name="吉县农办", level="county", division=here.division)
        Capacity.objects.filter(word="county_office", place=here.division).delete()
        Capacity.objects.create(word="county_office", place=here.division, body=office)
        Appointment.objects.filter(body=here.body("county_org")).delete()
        call_command("organization", here.division.code, "jixian", "李敏")

        assert Capacity.objects.get(word="county_office", place=here.division).body == office

    def test_a_second_head_is_made_only_where_it_is_meant(self, capsys):
        place = factories.division("141028000000")
        call_command("organization", place.code, "jixian", "李敏")
        with pytest.raises(CommandError, match="已有负责人 李敏（jixian）"):
            call_command("organization", place.code, "jixian2", "王强")
        assert User.objects.filter(username="jixian2").count() == 0

        call_command("organization", place.code, "jixian2", "王强", again=True)
        assert User.objects.get(username="jixian2").appointments.get().duty == Duty.HEAD

    @pytest.mark.parametrize(
        ("username", "name", "why"),
        [("张 三", "张三", "不能用"), ("张三", "张三", "不能用"), ("", "张三", "不能用"), ("jixian", " ", "姓名应为"),
         ("a" * 41, "张三", "不能用")],
    )  # fmt: skip
    def test_a_login_the_page_refuses_the_command_refuses_too(self, username, name, why):
        factories.division("141028000000")
        with pytest.raises(CommandError, match=why):
            call_command("organization", "141028000000", username, name)
        assert User.objects.count() == 0

    def test_a_login_that_differs_by_capitals_alone_is_taken(self, clerk):
        with pytest.raises(CommandError, match="已有人用"):
            call_command("organization", "141028000000", clerk.username.upper(), "李敏", again=True)

    def test_a_township_has_no_organization_department(self):
        factories.division("141028100000")
        with pytest.raises(CommandError, match="县、市或省"):
            call_command("organization", "141028100000", "zhen", "王")
