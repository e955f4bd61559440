"""What every page's frame is given: navigation, bodies the user acts for, unread notices, the day if it is fixed."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of templates/base.html."""
    return {"version": settings.VERSION, "fixed_day": settings.TODAY}
