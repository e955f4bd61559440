"""All addresses of the program."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config.views import workbench


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("", workbench, name="workbench"),
    path("healthz", healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("decisions.urls")),
    path("leave/", include("attendance.leave.urls")),
    path("", include("assessment.urls")),
    path("", include("recall.urls")),
]
