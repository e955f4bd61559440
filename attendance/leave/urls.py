"""Leave."""

from django.urls import path

from attendance.leave import views

urlpatterns = [
    path("", views.leave_list, name="leaves"),
    path("mine/", views.my_leaves, name="my_leaves"),
    path("new/", views.choose_person, name="leave_new"),
    path("new/<str:key>/", views.leave_file, name="leave_file"),
    path("new/<str:key>/preview/", views.leave_preview, name="leave_preview"),
    path("<str:key>/", views.leave_page, name="leave"),
    path("<str:key>/return/", views.leave_return, name="leave_return"),
    path("<str:key>/cancel/", views.leave_cancel, name="leave_cancel"),
    path("<str:key>/print/", views.leave_print, name="leave_print"),
]
