"""The record's addresses."""

from django.urls import path

from accounts.record.views import export_record, record

urlpatterns = [
    path("record/", record, name="record"),
    path("record/export/", export_record, name="export_record"),
]
