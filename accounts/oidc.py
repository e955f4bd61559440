"""Single sign-on by the county's OpenID provider, where settings name one. It tells who somebody is, never what they may do."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from accounts.models import User


class OfficeSignOn(OIDCAuthenticationBackend):
    """Finds the user whose login name a claim carries. Makes none, changes none, and never signs in an administrator."""

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[User]:
        username = claims.get(settings.OIDC_USERNAME_CLAIM)
        if not isinstance(username, str) or not username:
            return User.objects.none()
        return User.objects.filter(username=username, office="", is_active=True)

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        return bool(claims.get(settings.OIDC_USERNAME_CLAIM))

    def update_user(self, user: User, claims: dict[str, Any]) -> User:
        return user
