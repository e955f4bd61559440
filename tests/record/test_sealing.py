"""The record can only grow, and what is done to it past its guards is found and named."""

import contextlib
from datetime import date

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, InternalError, ProgrammingError, connection, transaction
from django.utils import timezone

from accounts.choices import Act, Office
from accounts.models import Entry, Seal
from accounts.personal_data import open_vault
from accounts.record import note, protections, sealing, triggers
from accounts.record.heads import path_of
from cadres.models import Export
from config.recovery import health
from config.recovery.health import Tone
from decisions.models import PolicyVersion, Ruling
from tests import factories
from tests.factories_accounts import administrator
from tests.record.emptied import empty_record

pytestmark = pytest.mark.django_db


def notes(count):
    for number in range(count):
        note(Act.PRINTED, reason=f"第{number}次")
    return list(Entry.objects.order_by("-id").values_list("pk", flat=True)[:count])[::-1]


@pytest.fixture
def unguarded():
    """What a superuser can do who sets out to."""
    with connection.cursor() as cursor:
        for table in ("record_entry", "record_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER record_stays")
        yield cursor.execute


@contextlib.contextmanager
def past_the_guards():
    """The same in committed transactions."""
    with connection.cursor() as cursor:
        for word in ("DISABLE", "ENABLE"):
            for table in ("record_entry", "record_seal"):
                cursor.execute(f"ALTER TABLE {table} {word} TRIGGER record_stays")
            if word == "DISABLE":
                yield cursor


REFUSED = [
    "UPDATE record_entry SET who = '某人'",
    "DELETE FROM record_entry",
    "TRUNCATE record_entry",
    "UPDATE record_seal SET hash = ''",
    "DELETE FROM record_seal",
    "TRUNCATE record_seal",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_record_cannot_be_changed_even_by_its_owner(statement):
    notes(1)
    sealing.seal()
    with (
        pytest.raises((InternalError, ProgrammingError), match="只能追加"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_untouched_record_is_whole():
    notes(3)
    sealing.seal()
    notes(2)
    sealing.seal()
    assert (sealing.waiting(), sealing.verify()) == (0, [])


def test_an_altered_entry_is_named(unguarded):
    pks = notes(3)
    sealing.seal()
    unguarded("UPDATE record_entry SET reason = '改' WHERE id = %s", [pks[1]])
    [found] = sealing.verify()
    assert found.entry == pks[1] and found.sentence.startswith(f"第 {pks[1]} 条日志被改动过")


COLUMNS = ["act = 'x'", "user_id = 1", "who = 'x'", "ip = 'x'", "path = 'x'", "kind = 'x'", "county = 'x'",
           "before = '{}'", "after = '{}'", "detail = '{}'", "at = at + interval '1 second'", "via = 'x'",
           "object_id = 'x'", "request = 'x'"]  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_can_be_altered_unseen(unguarded, column):
    [pk] = notes(1)
    sealing.seal()
    unguarded(f"UPDATE record_entry SET {column} WHERE id = %s", [pk])
    assert [found.entry for found in sealing.verify()] == [pk]


def test_a_removed_entry_is_named(unguarded):
    pks = notes(3)
    sealing.seal()
    unguarded("DELETE FROM record_entry WHERE id = %s", [pks[0]])
    assert [(found.entry, found.sentence) for found in sealing.verify()] == [
        (pks[0], f"第 {pks[0]} 条日志已被删除（在第 {Seal.objects.latest('id').pk} 号封存中）。")
    ]


def test_a_removed_seal_breaks_the_chain_at_the_next(unguarded):
    notes(1)
    sealing.seal()
    notes(1)
    sealing.seal()
    first, second = Seal.objects.order_by("-id")[:2][::-1]
    unguarded("DELETE FROM record_seal WHERE id = %s", [first.pk])
    assert sealing.verify()[0].sentence.startswith(f"第 {second.pk} 号封存与它前后的封存对不上")


def test_a_seal_mended_to_fit_an_altered_entry_is_still_found(unguarded):
    [pk] = notes(1)
    sealing.seal()
    held = Seal.objects.latest("id")
    unguarded("UPDATE record_entry SET who = '他人' WHERE id = %s", [pk])
    unguarded(
        "UPDATE record_seal SET digests = (SELECT string_agg(record_digest(e), ''::bytea ORDER BY n.at)"
        " FROM unnest(entries) WITH ORDINALITY n(id, at) JOIN record_entry e USING (id)) WHERE id = %s",
        [held.pk],
    )
    assert [found.sentence[: len(f"第 {held.pk} 号封存")] for found in sealing.verify()] == [f"第 {held.pk} 号封存"]


def test_the_newest_seal_cut_off_is_found_by_the_hash_noted_before(unguarded):
    notes(1)
    sealing.seal()
    noted = Seal.objects.latest("id").hash
    assert sealing.verify(known=noted) == []
    unguarded("DELETE FROM record_seal WHERE hash = %s", [noted])
    assert [found.sentence[:6] for found in sealing.verify(known=noted)] == ["抄存的校验值", "封存编号已用"]


@pytest.mark.django_db(transaction=True)
def test_seals_cut_off_the_end_with_their_entries_are_found_and_stay_found(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    empty_record()
    notes(1)
    sealing.seal()
    pks = notes(1)
    sealing.seal()
    assert sealing.verify() == []
    cut = Seal.objects.latest("id")
    with past_the_guards() as cursor:
        cursor.execute("DELETE FROM record_seal WHERE id = %s", [cut.pk])
        cursor.execute("DELETE FROM record_entry WHERE id = ANY(%s)", [pks])
    kept = f"留存的第 {cut.pk} 号封存（见 {path_of(open_vault())}）"
    told = [found.sentence for found in sealing.verify()]
    assert (len(told), told[0][:7], told[1][: len(kept)]) == (2, "封存编号已用到", kept)
    notes(1)
    sealing.seal()  # goes on behind the gap, and keeps what it knew
    assert [found.sentence[: len(kept)] for found in sealing.verify()] == [kept]
    assert health.record().tone is Tone.WRONG


@pytest.mark.django_db(transaction=True)
def test_without_a_place_for_its_newest_hash_sealing_goes_on(settings, tmp_path):
    (tmp_path / "media").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path / "media"
    empty_record()
    notes(1)
    assert (sealing.seal() > 0, sealing.waiting(), sealing.verify()) == (True, 0, [])


def test_a_seal_of_the_future_stops_nothing_and_is_told(unguarded):
    notes(1)
    sealing.seal()
    unguarded(
        "UPDATE record_seal SET sealed_at = now() + interval '300 days' WHERE id = (SELECT max(id) FROM record_seal)"
    )
    ahead = Seal.objects.latest("id")
    notes(2)
    assert (sealing.waiting(), sealing.seal(), sealing.waiting()) == (2, 2, 0)
    assert [found.sentence.split("的时间")[0] for found in sealing.verify()] == [f"第 {ahead.pk} 号封存"]
    assert (health.record().tone, "将来" in health.record().seen) == (Tone.WRONG, True)


@pytest.mark.parametrize("back", ["2 days", "400 days"])
def test_entries_of_a_clock_set_back_are_sealed_all_the_same(back):
    notes(1)
    sealing.seal()
    with connection.cursor() as cursor:  # nobody sealed until the clock was right again
        cursor.execute(f"INSERT INTO record_entry (act, at) VALUES ('printed', now() - interval '{back}') RETURNING id")
        (pk,) = cursor.fetchone()
    assert (sealing.waiting(), sealing.seal(), sealing.waiting()) == (1, 1, 0)
    assert [found.entry for found in sealing.verify()] == [pk]


def test_an_entry_given_an_old_number_is_named(unguarded):
    first = notes(2)[0]
    unguarded("DELETE FROM record_entry WHERE id = %s", [first])
    sealing.seal()
    unguarded("INSERT INTO record_entry (id, act, at) VALUES (%s, 'printed', now() - interval '1 day')", [first])
    assert (sealing.seal(), [found.entry for found in sealing.verify()]) == (0, [first])


@pytest.mark.parametrize("typed", ["abc", "z" * 64, "a" * 63, "a" * 65])
def test_a_hash_mistyped_raises_no_alarm(typed):
    with pytest.raises(CommandError, match="64位"):
        call_command("audit", "verify", seal=typed)


def test_a_hash_typed_in_capitals_is_the_same(capsys):
    notes(1)
    sealing.seal()
    call_command("audit", "verify", seal=f" {Seal.objects.latest('id').hash.upper()} ")
    assert "日志完整" in capsys.readouterr().out


def test_an_entry_slipped_in_with_an_old_date_is_named():
    notes(1)
    sealing.seal()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO record_entry (act, at) VALUES ('printed', now() - interval '30 days') RETURNING id")
        (pk,) = cursor.fetchone()
    sealing.seal()
    assert [found.entry for found in sealing.verify()] == [pk]


def test_batches_of_any_number_are_sealed_whole(monkeypatch):
    sealing.seal()
    monkeypatch.setattr(sealing, "BATCH", 10)
    for count in (9, 10, 11):
        notes(count)
        before = Seal.objects.count()
        assert sealing.seal() == count
        assert (sealing.waiting(), Seal.objects.count() - before) == (0, 1 + count // 11)


def test_the_command_names_what_it_found_and_fails(unguarded, capsys):
    [pk] = notes(1)
    sealing.seal()
    call_command("audit", "verify")
    assert "日志完整" in capsys.readouterr().out
    unguarded("DELETE FROM record_entry WHERE id = %s", [pk])
    with pytest.raises(CommandError, match="日志有 1 处问题"):
        call_command("audit", "verify")
    assert f"第 {pk} 条日志已被删除" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_a_long_import_neither_waits_for_the_seal_nor_is_lost_by_it():
    empty_record()
    sealing.seal()
    with contextlib.closing(another_connection()) as importer:
        cursor = importer.cursor()
        cursor.execute("INSERT INTO record_entry (act, who) VALUES ('printed', '大批导入') RETURNING id")
        (early,) = cursor.fetchone()
        [late] = notes(1)
        assert sealing.seal() == 1  # what is committed, without waiting
        cursor.execute("INSERT INTO record_entry (act, who) VALUES ('printed', '大批导入')")
        importer.commit()
    assert late > early
    assert (sealing.waiting(), sealing.seal(), sealing.verify()) == (2, 2, [])


def another_connection():
    given = connection.settings_dict
    return psycopg2.connect(
        dbname=given["NAME"], user=given["USER"], password=given["PASSWORD"], host=given["HOST"], port=given["PORT"]
    )


@pytest.mark.django_db(transaction=True)
def test_the_application_role_of_a_server_can_write_the_record_and_nothing_else():
    statements = {
        "INSERT INTO record_entry (act) VALUES ('printed')": True,
        "SELECT count(*) FROM record_entry": True,
        "UPDATE accounts_body SET name = name || '（新）'": True,
        "UPDATE record_entry SET who = ''": False,
        "DELETE FROM record_entry": False,
        "TRUNCATE record_entry": False,
        "ALTER TABLE record_entry DISABLE TRIGGER ALL": False,
        "DROP TRIGGER record_stays ON record_entry": False,
        "DROP TRIGGER record_update ON accounts_body": False,
        "CREATE OR REPLACE FUNCTION record_stays() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'": False,
        "SET session_replication_role = replica": False,
        "TRUNCATE accounts_body CASCADE": False,
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS trial_application")
        cursor.execute("CREATE ROLE trial_application")
        cursor.execute("GRANT USAGE ON SCHEMA public TO trial_application")
        cursor.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO trial_application")
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO trial_application")
    try:
        triggers.install()
        allowed = {statement: _allowed(statement) for statement in statements}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY trial_application")
            cursor.execute("DROP ROLE trial_application")
    assert allowed == statements


PROTECTED = [
    "UPDATE accounts_user SET office = '' WHERE office = 'security'",
    "UPDATE accounts_user SET office = 'audit' WHERE id IN (SELECT user_id FROM accounts_appointment)",
    "UPDATE decisions_ruling SET answer = '{}'",
    "DELETE FROM decisions_ruling",
    "UPDATE cadres_export SET reason = ''",
    "DELETE FROM cadres_export",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", PROTECTED)
def test_no_session_of_the_application_switches_a_protection_off(statement):
    here = factories.linfen()
    here.user("county")
    administrator(Office.SECURITY)
    Export.objects.create(by=here.user("county"), at=timezone.now(), place=here.division, reason="年度报送", rows=1)
    version = PolicyVersion.objects.create(code="trial", digest="0" * 64, content="")
    Ruling.objects.create(
        version=version, policy="trial", question="leave", on=date(2018, 9, 3), facts={}, answer={}, articles=[]
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(DISTINCT tgname::text) FROM pg_trigger WHERE tgname LIKE 'pgtrigger\\_%'")
        (names,) = cursor.fetchone()
        cursor.execute("DROP ROLE IF EXISTS trial_application")
        cursor.execute("CREATE ROLE trial_application")
        cursor.execute("GRANT USAGE ON SCHEMA public TO trial_application")
        cursor.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO trial_application")
    try:
        with (
            pytest.raises(DatabaseError, match="administrator|Cannot"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SET LOCAL ROLE trial_application")
            cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])
            cursor.execute(statement)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY trial_application")
            cursor.execute("DROP ROLE trial_application")


def test_a_protection_made_ignorable_again_is_told_and_mended():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(protections.FUNCTION.replace("RETURN FALSE", "RETURN TRUE"))
    assert (protections.can_be_ignored(), health.record().tone) == (True, Tone.WRONG)
    protections.harden()
    assert protections.can_be_ignored() is False


def _allowed(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE trial_application")
            cursor.execute(statement)
            cursor.execute("RESET ROLE")
    except ProgrammingError:
        return False
    return True
