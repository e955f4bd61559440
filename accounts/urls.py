"""Logging in and out, passwords, the second factor, the body one acts for; users and the security administrator's page."""

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.urls import include, path

from accounts import body_views, security_views, user_views
from accounts.login import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("password/", views.ChangePassword.as_view(), name="password_change"),
    path("password/done/", auth_views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("two-factor/", views.two_factor, name="two_factor"),
    path("two-factor/check/", views.two_factor_check, name="two_factor_check"),
    path("act-for/", views.act_for, name="act_for"),
    path("substitution/", user_views.my_substitution, name="my_substitution"),
    path("substitution/<int:number>/end/", user_views.end_my_substitution, name="my_substitution_end"),
    path("bodies/", body_views.body_list, name="bodies"),
    path("bodies/new/", body_views.body_new, name="body_new"),
    path("bodies/townships/", body_views.body_townships, name="body_townships"),
    path("bodies/<str:key>/", body_views.body_page, name="body"),
    path("bodies/<str:key>/edit/", body_views.body_edit, name="body_edit"),
    path("bodies/<str:key>/capacity/", body_views.body_capacity, name="body_capacity"),
    path("bodies/<str:key>/merge/", body_views.body_merge, name="body_merge"),
    path("users/", user_views.user_list, name="users"),
    path("users/new/", user_views.user_new, name="user_new"),
    path("users/roster/", user_views.user_roster, name="user_roster"),
    path("users/roster/template/", user_views.user_template, name="user_template"),
    path("users/<str:key>/", user_views.user_page, name="user"),
    path("users/<str:key>/edit/", user_views.user_edit, name="user_edit"),
    path("users/<str:key>/appoint/", user_views.user_appoint, name="user_appoint"),
    path("users/<str:key>/appointments/<int:number>/end/", user_views.user_end, name="user_end"),
    path("users/<str:key>/substitute/", user_views.user_substitute, name="user_substitute"),
    path("users/<str:key>/disable/", user_views.user_disable, name="user_disable"),
    path("users/<str:key>/enable/", user_views.user_enable, name="user_enable"),
    path("users/<str:key>/unlock/", user_views.user_unlock, name="user_unlock"),
    path("users/<str:key>/reset/", user_views.user_reset, name="user_reset"),
    path("security/", security_views.security, name="security"),
    path("security/rights/", security_views.judge_rights, name="security_rights"),
    path("security/unlock/", security_views.unlock_login, name="security_unlock"),
    path("security/factor/", security_views.drop_factor, name="security_factor"),
    path("security/administrators/<str:key>/reset/", security_views.reset_administrator, name="security_reset"),
    path("", include("accounts.record.urls")),
]
if settings.OIDC_RP_CLIENT_ID:
    urlpatterns.append(path("oidc/", include("mozilla_django_oidc.urls")))
