"""Single sign-on against a real OpenID provider: the program and the provider each run as a server of their own."""

import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.test import Client

from accounts.choices import Office
from accounts.login.oidc import OfficeSignOn
from accounts.models import User
from config.launch.processes import Child
from tests import factories
from tests.factories_accounts import administrator

ROOT = Path(__file__).resolve().parents[2]
SECRET = "secret-of-the-test"
ISSUER = "https://id.example.gov.cn"


@dataclass(frozen=True)
class Servers:
    program: str
    provider: str


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def wait_for(port: int, child: Child) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert child.running() and time.monotonic() < deadline, "a server did not start"
        with socket.socket() as visit:
            if visit.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def database_url() -> str:
    place = connection.settings_dict
    secret = f"{quote(place['USER'])}:{quote(place['PASSWORD'])}"
    return f"postgresql://{secret}@{place['HOST']}:{place['PORT']}/{place['NAME']}"


@pytest.fixture
def servers(transactional_db, tmp_path, request) -> Iterator[Servers]:
    """Both servers; the provider knows a clerk, an administrator, and somebody the program does not know.

    A parameter is the issuer the program expects, in place of the provider's own.
    """
    factories.linfen()
    administrator(Office.AUDIT)
    ours, theirs = free_port(), free_port()
    program, provider = f"http://127.0.0.1:{ours}", f"http://127.0.0.1:{theirs}"
    their_settings = {"PROVIDER_DATABASE": str(tmp_path / "provider.sqlite3"), "PROVIDER_KEY": private_key()}
    our_settings = {
        "DEBUG": "1",
        "DATABASE_URL": database_url(),
        "OIDC_CLIENT_ID": "cadres",
        "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_ISSUER": getattr(request, "param", f"{provider}/o"),
        "OIDC_AUTHORIZATION_URL": f"{provider}/o/authorize/",
        "OIDC_TOKEN_URL": f"{provider}/o/token/",
        "OIDC_USER_URL": f"{provider}/o/userinfo/",
        "OIDC_KEYS_URL": f"{provider}/o/.well-known/jwks.json",
    }
    names = ["linfen-county", "linfen-unit", "admin-audit", "stranger"]
    serve = [sys.executable, "-m", "tests.accounts.provider.serve", str(theirs), f"{program}/oidc/callback/", *names]
    run = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{ours}"]
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    children = [
        Child("provider", serve, directory=ROOT, environment=plain | their_settings),
        Child("program", run, directory=ROOT, environment=plain | our_settings),
    ]
    try:
        wait_for(theirs, children[0])
        wait_for(ours, children[1])
        yield Servers(program, provider)
    finally:
        for child in children:
            child.stop(patience=3)


def sign_on(servers: Servers, name: str, *, following: str = "") -> tuple[requests.Session, requests.Response]:
    """A browser whose person the provider knows already follows the link of the login page."""
    browser = requests.Session()
    browser.trust_env = False
    browser.get(f"{servers.provider}/enter/", params={"as": name}, timeout=20)
    link = re.search(r'href="(/oidc/[^"]+)"', browser.get(f"{servers.program}/login/", timeout=20).text)
    assert link is not None
    return browser, browser.get(f"{servers.program}{link[1]}{following}", timeout=20)


def path_of(answer: requests.Response) -> str:
    where = urlsplit(answer.url)
    return where.path + (f"?{where.query}" if where.query else "")


def test_who_the_provider_knows_is_signed_in_as_the_user_of_that_name(servers):
    User.objects.filter(username="linfen-unit").update(is_active=False)
    User.objects.filter(username="linfen-county").update(must_change_password=True)  # a password they never use

    browser, landed = sign_on(servers, "linfen-county")
    assert (landed.status_code, path_of(landed)) == (200, "/")
    assert browser.get(f"{servers.program}/users/", timeout=20).status_code == 200

    for name in ("stranger", "admin-audit", "linfen-unit"):
        browser, landed = sign_on(servers, name)
        assert path_of(landed) == "/login/?sign_on=failed"
        assert "统一身份登录没有成功" in landed.text
        assert path_of(browser.get(f"{servers.program}/users/", timeout=20)) == "/login/?next=%2Fusers%2F"
    assert not User.objects.filter(username="stranger").exists()

    _, landed = sign_on(servers, "linfen-county", following="?next=https://evil.example/")
    assert path_of(landed) == "/"

    browser = requests.Session()
    browser.trust_env = False
    forged = browser.get(f"{servers.program}/oidc/callback/?code=x&state=y", timeout=20)
    assert path_of(forged) == "/login/?sign_on=failed"


@pytest.mark.parametrize("servers", ["https://other.example/o"], indirect=True)
def test_a_token_of_another_issuer_signs_nobody_in(servers):
    _, landed = sign_on(servers, "linfen-county")
    assert path_of(landed) == "/login/?sign_on=failed"


@pytest.fixture
def sign_on_by_token(settings) -> OfficeSignOn:
    settings.OIDC_OP_ISSUER, settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = ISSUER, "cadres", SECRET
    settings.OIDC_RP_SIGN_ALGO = "HS256"
    settings.OIDC_OP_TOKEN_ENDPOINT = settings.OIDC_OP_USER_ENDPOINT = f"{ISSUER}/x"
    return OfficeSignOn()


def token(*, secret: str = SECRET, **claims: object) -> str:
    whole = {"iss": ISSUER, "aud": "cadres", "sub": "7", "nonce": "n", "exp": time.time() + 60} | claims
    return jwt.encode({name: value for name, value in whole.items() if value is not None}, secret, algorithm="HS256")


@pytest.mark.parametrize("claims", [{}, {"aud": ["cadres"]}, {"aud": ["cadres", "other"], "azp": "cadres"}])
def test_a_token_for_this_program_counts(sign_on_by_token, claims):
    assert sign_on_by_token.verify_token(token(**claims), nonce="n")["sub"] == "7"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "other"},
        {"aud": None},
        {"aud": ["other"]},
        {"aud": ["cadres", "other"]},
        {"azp": "other"},
        {"iss": "https://other.example"},
        {"iss": f"{ISSUER}/"},
        {"iss": None},
        {"exp": None},
        {"exp": time.time() - 60},
        {"nonce": "m"},
        {"secret": "another-secret"},
    ],
)
def test_a_token_for_another_of_another_or_run_out_does_not(sign_on_by_token, claims):
    with pytest.raises((SuspiciousOperation, jwt.PyJWTError)):
        sign_on_by_token.verify_token(token(**claims), nonce="n")


@pytest.mark.django_db
def test_without_a_provider_there_is_no_such_link_and_no_such_address():
    assert "统一身份" not in Client().get("/login/").content.decode()
    assert Client().get("/oidc/authenticate/").headers["Location"].startswith("/login/")
