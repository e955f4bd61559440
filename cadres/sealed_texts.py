"""Texts about a person that lie sealed under the person's own key (health details): they go when the key goes."""

from accounts.personal_data import open_vault
from cadres.models import Cadre


def seal_about(cadre: Cadre, text: str, *, field: str) -> bytes | None:
    """The cipher of a text, bound to the name of its field; nothing of nothing. Inside the caller's transaction."""
    if not text:
        return None
    held = Cadre.objects.select_for_update().get(pk=cadre.pk)
    vault = open_vault()
    if held.data_key is None:
        held.data_key = vault.seal_person(None, None).data_key
        held.save(update_fields=["data_key"])
    return vault.seal_text(text, data_key=bytes(held.data_key), field=field)


def read_about(cadre: Cadre, cipher: bytes | memoryview | None, *, field: str) -> str:
    """The text; empty where there is none or the person's key was destroyed."""
    if cadre.data_key is None or cipher is None:
        return ""
    return open_vault().reveal(bytes(cadre.data_key), bytes(cipher), field=field) or ""
