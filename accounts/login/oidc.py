"""Single sign-on by the county's OpenID provider, where settings name one. It tells who somebody is, never what they may do."""

import logging
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from accounts.models import User

LOG = logging.getLogger(__name__)


class OfficeSignOn(OIDCAuthenticationBackend):
    """Finds the user whose login name a claim carries. Makes none, changes none, and never signs in an administrator."""

    def authenticate(self, request: HttpRequest | None, **kwargs: Any) -> User | None:
        """Whoever comes with a token that is not good, or while the provider is silent, is told to try again or otherwise."""
        try:
            return super().authenticate(request, **kwargs)
        except (SuspiciousOperation, jwt.PyJWTError, requests.RequestException) as trouble:
            LOG.warning("single sign-on: %s", type(trouble).__name__)
            return None

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """The claims of a token that the provider signed, for this program, and that still counts (OpenID Connect Core 3.1.3.7).

        Raises SuspiciousOperation, jwt.PyJWTError.
        """
        claims: dict[str, Any] = super().verify_token(token, **kwargs)
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != settings.OIDC_OP_ISSUER:
            raise SuspiciousOperation("the token is another issuer's")
        if settings.OIDC_RP_CLIENT_ID not in audiences:
            raise SuspiciousOperation("the token is for another program")
        if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != settings.OIDC_RP_CLIENT_ID:
            raise SuspiciousOperation("the token was given to another program")
        if "exp" not in claims:
            raise SuspiciousOperation("the token never ends")
        return claims

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """What the provider tells of the person the token names, and of nobody else. Raises SuspiciousOperation."""
        claims: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
        if claims.get("sub") != payload.get("sub"):
            raise SuspiciousOperation("the claims are another person's")
        return claims

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[User]:
        username = claims.get(settings.OIDC_USERNAME_CLAIM)
        if not isinstance(username, str) or not username:
            return User.objects.none()
        return User.objects.filter(username=username, office="", is_active=True)

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        return bool(claims.get(settings.OIDC_USERNAME_CLAIM))

    def update_user(self, user: User, claims: dict[str, Any]) -> User:
        return user
