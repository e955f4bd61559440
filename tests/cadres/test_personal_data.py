"""Sealing, finding, masking, rotating; a wrong master key is told at the start."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from accounts.checks import master_key_opens
from accounts.models import SealedKey
from accounts.personal_data import WrongMasterKey, check_master_key, masked_id, masked_phone, open_vault, rotate_keys
from cadres.models import Cadre
from tests.factories_cadres import id_number, roster, sample_divisions, take_in

pytestmark = pytest.mark.django_db
NUMBER = id_number("19800501", 1)


def test_what_is_sealed_opens_again_and_only_under_its_own_key() -> None:
    vault = open_vault()
    one, other = vault.seal_people([NUMBER, NUMBER], ["17000001234", None])
    assert vault.reveal(one.data_key, one.id_cipher, field="id_number") == NUMBER
    assert vault.reveal(one.data_key, one.phone_cipher, field="phone") == "17000001234"
    assert other.phone_cipher is None and one.id_cipher != other.id_cipher
    assert vault.reveal(None, one.id_cipher, field="id_number") is None
    with pytest.raises(Exception):  # noqa: B017
        vault.reveal(other.data_key, one.id_cipher, field="id_number")
    with pytest.raises(Exception):  # noqa: B017
        vault.reveal(one.data_key, one.id_cipher, field="phone")


def test_equal_numbers_have_equal_hashes_in_every_vault_of_a_database() -> None:
    assert open_vault().keyed_hash(NUMBER) == open_vault().keyed_hash(NUMBER)
    assert open_vault().keyed_hashes([NUMBER, None, ""]) == [open_vault().keyed_hash(NUMBER), None, None]


@pytest.mark.parametrize(
    ("number", "masked"),
    [(NUMBER, f"140999**********{NUMBER[-2:]}"), ("140999801", "140999*01"), ("14099980", "********"), ("", "")],
)
def test_masks_of_id_numbers(number: str, masked: str) -> None:
    assert masked_id(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"), [("17000001234", "170****1234"), ("1234567", "*******"), ("12345678", "123*5678")]
)
def test_masks_of_phones(number: str, masked: str) -> None:
    assert masked_phone(number) == masked


def test_a_lost_master_key_is_told_at_the_start(settings: Settings) -> None:
    open_vault()
    assert master_key_opens(None) == []
    settings.MASTER_KEY = "another"
    assert [error.id for error in master_key_opens(None)] == ["accounts.E001"]
    with pytest.raises(WrongMasterKey):
        open_vault()
    with pytest.raises(CommandError, match="MASTER_KEYS_OLD"):
        call_command("keys", "rotate")


def test_rotation_rewraps_and_the_old_key_may_go(settings: Settings) -> None:
    sample_divisions()
    take_in(roster({"身份证号": NUMBER}))
    old, key_before = settings.MASTER_KEY, bytes(Cadre.objects.get().data_key or b"")
    settings.MASTER_KEY, settings.MASTER_KEYS_OLD = "a new key", [old]
    call_command("keys", "rotate")
    settings.MASTER_KEYS_OLD = []
    cadre = Cadre.objects.get()
    assert bytes(cadre.data_key or b"") != key_before
    assert open_vault().reveal(cadre.data_key, cadre.id_cipher, field="id_number") == NUMBER
    assert open_vault().keyed_hash(NUMBER) == cadre.id_hash
    assert SealedKey.objects.count() == 1


def test_a_rotation_that_stopped_half_way_is_told_with_the_rows_and_what_to_do(settings: Settings) -> None:
    sample_divisions()
    take_in(roster({"身份证号": NUMBER}))
    old, kept = settings.MASTER_KEY, Cadre.objects.get()
    settings.MASTER_KEY, settings.MASTER_KEYS_OLD = "a new key", [old]
    rotate_keys()
    Cadre.objects.update(data_key=kept.data_key)
    assert master_key_opens(None) == []
    settings.MASTER_KEYS_OLD = []
    (error,) = master_key_opens(None)
    told = f"现有密钥打不开：驻村干部（表 cadres_cadre，如 id={kept.pk}）"
    assert (told in str(error.msg), "MASTER_KEYS_OLD" in str(error.msg)) == (True, True)
    for act in ("check", "rotate"):
        with pytest.raises(CommandError, match="驻村干部"):
            call_command("keys", act)
    settings.MASTER_KEYS_OLD = [old]
    call_command("keys", "rotate")
    settings.MASTER_KEYS_OLD = []
    assert master_key_opens(None) == []


def test_looking_at_every_column_takes_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    open_vault()
    with django_assert_num_queries(3):
        check_master_key()
