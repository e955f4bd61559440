"""The three administrators' pages: each for one office alone, and none of them for anybody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.access import Reach
from accounts.choices import Office
from accounts.models import User

View = Callable[..., HttpResponse]


def office_of(request: HttpRequest) -> str:
    """The office of who asks; empty for everybody who is no administrator."""
    return request.user.office if isinstance(request.user, User) else ""


def only_office(office: Office) -> Callable[[View], View]:
    """A page of one administrator; 403 for everybody else."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if office_of(request) != office:
                raise PermissionDenied(f"本页只供{office.label}使用。")
            return view(request, *args, **kwargs)

        return guarded

    return guard


def holds_office(office: Office) -> Callable[[Reach], bool]:
    """Whether a menu entry is shown: to one administrator alone."""
    return lambda reach: reach.user.office == office
