"""The address a request comes from, also behind proxies of the county's own."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The peer's address; behind settings.PROXY_COUNT proxies the one that the outermost of them saw.

    Each proxy adds its own peer at the right end of X-Forwarded-For; whatever stands further left is the client's claim
    and counts for nothing. A header too short, or with something else in it, did not come through the proxies.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "")
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if not 0 < settings.PROXY_COUNT <= len(told):
        return peer
    return _address(told[-settings.PROXY_COUNT]) or peer


def _address(text: str) -> str:
    """An address as written by a proxy, with or without a port; nothing where it is none."""
    host = text.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        return str(ip_address(host))
    except ValueError:
        return ""
