"""How often an address may try to log in, and a user may search: counted in the database, for all processes alike."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.login.client_address import client_address
from accounts.models import User

COUNT = """
INSERT INTO accounts_requestcount AS held (name, span, count) VALUES (%s, %s, 1)
ON CONFLICT (name) DO UPDATE SET span = excluded.span,
    count = CASE WHEN held.span = excluded.span THEN held.count + 1 ELSE 1 END
RETURNING count
"""
GUESSES = ("/login/", "/two-factor/", "/password/")  # where a password or a code is tried
SEARCHES = ("q", "name", "search")


@dataclass(frozen=True)
class Limit:
    """So many requests in so many seconds, as settings.LIMITS names them."""

    kind: str
    most: int
    seconds: int


class LimitMiddleware:
    """429 with a sentence to whoever asks too often; stands after the one that knows the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for limit, who in limits_of(request):
            if exceeds(limit, who):
                answer = render(request, "429.html", {"seconds": limit.seconds}, status=429)
                answer["Retry-After"] = str(limit.seconds)
                return answer
        return self.get_response(request)


def limits_of(request: HttpRequest) -> list[tuple[Limit, str]]:
    """The limits a request falls under, with whom they count."""
    if request.method == "POST" and request.path_info.startswith(GUESSES):
        return [(_limit("login"), client_address(request))]
    searching = any(request.GET.get(word) for word in SEARCHES)
    if searching and isinstance(request.user, User):
        return [(_limit("search"), str(request.user.pk))]
    return []


def _limit(kind: str) -> Limit:
    most, seconds = settings.LIMITS[kind]
    return Limit(kind, most, seconds)


def exceeds(limit: Limit, who: str) -> bool:
    """Count one more; whether it is one too many."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [f"{limit.kind}:{who}"[:100], int(time.time()) // limit.seconds])
        return bool(cursor.fetchone()[0] > limit.most)
