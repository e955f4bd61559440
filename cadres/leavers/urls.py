"""Addresses of the leavers' personal data."""

from django.urls import path

from cadres.leavers.views import leaver_list, remove

urlpatterns = [
    path("leavers/", leaver_list, name="leavers"),
    path("leavers/remove/", remove, name="remove_personal_data"),
]
