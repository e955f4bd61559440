"""What must be right before the program starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError

from accounts.models import SealedKey
from accounts.personal_data import WrongMasterKey, open_vault


@register
def master_key_opens(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The master key opens what this database holds. Says nothing where there is no database or no table yet."""
    try:
        if SealedKey.objects.exists():
            open_vault()
    except WrongMasterKey as trouble:
        return [Error(str(trouble), id="accounts.E001")]
    except DatabaseError:
        return []
    return []
