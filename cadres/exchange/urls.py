"""Addresses of the ledger in and out."""

from django.urls import path

from cadres.exchange import views

urlpatterns = [
    path("ledger/import/", views.imports, name="ledger_imports"),
    path("ledger/import/identities/", views.identities, name="ledger_identities"),
    path("ledger/import/transfers/", views.transfers, name="ledger_transfers"),
    path("ledger/import/<str:key>/", views.import_page, name="ledger_import"),
    path("ledger/import/<str:key>/progress/", views.import_progress, name="ledger_import_progress"),
    path("ledger/import/<str:key>/confirm/", views.import_confirm, name="ledger_import_confirm"),
    path("ledger/import/<str:key>/discard/", views.import_discard, name="ledger_import_discard"),
    path("ledger/import/<str:key>/marked.xlsx", views.import_marked, name="ledger_import_marked"),
    path("ledger/export/", views.export, name="ledger_export"),
]
