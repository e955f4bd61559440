"""Addresses of facts and cases."""

from django.urls import path

from recall import views

urlpatterns = [
    path("recall/", views.case_list, name="recall"),
    path("recall/posts/<str:key>/", views.post_facts, name="recall-facts"),
    path("recall/posts/<str:key>/add/", views.add_finding, name="recall-add-finding"),
    path("recall/findings/<str:key>/void/", views.void_finding, name="recall-void-finding"),
    path("recall/<str:key>/", views.case_page, name="recall-case"),
    path("recall/<str:key>/notice/", views.notice, name="recall-notice"),
    path("recall/<str:key>/successor/", views.succeed, name="recall-successor"),
]
