"""The inbox, proceedings and notices."""

from django.urls import path

from decisions import calendar_views, views

urlpatterns = [
    path("calendar/", calendar_views.calendar_page, name="calendar"),
    path("inbox/", views.inbox_page, name="inbox"),
    path("inbox/approve/", views.approve_chosen, name="inbox_approve"),
    path("notices/", views.notices_page, name="notices"),
    path("notices/read/", views.read_notices, name="notices_read"),
    path("matters/<str:key>/", views.matter_page, name="matter"),
    path("matters/<str:key>/decide/", views.decide, name="matter_decide"),
    path("matters/<str:key>/record/", views.record_paper, name="matter_record"),
    path("matters/<str:key>/name/", views.name_body, name="matter_name"),
    path("matters/<str:key>/withdraw/", views.take_back, name="matter_withdraw"),
    path("matters/<str:key>/paper/<int:number>/", views.paper, name="matter_paper"),
]
