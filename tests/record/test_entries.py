"""What the record holds: every way of writing, who wrote, what changed, nothing in clear."""

import io
from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from python_calamine import CalamineWorkbook

from accounts.actions import give_password
from accounts.choices import Act, Office
from accounts.grants import settle_grants
from accounts.models import Appointment, Capacity, Entry, User
from accounts.personal_data import open_vault
from accounts.record import history_of, note, triggers
from accounts.record.auditing import tell
from accounts.record.forms import kinds
from accounts.record.history import CHINESE, WRITES
from accounts.record.words import column_label
from cadres.models import Cadre, Posting
from tests import factories
from tests.factories_accounts import administrator, code_of_secret, secret_of, telephone, telephone_code

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


def acts_since(pk):
    """(who, act, what the audit administrator reads), oldest first, the rows' own entries left out."""
    rows = Entry.objects.filter(pk__gt=pk).exclude(act__in=WRITES).order_by("id")
    return [(told.entry.who, told.said) for told in tell(rows)]


def newest():
    return max(Entry.objects.values_list("pk", flat=True)[:1], default=0)


def test_who_owes_a_code_is_logged_in_when_it_was_given():
    user = factories.user("zhang", "张某")
    device, since, client = telephone(user), newest(), Client()
    client.post("/login/", {"username": "zhang", "password": factories.PASSWORD})
    client.post("/two-factor/check/", {"code": telephone_code(device)})
    assert acts_since(since) == [("张某（zhang）", "密码正确，待动态口令"), ("张某（zhang）", "登录")]


def test_wrong_codes_and_guesses_at_the_old_password_are_entries():
    user, client = factories.user("zhang", "张某"), Client()
    device = telephone(user)
    client.post("/login/", {"username": "zhang", "password": factories.PASSWORD})
    since = newest()
    client.post("/two-factor/check/", {"code": "000000"})
    device.refresh_from_db()
    device.throttle_reset()
    client.post("/two-factor/check/", {"code": telephone_code(device)})
    client.post("/password/", {"old_password": "wrong", "new_password1": "Chun-2018-jx", "new_password2": "x"})
    assert [said for _, said in acts_since(since)] == ["动态口令错误", "登录", "原密码错误"]


def test_binding_and_unbinding_a_telephone_and_unlocking_are_entries():
    here = factories.linfen()
    user, client = here.user("unit"), Client()
    name = f"{user.name}（{user.username}）"
    client.force_login(user)
    page = client.get("/two-factor/").content.decode()
    since = newest()
    client.post("/two-factor/", {"code": code_of_secret(secret_of(page))})
    security = signed_in(administrator(Office.SECURITY))
    security.post("/security/unlock/", {"username": user.username})
    signed_in(here.user("county")).post(f"/users/{user.key}/unlock/")
    security.post("/security/factor/", {"username": user.username})
    told = [(who, said) for who, said in acts_since(since) if said not in ("登录", "密码正确，待动态口令")]
    assert told == [
        (name, "绑定手机"),
        ("安全管理员（admin-security）", f"解除登录锁定，登录名：{user.username}"),
        ("李敏（linfen-county）", f"解除登录锁定，登录名：{user.username}"),
        ("安全管理员（admin-security）", f"解除绑定手机：用户（{name}）"),
    ]


def test_a_telephone_written_past_the_program_is_recorded_without_its_secret():
    user = factories.user("zhang", "张某")
    device = telephone(user)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE otp_totp_totpdevice SET key = repeat('ab', 20) WHERE id = %s", [device.pk])
        cursor.execute("SELECT string_agg(e::text, E'\\n') FROM record_entry e")
        (everything,) = cursor.fetchone()
    said = [told.said for told in tell(Entry.objects.filter(kind="otp_totp.totpdevice").order_by("id"))]
    assert said[1:] == ["修改动态口令手机（张某（zhang））：更换了密钥"]
    assert (device.key in everything, "ab" * 20 in everything) == (False, False)


def test_grants_given_and_taken_are_recorded_with_body_and_permission():
    here, since = factories.linfen(), newest()
    user = factories.user("zhang", "张某", acts_for=here.body("township"), duty="reader")
    settle_grants([user])
    Appointment.objects.filter(user=user).delete()
    settle_grants([user])
    rows = Entry.objects.filter(kind="guardian.userobjectpermission", pk__gt=since).order_by("id")
    facts = f"对机构的授权：权限 可代表该机构查看；机构 {here.body('township')}；用户 张某（zhang）"
    assert [told.said for told in tell(rows)] == [f"新增{facts}", f"删除{facts}"]


def test_divisions_are_counted_as_they_come_and_told_one_by_one_as_they_change():
    since = newest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO villages_division (code, name, level) VALUES ('990000000000', '甲', 1), ('980000000000', '乙', 1)"
        )
        cursor.execute("UPDATE villages_division SET name = '丙' WHERE code LIKE '9%'")
    rows = Entry.objects.filter(kind="villages.division", pk__gt=since).order_by("id")
    assert [told.said for told in tell(rows)] == [
        "新增区划，自：980000000000；至：990000000000；行数：2",
        "修改区划（丙）：名称",
        "修改区划（丙）：名称",
    ]


def test_every_column_has_a_name_for_the_auditor_or_is_the_programs_own():
    own = {"id", "key", "identity", "grams", "digest", "session_key", "created_at", "made_at", "stored_at", "added_at",
           "uploaded_at", "content_type", "bound_at", "chosen_at", "confirmed_at", "sent_at", "proposed_at", "asked_at", "opened_at",
           "recorded_at", "set_at", "laid_at", "beat_at", "rows_done", "birth_precision", "start_precision", "end_precision",
           "held", "live", "slots", "step", "t0", "tolerance", "drift", "last_t", "last_used_at",
           "throttling_failure_count", "throttling_failure_timestamp"}  # fmt: skip
    nameless = {
        f"{model._meta.label}.{field.name}"
        for model in triggers.recorded_models()
        for field in model._meta.local_concrete_fields
        if not column_label(field) and field.name not in own and not field.name.endswith("_hash")
    }
    assert nameless == set()


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
    assert [row.said for row in shown.context["rows"]] == [f"修改驻村干部（人员编号 {posting.cadre.number}）：备注"]
    for nothing in ({"county": "150521"}, {"last": "2017-01-01"}, {"who": "没有此人"}):
        assert list(client.get("/record/", {"act": "changed", "kind": "cadres.cadre"} | nothing).context["rows"]) == []


def test_a_new_row_shows_the_auditor_its_number_alone(posting):
    shown = signed_in(auditor()).get("/record/", {"act": "created", "kind": "cadres.cadre"})
    assert [row.said for row in shown.context["rows"]] == [f"新增驻村干部（人员编号 {posting.cadre.number}）"]


def test_what_stands_in_records_of_cadres_is_kept_from_the_auditor_on_the_page_and_in_the_export(posting):
    Cadre.objects.filter(pk=posting.cadre_id).update(remark="有心脏病史")
    Posting.objects.filter(pk=posting.pk).update(post="派驻纪检组长")
    client = signed_in(auditor())
    page = client.get("/record/").content.decode()
    answer = client.post("/record/export/", {"reason": "例行检查"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    seen = page + str(rows)
    assert [word for word in ("心脏病", "纪检组长") if word in seen] == []
    assert [told.said for told in tell(entries_of(posting, Act.CHANGED))] == [
        f"修改派驻（人员编号 {posting.cadre.number}）：原单位职务"
    ]


def test_appointments_bodies_and_capacities_are_told_in_full():
    here = factories.linfen()
    user = factories.user("zhang", "张某", acts_for=here.body("township"), duty="clerk")
    held = Appointment.objects.get(user=user)
    held.duty = "head"
    held.save()
    body, org = here.body("township"), here.body("county_org")
    capacity = Capacity.objects.get(body=org, word="county_org")
    capacity.body = body
    capacity.save()
    assert [told.said for told in tell([*entries_of(held, Act.CHANGED), *entries_of(capacity, Act.CHANGED)])] == [
        f"修改任用（张某（zhang） {body} 负责人）：将职责由“经办”改为“负责人”",
        f"修改职能（{body} 县委组织部）：将机构由“{org}”改为“{body}”",
    ]
    (made,) = tell(entries_of(held, Act.CREATED))
    assert made.said.startswith(f"新增任用：用户 张某（zhang）；机构 {body}；职责 经办；")


def test_a_reset_password_reads_as_one_with_whose():
    here, since = factories.linfen(), newest()
    signed_in(here.user("county")).post(f"/users/{here.user('unit').key}/reset/")
    unit = f"{here.user('unit').name}（linfen-unit）"
    assert ("李敏（linfen-county）", f"重置密码：用户（{unit}）") in acts_since(since)
    (written,) = tell(Entry.objects.filter(pk__gt=since, kind="accounts.user", act=Act.CHANGED))
    assert written.said.startswith(f"修改用户（{unit}）：更换了密码；")


def test_a_first_login_with_a_one_time_password_writes_nothing_but_the_login(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user = factories.user("zhang", "张某")
    password, since = give_password(user), newest()
    Client().post("/login/", {"username": "zhang", "password": password})
    assert list(Entry.objects.filter(pk__gt=since).values_list("act", flat=True)) == ["logged_in"]


def test_a_look_at_a_number_says_which_and_whose(posting):
    sealed = open_vault().seal_person(NUMBER, PHONE)
    Cadre.objects.filter(pk=posting.cadre_id).update(data_key=sealed.data_key, phone_cipher=sealed.phone_cipher)
    signed_in(factories.linfen().user("county")).post(
        f"/cadres/{posting.cadre.key}/reveal/phone/", {"reason": "核对工资卡"}
    )
    (told,) = tell(Entry.objects.filter(act=Act.UNMASKED))
    assert (told.said, told.place, told.way) == (
        f"查看完整信息：驻村干部（人员编号 {posting.cadre.number}），项目：联系电话", "吉县", "页面",
    )  # fmt: skip


def test_opening_a_cadres_login_says_so(posting):
    Cadre.objects.filter(pk=posting.cadre_id).update(user=factories.user("new", "张三"))
    (told,) = tell(entries_of(posting.cadre, Act.CHANGED))
    assert told.said == f"修改驻村干部（人员编号 {posting.cadre.number}）：登录账号"


@pytest.mark.parametrize(
    ("via", "way"),
    [("request", "页面"), ("job accounts.tasks.seal_record", "后台任务"), ("manage.py keys", "命令 manage.py keys"),
     ("sql", "直接写入数据库")],
)  # fmt: skip
def test_ways_are_told_in_chinese(via, way):
    assert tell([Entry(act="printed", via=via)])[0].way == way


@pytest.mark.parametrize("kind", ["", "cadres.cadre", "cadres.posting"])
def test_entries_are_found_by_the_number_they_are_told_by(posting, kind):
    factories.cadre("李四", factories.linfen())
    client = signed_in(auditor())
    rows = client.get("/record/", {"object_id": str(posting.cadre.number), "kind": kind}).context["rows"]
    label = "派驻" if kind == "cadres.posting" else "驻村干部"
    assert {row.said.split("）")[0] for row in rows} == {f"新增{label}（人员编号 {posting.cadre.number}"}


def test_every_kind_the_filter_offers_has_a_chinese_name():
    assert [label for _, label in kinds() if not CHINESE.search(label) or "-" in label] == []


def test_pages_of_the_record_cost_the_same_for_one_entry_and_for_forty(posting, django_assert_max_num_queries):
    for number in range(40):
        Posting.objects.filter(pk=posting.pk).update(post=str(number))
    with django_assert_max_num_queries(3):
        tell(Entry.objects.filter(kind="cadres.posting").order_by("-id")[:40])


def test_pages_follow_one_another_without_gap_or_repetition():
    user = auditor()
    for number in range(120):
        note(Act.PRINTED, reason=f"{number}")
    client, seen, after = signed_in(user), [], ""
    while after is not None:
        shown = client.get("/record/", {"act": "printed", "after": after}).context
        seen += [row.entry.reason for row in shown["rows"]]
        after = shown["after"]
    assert seen == [str(number) for number in range(119, -1, -1)]


def test_an_export_asks_for_a_reason_and_is_itself_recorded(posting):
    client = signed_in(auditor())
    address = "/record/export/?kind=cadres.cadre"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert Entry.objects.filter(act=Act.EXPORTED).count() == 0
    answer = client.post(address, {"reason": "年度审计"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    [entry] = Entry.objects.filter(act=Act.EXPORTED)
    assert (len(rows) - 1, rows[1][5]) == (1, f"新增驻村干部（人员编号 {posting.cadre.number}）")
    assert quote(f"操作日志-{timezone.localdate():%Y%m%d}.xlsx") in answer["Content-Disposition"]
    assert (entry.reason, entry.detail, entry.who) == (
        "年度审计", {"筛选": {"对象": "驻村干部"}, "行数": 1}, "审计管理员（admin-audit）",
    )  # fmt: skip
