"""Reading the environment: the one place where the program learns what the machine wants of it."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def needed(name: str) -> str:
    """A text that may not be missing, where what needs it is switched on. Raises ImproperlyConfigured."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(
            f"没有设置环境变量 {name}，程序不启动。请补上，或去掉 OIDC_CLIENT_ID 停用统一身份登录。"
        )
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    return value in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"环境变量 {name} 应为整数，现在是“{value}”。") from None


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str, *, fallback: str = "") -> dict[str, object]:
    """Django's settings of a database from postgresql://user:password@host:port/name?option=value.

    A socket's folder is given as ?host=/folder. Raises ImproperlyConfigured.
    """
    parts = urlsplit(text(name, fallback))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            f"环境变量 {name} 应形如 postgresql://用户:口令@主机:端口/库名，本程序只用 PostgreSQL。"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
