"""The web's doors: headers, cookies, hosts, forms that take no more than they show."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as live
from django.template.loader import get_template
from django.test import Client

from accounts.models import User
from tests import factories
from tests.factories_accounts import sign_in

ROOT = Path(__file__).resolve().parents[2]
SECRET = "k3J9-fake-only-for-this-test-0123456789-abcdefghijklmnop-QRSTUV"
COMPOSE = {
    "DEBUG": "",
    "SECRET_KEY": SECRET,
    "MASTER_KEY": SECRET[::-1],
    "ALLOWED_HOSTS": "cadres.example.gov.cn",
    "BEHIND_TLS": "1",
    "PROXY_COUNT": "1",
    "CSRF_TRUSTED_ORIGINS": "https://cadres.example.gov.cn",
}
CHOICES = {
    "MASTER_KEYS_OLD": SECRET[5:],
    "BACKUP_KEY": SECRET[3:],
    "PASSWORD_DAYS": "180",
    "IDLE_MINUTES": "30",
    "ONE_SESSION": "1",
    "RIGHTS_NEED_APPROVAL": "1",
    "UPLOADS_KEPT_DAYS": "15",
    "OIDC_CLIENT_ID": "cadres",
    "OIDC_CLIENT_SECRET": SECRET[7:],
    "OIDC_ISSUER": "https://id.example.gov.cn",
    "OIDC_AUTHORIZATION_URL": "https://id.example.gov.cn/authorize",
    "OIDC_TOKEN_URL": "https://id.example.gov.cn/token",
    "OIDC_USER_URL": "https://id.example.gov.cn/user",
    "OIDC_KEYS_URL": "https://id.example.gov.cn/keys",
    "OIDC_ALGORITHM": "RS256",
    "OIDC_SCOPES": "openid profile",
    "OIDC_USERNAME_CLAIM": "preferred_username",
}
LAID_DOWN = {"TODAY", "STATIC_ROOT", "MEDIA_ROOT"}  # a server's clock is its own, and the image knows its folders
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a server starts it: with this environment and nothing of the test's settings."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "DATABASE_URL", "CELERY_BROKER_URL") if name in os.environ
    }
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False)


def test_the_compose_file_names_no_setting_this_test_forgets():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    shared = text.split("environment: &environment")[1].split("depends_on")[0]
    named = set(re.findall(r"^\s+([A-Z_]+):", shared, re.MULTILINE))

    assert named == {*COMPOSE, *CHOICES, "DATABASE_URL", "CELERY_BROKER_URL"}


def test_whatever_the_settings_read_a_server_can_set_and_both_readmes_explain():
    text = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"environment\.\w+\(\s*\"([A-Z_]+)\"", text))
    readmes = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")]

    assert read - LAID_DOWN == {*COMPOSE, *CHOICES, "DATABASE_URL", "CELERY_BROKER_URL"}
    assert [name for name in CHOICES for readme in readmes if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("choices", [CHOICES, dict.fromkeys(CHOICES, "")], ids=["set", "unset"])
def test_deploy_check_is_clean_with_the_compose_settings(choices):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **COMPOSE, **choices)

    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced)."), done.stderr


def test_without_tls_the_deploy_check_says_so():
    done = manage("check", "--deploy", **(COMPOSE | {"BEHIND_TLS": ""}))

    assert set(re.findall(r"security\.W\d+", done.stderr)) == {
        "security.W004",
        "security.W008",
        "security.W012",
        "security.W016",
    }


@pytest.mark.parametrize("missing", ["SECRET_KEY"])
def test_the_program_does_not_start_without_its_secret(missing):
    done = manage("check", **(COMPOSE | {missing: ""}))

    assert done.returncode != 0 and "没有设置 SECRET_KEY" in done.stderr


def test_single_sign_on_half_described_does_not_start():
    done = manage("check", **COMPOSE, **(CHOICES | {"OIDC_ISSUER": ""}))

    assert done.returncode != 0 and "没有设置环境变量 OIDC_ISSUER" in done.stderr


@pytest.mark.django_db
class TestHeaders:
    @pytest.mark.parametrize("address", ["/login/", "/", "/users/", "/no-such-page/"])
    def test_every_answer_forbids_what_is_not_the_programs_own(self, address):
        client = Client()
        client.force_login(factories.linfen().user("county"))
        answer = client.get(address)

        assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"

    def test_another_host_is_refused(self):
        assert Client().get("/login/", headers={"host": "evil.example"}).status_code == 400

    def test_a_form_without_its_token_is_refused(self):
        assert Client(enforce_csrf_checks=True).post("/login/", {"username": "a", "password": "b"}).status_code == 403

    def test_cookies_are_not_for_scripts_nor_other_sites(self):
        client = sign_in(factories.linfen().user("county").username)
        cookie = client.cookies[live.SESSION_COOKIE_NAME]

        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    def test_behind_tls_all_is_secure(self, settings):
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_HSTS_SECONDS = 31_536_000
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        plain = Client().get("/login/")
        secure = Client().get("/login/", headers={"x-forwarded-proto": "https"})

        assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/login/")
        assert secure.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert Client().get("/healthz").status_code == 200

    def test_a_page_of_passwords_is_kept_nowhere(self):
        here = factories.linfen()
        client = sign_in(here.user("county").username)
        answer = client.post(f"/users/{here.user('unit').key}/reset/")

        assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)


@pytest.mark.django_db
def test_a_form_takes_no_field_it_does_not_show():
    here = factories.linfen()
    client, target = sign_in(here.user("county").username), here.user("unit")
    more = {"office": "security", "is_superuser": "on", "is_active": "", "username": "root", "password": "x"}
    client.post(f"/users/{target.key}/edit/", {"name": "新名", **more})

    held = User.objects.get(pk=target.pk)
    shown = (held.name, held.office, held.is_superuser, held.is_active, held.username)
    assert shown == ("新名", "", False, True, target.username)


@pytest.mark.django_db
def test_no_admin_site_is_served():
    from tests.accounts.addresses import addresses

    assert [address.route for address in addresses() if address.route.startswith("admin")] == []


@pytest.mark.parametrize("page", ["429.html", "403.html", "404.html"])
def test_pages_of_refusal_need_no_user(page):
    assert "驻村干部选派管理系统" in get_template(page).render({"seconds": 60})
