"""Every address of the program, found from the URL conf."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern


@dataclass(frozen=True)
class Address:
    """A route with its converters' names, such as `users/<str:key>/` with `key`."""

    route: str
    name: str
    arguments: tuple[str, ...]


def addresses() -> list[Address]:
    """All of them, the included ones too, in the order of the URL conf."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, before: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = before + _route(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route)
        else:
            assert isinstance(entry, URLPattern)
            yield Address(route, entry.name or "", tuple(entry.pattern.converters))


def _route(pattern: Any) -> str:
    assert isinstance(pattern, RoutePattern), f"{pattern} is no plain route"
    return str(pattern)
