"""The reading room."""

from django.urls import path

from decisions.regulations import office_views, views

urlpatterns = [
    path("regulations/", views.regulations, name="regulations"),
    path("regulations/<slug:code>/", views.regulation, name="regulation"),
    path("regulations/<slug:code>/bind/", office_views.bind, name="bind"),
    path("trial/", views.trial, name="trial"),
    path("compare/", views.compare_page, name="compare"),
    path("readings/", views.readings, name="readings"),
    path("readings/<slug:code>/<slug:name>/", office_views.reading, name="reading"),
    path("local-rules/", views.local_rules, name="local_rules"),
    path("local-rules/new/", office_views.new_local, name="new_local"),
    path("local-rules/<str:key>/", office_views.local_version, name="local_version"),
    path("local-rules/<str:key>/confirm/", office_views.confirm, name="confirm_local"),
    path("local-rules/<str:key>/end/", office_views.end, name="end_local"),
    path("replay/", office_views.replay_page, name="replay"),
]
