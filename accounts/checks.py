"""What must be right before the program starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError

from accounts.personal_data import WrongMasterKey, check_master_key


@register
def master_key_opens(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The master key opens all that this database holds. Says nothing where there is no database or no table yet."""
    try:
        check_master_key()
    except WrongMasterKey as trouble:
        return [Error(str(trouble), id="accounts.E001")]
    except DatabaseError:
        return []
    return []
