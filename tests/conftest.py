"""What every test may use: a browser at two sizes, users logged in, a real Celery worker, and what was left out.

Without a Chromium the browser tests are left out and said so; with CI=true nothing may be left out.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from config.launch.processes import Child

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / ".local" / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
IN_CI = os.environ.get("CI") == "true"
DESKTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
HOW_TO_GET_IT = (
    "没有找到 Chromium。在 Debian 上：apt-get install chromium fonts-noto-cjk；已装在别处的用 CHROMIUM=/路径 指明"
)
CALL = pytest.StashKey[pytest.TestReport]()
OpenPage = Callable[..., Page]


def pytest_configure() -> None:
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        return
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # no manifest before collectstatic
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not CHROMIUM:
        (pytest.fail if IN_CI else pytest.skip)(HOW_TO_GET_IT)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section("没有运行的测试" + ("（CI 中只允许缺少办法原文的测试不运行）" if IN_CI else ""))
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.line(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a test left out is a failure, save those that need the regulations' texts, which are not the project's."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not IN_CI or reporter is None:
        return
    left_out = [report for report in reporter.stats.get("skipped", []) if "official_text" not in report.keywords]
    if left_out and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[CALL] = report
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    # Playwright keeps an event loop in this thread, which makes Django suspect every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """A function that opens a browser of its own: open_page(username=None, size=DESKTOP).

    With a username the page is logged in through the session, not the form. Addresses may be relative.
    A script error or a breach of the content policy on any page fails the test; a failed one leaves pictures.
    """
    pages: list[Page] = []
    complaints: list[str] = []

    def open_one(username: str | None = None, size: ViewportSize = DESKTOP) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True
        )
        context.set_default_timeout(10_000)
        if username:
            context.add_cookies(
                [{"url": live_server.url, "name": settings.SESSION_COOKIE_NAME, "value": session_key(username)}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: complaints.extend(complaint(message)))
        pages.append(page)
        return page

    yield open_one
    call = request.node.stash.get(CALL, None)
    for number, page in enumerate(pages):
        if call is None or call.failed:
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SCREENSHOTS / f"{request.node.name}-{number}.png", full_page=True)
        page.context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page at an office screen's size, nobody logged in."""
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page at a phone's size, nobody logged in."""
    return open_page(size=PHONE)


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Child]:
    """A real Celery worker on the test database and the run's broker; `worker.process.pid` may be killed."""
    from config.celery import app

    place = connection.settings_dict
    secret = f"{quote(place['USER'])}:{quote(place['PASSWORD'])}"
    url = f"postgresql://{secret}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "--concurrency", "1"]
    command += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    app.control.purge()
    child = Child(
        "worker", command, directory=ROOT, environment=os.environ | {"DATABASE_URL": url}, orphaned=signal.SIGKILL
    )
    deadline = time.monotonic() + 30
    while not app.control.ping(timeout=0.3):
        assert child.running() and time.monotonic() < deadline, "the worker did not start"
    yield child
    child.stop(patience=3)


@pytest.fixture(autouse=True)
def whole_logins() -> Iterator[None]:
    """An administrator whom a test logs in by `force_login` has given the telephone's code as well."""
    from django.contrib.auth.signals import user_logged_in
    from django_otp.plugins.otp_totp.models import TOTPDevice

    def give_code(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
        if user.office and not request.path:  # a login by the form has an address
            device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=True)
            request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id

    user_logged_in.connect(give_code)
    yield
    user_logged_in.disconnect(give_code)


@pytest.fixture
def on_day(settings: Settings) -> Callable[[date], None]:
    """A function that sets the program's clock to a day, in this process and in pages of the live server."""

    def set_clock(day: date) -> None:
        settings.TODAY = day

    return set_clock


def session_key(username: str) -> str:
    """The key of a session in which `username` has logged in."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def complaint(message: ConsoleMessage) -> list[str]:
    """A page's error as text; an answer like 404 is the test's own business."""
    if message.type != "error" or message.text.startswith("Failed to load resource"):
        return []
    return [f"{message.location['url']}: {message.text}"]
