"""Addresses of the ledger, of cadres and of dispatching units."""

from django.urls import include, path

from cadres.pages import views

urlpatterns = [
    path("", include("cadres.leavers.urls")),
    path("cadres/", views.ledger, name="cadres"),
    path("units/", views.unit_list, name="units"),
    path("units/export/", views.export_units, name="export_units"),
    path("cadres/accounts/", views.open_accounts, name="open_cadre_accounts"),
    path("cadres/<str:key>/", views.cadre_page, name="cadre"),
    path("cadres/<str:key>/edit/", views.edit_facts, name="cadre_edit"),
    path("cadres/<str:key>/account/", views.open_account, name="open_cadre_account"),
    path("cadres/<str:key>/reveal/<str:field>/", views.reveal, name="cadre_reveal"),
    path("postings/<str:key>/end/", views.end_posting, name="posting_end"),
]
