"""The workbench: what waits for the person who logs in, first of all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import reach_of
from decisions.queries import inbox


def workbench(request: HttpRequest) -> HttpResponse:
    """The first page after the login."""
    waiting = inbox(reach_of(request.user))
    return render(request, "config/workbench.html", {"waiting": waiting[:20], "count": waiting.count()})
