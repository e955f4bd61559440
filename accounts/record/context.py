"""Who is writing, told to the database once for each request, job or command; the triggers read it there."""

import getpass
import json
import sys
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

from accounts.login.client_address import client_address
from accounts.models import User

Context = dict[str, Any]  # user_id, who, ip, request, path, via
LONGEST_PATH, LONGEST_WHO = 300, 120
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_CURRENT: ContextVar[Context | None] = ContextVar("record_context", default=None)


def context_of(request: HttpRequest) -> Context:
    """What the record says of a request; the same for the whole request."""
    kept: Context | None = getattr(request, "record_context", None)
    if kept is None:
        kept = {"request": uuid.uuid4().hex, "ip": client_address(request), "via": "request"}
        kept["path"] = f"{request.method or ''} {request.path or ''}".strip()[:LONGEST_PATH]
        request.record_context = kept  # type: ignore[attr-defined]
    user = getattr(request, "user", None)
    return kept | person(user) if isinstance(user, User) else kept


def person(user: User) -> Context:
    """A user as the record names them; what is told of them stays readable when they are gone."""
    return {"user_id": user.pk, "who": f"{user.name}（{user.username}）"}


def tell_absent(absent: User) -> None:
    """To the end of the transaction the writer stands in for somebody (代), and the record says so beside their name."""
    context = current() or process()
    _set(connection, context | {"who": f"{context.get('who', '')}代{absent}"[:LONGEST_WHO]}, only_now=True)


def current() -> Context | None:
    """The context told last in this thread of work, for jobs that a request calls for."""
    return _CURRENT.get()


def tell(context: Context | None) -> None:
    """Let the triggers know who writes from now on; None: the process itself. One query."""
    _CURRENT.set(context)
    if connection.connection is None and context is None:
        return
    if not (connection.in_atomic_block and connection.needs_rollback):
        _set(connection, context or process())


def process() -> Context:
    """Who writes outside of requests and jobs: the command given by hand, or nobody known."""
    if Path(sys.argv[0]).name != "manage.py" or len(sys.argv) < 2:
        return {}
    return {"via": f"manage.py {sys.argv[1]}", "who": f"命令行用户 {getpass.getuser()}"}


def tell_new_connection(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """A connection opened by a command knows the command from its first statement on."""
    if context := current() or process():
        _set(connection, context)


def _set(connection: BaseDatabaseWrapper, context: Context, *, only_now: bool = False) -> None:
    """`only_now`: the transaction's end takes it back."""
    with connection.cursor() as cursor:
        told = json.dumps(context, ensure_ascii=False) if context else ""
        cursor.execute("SELECT set_config('record.context', %s, %s)", [told, only_now])


class RecordMiddleware:
    """Tells the database who asks. Stands after the one that knows the user; outside any transaction, so that what a
    rollback undoes never includes it. Who only looks without having logged in writes nothing and costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.user.is_authenticated if request.method in SAFE else True
        if not known:
            return self.get_response(request)
        context = context_of(request)
        tell(context)
        try:
            response = self.get_response(request)
        finally:
            tell(None)
        response["X-Request-Id"] = context["request"]
        return response
