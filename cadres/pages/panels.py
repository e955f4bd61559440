"""What other houses show on a cadre's page. They enter their panels; this module knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from cadres.models import Cadre, Posting

Given = Callable[[Cadre, list[Posting], User], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A card of the page: its template, and what the template is given (nothing: the card is left out)."""

    code: str
    template: str
    given: Given
    order: int = 50


_PANELS: dict[str, Panel] = {}


def enter(panel: Panel) -> None:
    """Called from an AppConfig.ready; the same code again replaces the panel."""
    _PANELS[panel.code] = panel


def panels_for(cadre: Cadre, postings: list[Posting], *, user: User) -> list[dict[str, Any]]:
    """Each with `template` and the context it is included with."""
    shown = []
    for panel in sorted(_PANELS.values(), key=lambda panel: panel.order):
        given = panel.given(cadre, postings, user)
        if given is not None:
            shown.append({"template": panel.template, "given": given})
    return shown
