"""Logging in and out, passwords, the body one acts for."""

from django.contrib.auth import views
from django.urls import path

from accounts.views import act_for

urlpatterns = [
    path("login/", views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password/", views.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("act-for/", act_for, name="act_for"),
]
