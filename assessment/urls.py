"""Addresses of assessments."""

from django.urls import path

from assessment import views

urlpatterns = [
    path("assessment/", views.year_list, name="assessment"),
    path("assessment/<str:key>/", views.grade, name="assessment-grade"),
]
