"""What the record holds: every way of writing, who wrote, what changed, nothing in clear."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from accounts.choices import Act, Office
from accounts.models import Entry, User
from accounts.personal_data import open_vault
from accounts.record import history_of, note, triggers
from cadres.models import Cadre, Posting
from tests import factories
from tests.factories_accounts import administrator, telephone

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "141028197001011234", "13900001111"


def entries_of(row, act=None):
    found = Entry.objects.filter(kind=row._meta.label_lower, object_id=str(row.pk)).order_by("id")
    return list(found.filter(act=act) if act else found)


@pytest.fixture
def posting():
    return factories.cadre("张三", factories.linfen())


def test_every_table_of_the_project_is_recorded():
    assert triggers.missing() == []


def test_a_table_whose_trigger_was_dropped_or_disabled_is_named(posting):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cadres_posting DISABLE TRIGGER record_update")
        assert triggers.missing() == ["派驻"]
        cursor.execute("ALTER TABLE cadres_posting ENABLE TRIGGER record_update")
        cursor.execute("DROP TRIGGER record_delete ON cadres_posting")
    assert triggers.missing() == ["派驻"]
    triggers.install()
    assert triggers.missing() == []


def test_a_changed_row_keeps_before_and_after_of_the_changed_columns_alone(posting):
    Posting.objects.filter(pk=posting.pk).update(post="科员", end=date(2018, 9, 30))
    [entry] = entries_of(posting, Act.CHANGED)
    assert (entry.before, entry.after, entry.county) == (
        {"post": "", "end": None, "held": "[2017-07-01,)"},
        {"post": "科员", "end": "2018-09-30", "held": "[2017-07-01,2018-09-30)"},
        "141028",
    )


def test_an_update_that_changes_nothing_is_no_entry(posting):
    Posting.objects.filter(pk=posting.pk).update(post=posting.post)
    assert entries_of(posting, Act.CHANGED) == []


def remarked(row):
    row.remark = "调整"
    return row


WAYS = {
    "single": lambda row: remarked(row).save(),
    "bulk": lambda row: Cadre.objects.bulk_update([remarked(row)], ["remark"]),
    "query": lambda row: Cadre.objects.filter(pk=row.pk).update(remark="调整"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_is_recorded(posting, way):
    cadre = Cadre.objects.get(pk=posting.cadre_id)
    WAYS[way](cadre)
    [entry] = entries_of(cadre, Act.CHANGED)
    assert (entry.before, entry.after) == ({"remark": ""}, {"remark": "调整"})


def test_plain_sql_is_recorded_with_the_database_user(posting):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cadres_cadre SET remark = '改' WHERE id = %s", [posting.cadre_id])
        cursor.execute("SELECT session_user")
        (role,) = cursor.fetchone()
    [entry] = entries_of(posting.cadre, Act.CHANGED)
    assert (entry.via, entry.who, entry.after) == ("sql", f"数据库用户 {role}", {"remark": "改"})


def test_copy_is_recorded_row_by_row():
    before = max(Entry.objects.values_list("pk", flat=True)[:1], default=0)
    first, second = factories.division("141028100208"), factories.division("141028100209")
    with connection.cursor() as cursor:
        lines = "".join(f"{place.pk}\texited\tf\tf\tf\n" for place in (first, second))
        cursor.copy_expert(
            "COPY villages_village (division_id, status, pastoral, mostly_mongolian, weak_branch) FROM STDIN",
            io.StringIO(lines),
        )
    made = Entry.objects.filter(kind="villages.village", pk__gt=before)
    assert sorted((row.object_id, row.act, row.county) for row in made) == [
        ("141028100208", "created", "141028"),
        ("141028100209", "created", "141028"),
    ]


def test_a_changed_key_does_not_slip_through():
    body = factories.body("县扶贫办", level="county", place=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_body SET id = id + 1000 WHERE id = %s", [body.pk])
    acts = Entry.objects.filter(
        kind="accounts.body", object_id__in=[str(body.pk), str(body.pk + 1000)], act=Act.CHANGED
    )
    assert acts.count() == 2


def test_a_removed_row_keeps_what_it_was():
    user = factories.user("gone", "离职人员")
    key = user.pk
    user.delete()
    [entry] = Entry.objects.filter(kind="accounts.user", object_id=str(key), act=Act.REMOVED)
    assert ((entry.before or {})["username"], entry.after) == ("gone", None)


def test_personal_data_is_nowhere_in_the_record_in_clear(posting):
    vault = open_vault()
    sealed = vault.seal_person(NUMBER, PHONE)
    Cadre.objects.filter(pk=posting.cadre_id).update(
        data_key=sealed.data_key, id_cipher=sealed.id_cipher, phone_cipher=sealed.phone_cipher,
        id_hash=vault.keyed_hash(NUMBER), phone_hash=vault.keyed_hash(PHONE),
    )  # fmt: skip
    posting.cadre.user.set_password("another-word-2018")
    posting.cadre.user.save(update_fields=["password"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, E'\\n') FROM record_entry e")
        (everything,) = cursor.fetchone()
    secrets = [NUMBER, PHONE, vault.keyed_hash(NUMBER), sealed.data_key.hex(), bytes(sealed.id_cipher or b"").hex()]
    secrets.append(User.objects.get(pk=posting.cadre.user_id).password)
    assert [secret for secret in secrets if secret in everything] == []
    [entry] = entries_of(posting.cadre, Act.CHANGED)
    assert sorted(entry.after) == ["data_key", "id_cipher", "phone_cipher"]


def test_history_reads_as_a_sentence(posting):
    other = factories.body("吉县水利局", level="county", place=posting.team.place)
    Posting.objects.filter(pk=posting.pk).update(unit=other, roles=["leader", "first_secretary"], end=date(2018, 9, 30))
    line = history_of(posting)[0]
    assert line.what == (
        "修改派驻：将派出单位由“吉县民政局”改为“吉县水利局”；将驻村职务由“队员”改为“队长、第一书记”；"
        "将驻村结束由“空”改为“2018-09-30”"
    )
    assert line.note == "直接在数据库中写入"


def test_history_costs_the_same_for_one_event_and_for_thirty(posting, django_assert_num_queries):
    Posting.objects.filter(pk=posting.pk).update(post="0")
    with django_assert_num_queries(2):  # the entries, and the names of units
        history_of(posting)
    for number in range(30):
        Posting.objects.filter(pk=posting.pk).update(post=str(number + 1))
    with django_assert_num_queries(2):
        assert len(history_of(posting)) == 32


def test_a_request_leaves_who_from_where_and_which_address(posting):
    client = Client(REMOTE_ADDR="10.1.2.3")
    clerk = factories.linfen().user("county")
    client.force_login(clerk)
    answer = client.post("/act-for/", {"appointment": ""})
    note_id = Entry.objects.order_by("-id").first().pk
    page = client.post(
        f"/cadres/{posting.cadre.key}/edit/",
        {"political_status": "中共党员", "seen": _seen(posting.cadre), "ethnicity": "", "education": "", "remark": "",
         "bilingual": "unknown", "phone": ""},
    )  # fmt: skip
    [entry] = [row for row in entries_of(posting.cadre, Act.CHANGED) if row.pk > note_id]
    assert page.status_code == 302
    assert (entry.user_id, entry.who, entry.ip, entry.via) == (clerk.pk, "李敏（linfen-county）", "10.1.2.3", "request")
    assert entry.path == f"POST /cadres/{posting.cadre.key}/edit/"
    assert entry.request == page["X-Request-Id"] != answer["X-Request-Id"]


def _seen(cadre):
    from cadres.pages.actions import seen_of

    return seen_of(Cadre.objects.get(pk=cadre.pk))


def test_after_a_request_nobody_is_told_of(posting):
    client = Client()
    client.force_login(factories.linfen().user("county"))
    client.get("/")
    Cadre.objects.filter(pk=posting.cadre_id).update(remark="后来")
    assert entries_of(posting.cadre, Act.CHANGED)[-1].via == "sql"


def test_login_failure_and_logout_are_entries():
    factories.user("zhang", "张某")
    client = Client(REMOTE_ADDR="10.9.8.7")
    client.post("/login/", {"username": "zhang", "password": "wrong"})
    client.post("/login/", {"username": "zhang", "password": factories.PASSWORD})
    client.post("/logout/")
    acts = Entry.objects.filter(act__in=[Act.LOGGED_IN, Act.LOGGED_OUT, Act.LOGIN_FAILED]).order_by("id")
    told = [(row.act, row.who, row.ip, row.detail) for row in acts]
    assert told == [
        ("login_failed", "", "10.9.8.7", {"登录名": "zhang"}),
        ("logged_in", "张某（zhang）", "10.9.8.7", None),
        ("logged_out", "张某（zhang）", "10.9.8.7", None),
    ]


def test_a_note_of_an_act_that_is_undone_is_undone_with_it():
    from django.db import transaction

    try:
        with transaction.atomic():
            note(Act.EXPORTED, about=Cadre, reason="年度报送")
            raise LookupError
    except LookupError:
        pass
    assert Entry.objects.filter(act=Act.EXPORTED).count() == 0


# The page


def auditor():
    return administrator(Office.AUDIT)


def signed_in(user):
    """Logged in, and where the user is an administrator with the code of their telephone given."""
    client = Client()
    client.force_login(user)
    if user.office:
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = telephone(user).persistent_id
        session.save()
    return client


@pytest.mark.parametrize("address", ["/record/", "/record/export/"])
@pytest.mark.parametrize("role", ["county", "township", "unit", "city"])
def test_nobody_but_the_audit_administrator_sees_the_record(address, role):
    assert signed_in(factories.linfen().user(role)).get(address).status_code == 403


@pytest.mark.parametrize("office", [Office.SYSTEM, Office.SECURITY])
def test_other_administrators_do_not_see_it(office):
    assert signed_in(administrator(office)).get("/record/").status_code == 403


def test_the_record_is_found_by_who_act_day_and_county(posting):
    Cadre.objects.filter(pk=posting.cadre_id).update(remark="甲")
    client = signed_in(auditor())
    shown = client.get("/record/", {"act": "changed", "kind": "cadres.cadre", "county": "141028"})
    assert [row["said"] for row in shown.context["rows"]] == [
        f"修改驻村干部（编号 {posting.cadre_id}）：将备注由“空”改为“甲”"
    ]
    for nothing in ({"county": "150521"}, {"last": "2017-01-01"}, {"who": "没有此人"}):
        assert list(client.get("/record/", {"act": "changed", "kind": "cadres.cadre"} | nothing).context["rows"]) == []


def test_a_new_row_shows_the_auditor_its_number_alone(posting):
    shown = signed_in(auditor()).get("/record/", {"act": "created", "kind": "cadres.cadre"})
    assert [row["said"] for row in shown.context["rows"]] == [f"新增驻村干部（编号 {posting.cadre_id}）"]


def test_pages_follow_one_another_without_gap_or_repetition():
    user = auditor()
    for number in range(120):
        note(Act.PRINTED, reason=f"{number}")
    client, seen, after = signed_in(user), [], ""
    while after is not None:
        shown = client.get("/record/", {"act": "printed", "after": after}).context
        seen += [row["entry"].reason for row in shown["rows"]]
        after = shown["after"]
    assert seen == [str(number) for number in range(119, -1, -1)]


def test_an_export_asks_for_a_reason_and_is_itself_recorded(posting):
    from python_calamine import CalamineWorkbook

    client = signed_in(auditor())
    address = "/record/export/?kind=cadres.cadre"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert Entry.objects.filter(act=Act.EXPORTED).count() == 0
    answer = client.post(address, {"reason": "年度审计"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    [entry] = Entry.objects.filter(act=Act.EXPORTED)
    assert (len(rows) - 1, rows[1][5]) == (1, f"新增驻村干部（编号 {posting.cadre_id}）")
    assert (entry.reason, entry.detail, entry.who) == (
        "年度审计", {"筛选": {"对象": "驻村干部"}, "行数": 1}, "审计管理员（admin-audit）",
    )  # fmt: skip
