#!/usr/bin/env python
"""Django's command line. Where no DATABASE_URL is named it uses this checkout's own database, started if need be."""

import os
import sys
from contextlib import ExitStack

WITHOUT_DATABASE = {"policy ask", "policy check", "policy new", "policy schema", "collectstatic", "help", "version"}


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with ExitStack() as stack:
        if on_our_own(arguments):
            from config.launch import services

            services.set_local_defaults()
            if not WITHOUT_DATABASE & {arguments[1], " ".join(arguments[1:3])}:
                services.join_for_command(stack)
                lay_out_tables(arguments[1])
        from django.core.management import execute_from_command_line

        execute_from_command_line(arguments)


def lay_out_tables(command: str) -> None:
    """A database that was never used gets its tables, so that a command works from the first moment."""
    if command in {"migrate", "makemigrations"}:
        return
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)


def on_our_own(arguments: list[str]) -> bool:
    """A command on a developer's machine or laptop, not on a server: nothing in the environment says otherwise."""
    return len(arguments) > 1 and not os.environ.get("DATABASE_URL") and os.environ.get("DEBUG", "1") == "1"


if __name__ == "__main__":
    main(sys.argv)
