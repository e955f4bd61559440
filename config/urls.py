"""All addresses of the program."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config.recovery.views import health
from config.views import team_list, team_page, workbench


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("", workbench, name="workbench"),
    path("healthz", healthz, name="healthz"),
    path("health/", health, name="health"),
    path("", include("accounts.urls")),
    path("", include("decisions.urls")),
    path("", include("decisions.regulations.urls")),
    path("teams/", team_list, name="teams"),
    path("teams/<str:place>/<str:kind>/", team_page, name="team"),
    path("", include("cadres.exchange.urls")),
    path("", include("cadres.urls")),
    path("leave/", include("attendance.leave.urls")),
    path("", include("attendance.register.urls")),
    path("", include("assessment.urls")),
    path("", include("recall.urls")),
]
