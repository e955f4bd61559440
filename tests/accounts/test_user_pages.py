"""Organization staff keep users on pages: list, new, a workbook of them, appointments, passwords shown once."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import substitute
from accounts.choices import Duty, Office, Standing
from accounts.models import Appointment, User
from tests import factories
from tests.factories_accounts import administrator, sign_in

pytestmark = pytest.mark.django_db
DAY = date(2018, 5, 10)
HEAD = ["登录名", "姓名", "机构", "职责", "起", "止"]
GOOD = ["tunli2", "张红", "中共吉昌镇委员会", "经办", "2018-05-10", ""]


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = DAY


@pytest.fixture
def here() -> factories.County:
    return factories.linfen()


@pytest.fixture
def staff(here) -> Client:
    client = Client()
    client.force_login(here.user("county"))
    return client


def password_of(answer) -> str:
    return answer.content.decode().split('font-monospace nowrap">')[1].split("<")[0]


def new_user(here: factories.County, **changes) -> dict:
    body = here.body("township")
    return {
        "username": "tunli2",
        "name": "张红",
        "body": body.pk,
        "duty": "clerk",
        "since": "2018-05-10",
    } | changes


def book(*rows: list, sheet: str = "用户", head: list | None = None) -> io.BytesIO:
    made = openpyxl.Workbook()
    page = made.active
    page.title = sheet
    page.append(head or HEAD)
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    made.save(file)
    file.seek(0)
    file.name = "名单.xlsx"
    return file


def test_the_list_shows_staff_and_tells_cadres_apart_by_place_and_unit(here, staff):
    first = factories.cadre("张三", here)
    factories.login(first)

    def listed(query: str) -> list[tuple[str, str]]:
        rows = staff.get(f"/users/{query}").context["rows"]
        return [(one.name, told.line if told else "") for one, told in rows]

    cadre = ("张三", "驻村干部·谢悉村民委员会·吉县民政局")
    assert cadre not in listed("") and ("李敏", "") in listed("")
    assert listed("?who=cadre") == [cadre]
    assert listed("?q=张三") == [cadre]
    assert set(listed("?who=all")) == {*listed(""), cadre}


def test_a_cadre_who_also_acts_for_a_body_is_staff(here, staff):
    posting = factories.cadre("张三", here)
    factories.user(factories.login(posting).username, acts_for=here.body("township"))

    assert "张三" in [one.name for one, _ in staff.get("/users/").context["rows"]]


@pytest.mark.parametrize(("days", "shown"), [(89, False), (91, True)])
def test_accounts_nobody_logs_in_with_are_found(here, staff, days, shown):
    User.objects.update(last_login=timezone.now())
    User.objects.filter(pk=here.user("unit").pk).update(last_login=timezone.now() - timedelta(days=days))

    rows = staff.get("/users/?state=unused").context["rows"]
    assert [one.name for one, _ in rows] == ["孙丽"] * shown


def test_the_page_says_who_acts_for_the_user_and_leads_to_the_cadre(here, staff):
    posting = factories.cadre("张三", here)
    absent = factories.user(factories.login(posting).username, acts_for=here.body("township"))
    substitute(absent, here.user("township"), since=DAY, until=date(2018, 5, 20), by=here.user("county"))
    page = staff.get(f"/users/{absent.key}/").content.decode()

    assert ("代为办理（中共吉昌镇委员会）" in page, f"/cadres/{posting.cadre.key}/" in page) == (True, True)


def test_a_new_user_logs_in_with_the_password_shown_once_and_chooses_their_own(here, staff):
    password = password_of(staff.post("/users/new/", new_user(here)))

    client = sign_in("tunli2", password)
    assert client.get("/").headers["Location"] == "/password/?next=%2F"
    held = User.objects.get(username="tunli2")
    assert (held.division, held.must_change_password) == (here.township, True)
    right = held.appointments.get()
    assert (right.body, right.duty, right.made_by) == (here.body("township"), Duty.CLERK, here.user("county"))
    assert password not in staff.get(f"/users/{held.key}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "ab"}, "username"),
        ({"username": "a b c"}, "username"),
        ({"username": "LINFEN-unit"}, "username"),
        ({"username": "a" * 41}, "username"),
        ({"name": ""}, "name"),
        ({"duty": "king"}, "duty"),
        ({"since": ""}, "since"),
        ({"until": "2018-05-09"}, "until"),
        ({"body": 0}, "body"),
    ],
)
def test_a_wrong_field_is_told_and_nobody_made(here, staff, changes, field):
    before = User.objects.count()
    answer = staff.post("/users/new/", new_user(here, **changes))

    assert (answer.status_code, list(answer.context["form"].errors), User.objects.count()) == (422, [field], before)


def test_no_account_is_left_behind_where_its_right_is_refused(here, staff):
    answer = staff.post("/users/new/", new_user(here, body=here.body("county_org").pk, duty="head"))

    assert "您在本级的职责低于负责人" in answer.content.decode()
    assert not User.objects.filter(username="tunli2").exists()


@pytest.mark.parametrize("word", ["county_org", "township"])
def test_another_countys_body_is_no_choice(here, staff, word):
    other = factories.hebei().body(word)
    answer = staff.post("/users/new/", new_user(here, body=other.pk))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["body"])
    assert not User.objects.filter(username="tunli2").exists()


def test_the_list_shows_the_countys_users_and_no_others(here, staff):
    factories.hebei()
    page = staff.get("/users/").context["page_obj"]

    assert {user.username for user in page} == {"linfen-county", "linfen-township", "linfen-unit"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=孙丽", ["linfen-unit"]),
        ("q=linfen-tow", ["linfen-township"]),
        ("q=民政局", ["linfen-unit"]),
        ("state=off", ["linfen-unit"]),
        ("state=idle", []),
        ("q=没有", []),
    ],
)
def test_the_list_is_searched(here, staff, query, names):
    if "off" in query:
        User.objects.filter(username="linfen-unit").update(is_active=False)
    page = staff.get(f"/users/?{query}").context["page_obj"]

    assert [user.username for user in page] == names


def test_the_list_asks_the_same_number_of_queries_for_1_and_60_users(here, staff, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        staff.get("/users/")
    for number in range(60):
        factories.user(f"many{number}", acts_for=here.unit)
    with CaptureQueriesContext(connection) as many:
        staff.get("/users/")

    assert len(many) == len(few)


def test_appoint_end_disable_enable_and_reset_on_the_page(here, staff):
    target = here.user("unit")
    staff.post(
        f"/users/{target.key}/appoint/", {"body": here.body("township").pk, "duty": "reader", "since": "2018-05-10"}
    )
    made = target.appointments.get(duty=Duty.READER)
    staff.post(f"/users/{target.key}/appointments/{made.pk}/end/", {"until": "2018-05-10"})
    made.refresh_from_db()
    assert made.until == DAY

    staff.post(f"/users/{target.key}/disable/")
    assert not User.objects.get(pk=target.pk).is_active
    staff.post(f"/users/{target.key}/enable/")
    password = password_of(staff.post(f"/users/{target.key}/reset/"))
    assert sign_in(target.username, password).get("/").headers["Location"] == "/password/?next=%2F"


@pytest.mark.parametrize(("since", "said"), [("2018-05-10", "已结束在"), ("2018-05-20", "已撤销在")])
def test_an_appointment_that_had_not_begun_is_said_to_be_withdrawn(here, staff, since, said):
    target, body = here.user("unit"), here.body("township")
    staff.post(f"/users/{target.key}/appoint/", {"body": body.pk, "duty": "reader", "since": since})
    made = target.appointments.get(duty=Duty.READER)

    answer = staff.post(f"/users/{target.key}/appointments/{made.pk}/end/", {"until": "2018-05-10"}, follow=True)

    assert [str(message) for message in answer.context["messages"]][-1] == f"{said}{body}的任用。"


def test_a_refusal_is_a_sentence_on_the_page(here, staff):
    own = here.user("county")
    answer = staff.post(f"/users/{own.key}/disable/", follow=True)

    assert "不能给自己授权，也不能停用自己" in answer.content.decode()
    assert User.objects.get(pk=own.pk).is_active


def test_an_appointment_of_another_user_is_not_ended_under_this_one(here, staff):
    held = here.user("township").appointments.get()
    answer = staff.post(f"/users/{here.user('unit').key}/appointments/{held.pk}/end/", {"until": "2018-05-10"})

    assert (answer.status_code, Appointment.objects.get(pk=held.pk).until) == (404, None)


def test_ones_own_substitution_is_arranged_and_ended(here):
    colleague = factories.user("colleague", "同事", acts_for=here.body("township"), duty=Duty.READER)
    client = Client()
    client.force_login(here.user("township"))
    client.post("/substitution/", {"stand_in": colleague.pk, "since": "2018-05-10", "until": "2018-05-20"})
    made = colleague.appointments.get(substitutes__isnull=False)
    assert (made.substitutes, made.until) == (here.user("township"), date(2018, 5, 20))

    client.post(f"/substitution/{made.pk}/end/")
    made.refresh_from_db()
    assert made.until == DAY


def test_somebody_elses_substitution_is_not_ended(here):
    colleague = factories.user("colleague", "同事", acts_for=here.body("township"), duty=Duty.READER)
    client = Client()
    client.force_login(here.user("township"))
    client.post("/substitution/", {"stand_in": colleague.pk, "since": "2018-05-10", "until": "2018-05-20"})
    made = colleague.appointments.get(substitutes__isnull=False)
    client.force_login(here.user("unit"))

    assert client.post(f"/substitution/{made.pk}/end/").status_code == 404


class TestWorkbook:
    def test_the_template_offers_the_countys_bodies_and_reads_back(self, here, staff):
        factories.hebei()
        answer = staff.get("/users/roster/template/")
        made = openpyxl.load_workbook(io.BytesIO(answer.content))

        assert [cell.value for cell in made["用户"][1]] == HEAD
        offered = [row[0].value for row in made["可选机构"].iter_rows()]
        assert sorted(offered) == sorted(["中共吉县委组织部", "中共吉昌镇委员会", "吉县民政局"])

    def test_all_are_made_with_passwords_that_work(self, here, staff):
        second = ["tunli3", "李强", "吉县民政局", "审批", None, "2018-12-31"]
        answer = staff.post("/users/roster/", {"file": book(GOOD, second)})

        opened = answer.context["opened"]
        assert [one["user"].username for one in opened] == ["tunli2", "tunli3"]
        assert [sign_in(one["user"].username, one["password"]).get("/").status_code for one in opened] == [302, 302]
        right = Appointment.objects.get(user__username="tunli3")
        assert (right.body, right.duty, right.since, right.until) == (here.unit, Duty.APPROVER, DAY, date(2018, 12, 31))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({0: "linfen-unit"}, "登录名：这个登录名已有人用，请换一个。"),
            ({0: "张红"}, "登录名：登录名用3至40位字母、数字、点、下划线或短横线，以字母或数字开头。"),
            ({1: None}, "姓名：没有填写。"),
            ({2: "阜平县农业局"}, "没有名为“阜平县农业局”的机构，或不在您管理的范围内，请从“可选机构”表中选。"),
            ({2: None}, "机构：没有填写。"),
            ({3: "领导"}, "职责“领导”不对，应为经办、审批、负责人、只读之一。"),
            ({4: "五月"}, "起：日期“五月”看不懂，请写成 2026-11-21。"),
            ({4: "2018-02-30"}, "起：日期“2018-02-30”看不懂，请写成 2026-11-21。"),
            ({5: 43230}, "止：日期“43230”看不懂，请写成 2026-11-21。"),
            ({5: "2018-05-09"}, "止：结束日期早于开始日期，请改正。"),
        ],
    )
    def test_one_wrong_row_is_named_and_nobody_is_made(self, here, staff, changes, sentence):
        factories.hebei()
        wrong = ["tunli3", *GOOD[1:]]
        for place, value in changes.items():
            wrong[place] = value
        before = User.objects.count()
        answer = staff.post("/users/roster/", {"file": book(GOOD, wrong)})

        assert answer.context["troubles"] == [f"表“用户”第3行：{sentence}"]
        assert (answer.status_code, User.objects.count()) == (422, before)

    def test_a_name_twice_in_the_file_is_named(self, staff):
        answer = staff.post("/users/roster/", {"file": book(GOOD, GOOD)})

        assert answer.context["troubles"] == ["表“用户”第3行：登录名“tunli2”与前面的行重复，请改正。"]

    @pytest.mark.parametrize(
        ("file", "sentence"),
        [
            (lambda: book(GOOD, sheet="表1"), "表“用户”：文件中没有名为“用户”的表，请下载模板填写。"),
            (lambda: book(GOOD, head=["甲", *HEAD[1:]]), "表“用户”第1行：缺少列：登录名。请下载模板填写，不要改表头。"),
            (lambda: book(), "表“用户”：没有填写任何用户。"),
            (
                lambda: book(*[[f"u{n:04}", *GOOD[1:]] for n in range(501)]),
                "表“用户”：一次最多500人，现在有501人，请分几次上传。",
            ),
        ],
    )
    def test_a_file_that_is_no_list_is_refused_with_a_sentence(self, staff, file, sentence):
        answer = staff.post("/users/roster/", {"file": file()})

        assert answer.context["troubles"] == [sentence]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"no workbook", "这不是 Excel 工作簿（.xlsx），请用 Excel 或 WPS 另存为 .xlsx 格式后再上传。"),
            (b"PK\x03\x04 cut", "文件不完整（可能没有传完或已损坏），请在电脑上打开确认无误后重新上传。"),
        ],
    )
    def test_a_broken_file_is_refused_with_a_sentence(self, staff, content, sentence):
        file = io.BytesIO(content)
        file.name = "名单.xlsx"
        answer = staff.post("/users/roster/", {"file": file})

        assert answer.context["troubles"] == [f"表“用户”：{sentence}"]

    @pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1"])
    def test_one_cell_far_away_does_not_make_the_reader_fill_the_way_to_it(self, staff, cell):
        book = openpyxl.Workbook()
        book.active.title = "用户"
        book.active.append(HEAD)
        book.active.append(GOOD)
        book.active[cell] = "远"
        file = io.BytesIO()
        book.save(file)
        file.seek(0)
        file.name = "名单.xlsx"
        answer = staff.post("/users/roster/", {"file": file})

        assert answer.status_code == 422
        assert [trouble[:11] for trouble in answer.context["troubles"]] == ["表“用户”：文件过大："]

    @pytest.mark.parametrize(
        "written", ["2018年11月21日", "2018.11.21", "2018/11/21", "2018-11-21", " 2018年11月21日", date(2018, 11, 21)]
    )  # fmt: skip
    def test_a_day_is_read_however_people_write_it(self, staff, written):
        staff.post("/users/roster/", {"file": book([*GOOD[:5], written])})

        assert Appointment.objects.get(user__username="tunli2").until == date(2018, 11, 21)

    def test_the_template_explains_itself_and_its_notes_are_not_read(self, staff):
        made = openpyxl.load_workbook(io.BytesIO(staff.get("/users/roster/template/").content))

        assert all(cell.comment for cell in made["用户"][1])
        assert [row[0].value for row in made["填写说明"].iter_rows()] == ["列", *HEAD]
        assert made["用户"].max_row == 1

    def test_a_body_named_like_a_formula_is_offered_as_text_and_found_again(self, here, staff):
        named = factories.body("=HYPERLINK(1)局", level="county", place=here.division, words=["county_poverty"])
        made = openpyxl.load_workbook(io.BytesIO(staff.get("/users/roster/template/").content))
        offered = [row[0].value for row in made["可选机构"].iter_rows()]
        staff.post("/users/roster/", {"file": book([*GOOD[:2], "'=HYPERLINK(1)局", *GOOD[3:]])})

        assert "'=HYPERLINK(1)局" in offered
        assert Appointment.objects.get(user__username="tunli2").body == named

    @pytest.mark.parametrize("name", ["名单.xls", "名单.xlsm", "名单.csv"])
    def test_another_kind_of_file_is_refused(self, staff, name):
        file = book(GOOD)
        file.name = name

        assert staff.post("/users/roster/", {"file": file}).status_code == 422


class TestSecurityPage:
    @pytest.fixture
    def security(self) -> Client:
        client = Client()
        client.force_login(administrator(Office.SECURITY))
        return client

    def test_rights_are_judged_in_one_go(self, here, staff, security, settings):
        settings.RIGHTS_NEED_APPROVAL = True
        target = here.user("unit")
        for word in ("township", "county_org"):
            fields = {"body": here.body(word).pk, "duty": "reader", "since": "2018-05-10"}
            staff.post(f"/users/{target.key}/appoint/", fields)
        waiting = list(Appointment.objects.filter(standing=Standing.WAITING).values_list("pk", flat=True))
        assert len(waiting) == 2

        security.post("/security/rights/", {"appointment": waiting, "answer": "agree"})

        assert list(Appointment.objects.filter(pk__in=waiting).values_list("standing", flat=True)) == ["counts"] * 2

    def test_the_other_administrators_get_a_password_and_oneself_not(self, security):
        audit = administrator(Office.AUDIT)
        password = password_of(security.post(f"/security/administrators/{audit.key}/reset/"))
        assert User.objects.get(pk=audit.pk).check_password(password)

        own = administrator(Office.SECURITY)
        assert security.post(f"/security/administrators/{own.key}/reset/").status_code == 302
        assert not User.objects.get(pk=own.pk).must_change_password

    def test_staff_are_no_administrators_to_reset(self, here, security):
        assert security.post(f"/security/administrators/{here.user('county').key}/reset/").status_code == 404
