"""The provider's addresses: its own login, and OpenID Connect."""

from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def enter(request: HttpRequest) -> HttpResponse:
    """The provider's login, without a password: who it is comes in the address."""
    user = get_user_model().objects.get(username=request.GET["as"])
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponse("in")


urlpatterns = [path("enter/", enter), path("o/", include("oauth2_provider.urls", namespace="oauth2_provider"))]
