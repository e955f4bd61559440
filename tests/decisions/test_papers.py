"""Scanned papers lie sealed under a key of their own, named by no word of the matter; who takes one is on record."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.choices import Act
from accounts.files.sealed_files import forget_upload, open_upload
from accounts.models import Appointment, Entry, User
from attendance.models import Leave
from decisions.models import Step
from tests.accounts.world import TODAY, two_counties

pytestmark = pytest.mark.django_db
SCAN = "%PDF-1.4 同意张三请假".encode()


@pytest.fixture
def leave(settings: Any, tmp_path: Any) -> Leave:
    settings.TODAY, settings.MEDIA_ROOT = TODAY, tmp_path
    here = two_counties()["here"]
    Appointment.objects.filter(body=here.place.body("township")).delete()
    return here.leave


@pytest.fixture
def county(leave: Leave) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="linfen-county"))
    return client


def recorded(county: Client, leave: Leave, name: str = "批件.pdf", content: bytes = SCAN) -> Step:
    """A waiting step that the county records with a paper."""
    step = leave.proceeding.steps.filter(state="open").first()
    scan = SimpleUploadedFile(name, content)
    county.post(reverse("matter_record", args=[leave.key]), {"step": step.pk, "decision": "agree", "paper": scan})
    return Step.objects.get(pk=step.pk)


def test_a_paper_lies_sealed_and_comes_back_as_it_was(county: Client, leave: Leave, settings: Any) -> None:
    step = recorded(county, leave)
    [path] = settings.MEDIA_ROOT.rglob("papers/*")
    assert (SCAN in path.read_bytes(), path.suffix, "批" in path.name, leave.key in path.name) == (
        False,
        ".sealed",
        False,
        False,
    )
    answer = county.get(reverse("matter_paper", args=[leave.key, step.pk]))
    assert (answer.content, answer.headers["Content-Type"]) == (SCAN, "application/pdf")


def test_who_takes_a_paper_is_on_record(county: Client, leave: Leave) -> None:
    step = recorded(county, leave)
    county.get(reverse("matter_paper", args=[leave.key, step.pk]))
    entry = Entry.objects.filter(act=Act.EXPORTED).latest("pk")
    assert (entry.who, entry.object_id, entry.detail) == (
        "李敏（linfen-county）", str(leave.proceeding_id), {"内容": "批件", "行数": 1}
    )  # fmt: skip


def test_a_paper_that_is_gone_is_told_and_not_a_broken_page(county: Client, leave: Leave) -> None:
    step = recorded(county, leave)
    address = reverse("matter_paper", args=[leave.key, step.pk])
    for path in Step.objects.get(pk=step.pk).file.storage.listdir("papers")[1]:
        step.file.storage.delete(f"papers/{path}")
    assert "磁盘上找不到这份文件" in county.get(address, follow=True).content.decode()
    forget_upload(step)
    assert county.get(address).status_code == 404


def test_papers_of_before_are_sealed_where_they_lie(
    county: Client, leave: Leave, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    step = leave.proceeding.steps.get(state="open")
    step.file.save("张三请假批件.pdf", ContentFile(SCAN))
    seal_papers = importlib.import_module("decisions.migrations.0006_papers_sealed").seal_papers
    with django_capture_on_commit_callbacks(execute=True):
        seal_papers(apps, connection.schema_editor())
        seal_papers(apps, connection.schema_editor())
    step.refresh_from_db()
    assert [SCAN in path.read_bytes() for path in settings.MEDIA_ROOT.rglob("papers/*")] == [False]
    assert open_upload(step) == SCAN
