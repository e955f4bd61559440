"""Rows that stay and offices that are kept apart: their triggers may be switched off by nobody who only writes rows.

django-pgtrigger lets any session name triggers to be ignored (pgtrigger.ignore). Nothing here needs that; the function
its triggers ask is replaced after each migration by one that always says no, and belongs to the tables' owner.
"""

from django.db import connection

NEVER = "BEGIN RETURN FALSE; END"
FUNCTION = f"""
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE plpgsql
AS $${NEVER}$$
"""
ASKED = """
SELECT prosrc FROM pg_proc WHERE proname = '_pgtrigger_should_ignore' AND pronamespace = 'public'::regnamespace
"""


def can_be_ignored() -> bool:
    """Whether a session can switch protections off."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED)
        return any(source != NEVER for (source,) in cursor.fetchall())


def harden() -> None:
    """Let no session switch a protection off. Called after each migration, as the owner."""
    if can_be_ignored():
        with connection.cursor() as cursor:
            cursor.execute(FUNCTION)
