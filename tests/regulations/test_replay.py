"""What would change: rulings answered anew under other rules or readings, within reach, writing nothing."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.models import Proceeding, Ruling
from decisions.regulations.replaying import preview, suppose_readings
from policies.collection import RULES
from tests import factories
from tests.factories import County
from tests.regulations.conftest import Decide, SignIn
from tests.regulations.local_files import LAXER, ROUTE, local_file

pytestmark = pytest.mark.django_db
LOWER = {"reading": "between_bands=lower", "policy": ""}


@pytest.fixture
def leaves(hebei: County, decide: Decide) -> None:
    """Two leaves between two bands in two counties of one regulation, and one that lies in a band."""
    other = factories.county("zhangbei", village="130722101201", unit="张北县农业局")
    decide(hebei, 1.5, title="阜平事假1.5天")
    decide(hebei, 1, title="阜平事假1天")
    decide(other, 1.5, title="张北事假1.5天")


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("policy", "replay", *arguments, stdout=said)
    return said.getvalue().splitlines()


@pytest.mark.usefixtures("leaves")
@pytest.mark.parametrize(
    ("username", "titles"),
    [
        ("hebei-county", ["阜平事假1.5天"]),
        ("hebei-township", ["阜平事假1.5天"]),
        ("zhangbei-county", ["张北事假1.5天"]),
        ("linfen-county", []),
    ],
)
def test_a_supposed_reading_is_tried_on_rulings_within_reach(sign_in: SignIn, username: str, titles: list[str]) -> None:
    factories.linfen()
    outcome = sign_in(username).get("/replay/", LOWER).context["outcome"]
    assert [row["matter"].title for row in outcome.rows] == titles


@pytest.mark.usefixtures("leaves")
def test_who_and_why_is_said(clerk: Client) -> None:
    outcome = clerk.get("/replay/", LOWER).context["outcome"]
    assert (outcome.asked, outcome.differing) == (2, 1)
    row = outcome.rows[0]
    assert (row["before"], row["after"]) == ("乡镇党委批准；答复时限：半日内", "队长批准")
    assert "落在两档之间的天数归哪一档由“归较高的一档”改为“归较低的一档”" in row["why"]


@pytest.mark.usefixtures("leaves")
def test_nothing_recorded_changes(clerk: Client) -> None:
    before = list(Ruling.objects.values()), list(Proceeding.objects.values())
    clerk.get("/replay/", LOWER)
    clerk.post("/replay/", {"content": local_file(ROUTE)})
    run("--reading", "between_bands=lower")
    assert (list(Ruling.objects.values()), list(Proceeding.objects.values())) == before


@pytest.mark.usefixtures("leaves")
def test_a_local_file_is_tried_in_its_places_only(clerk: Client, tmp_path: Path) -> None:
    file = tmp_path / "fuping.toml"
    file.write_text(local_file(ROUTE), encoding="utf-8")
    outcome = clerk.post("/replay/", {"content": local_file(ROUTE)}).context["outcome"]
    assert [row["matter"].title for row in outcome.rows] == ["阜平事假1.5天"]
    assert run(str(file))[-1] == "共重新回答2件，其中1件会有不同。已经作出的决定不会改变。"


@pytest.mark.usefixtures("leaves")
def test_a_changed_regulation_is_tried_everywhere(tmp_path: Path) -> None:
    file = tmp_path / "hebei.toml"
    text = (RULES / "hebei.toml").read_text(encoding="utf-8")
    file.write_text(text + "# nothing else\n", encoding="utf-8")
    assert run(str(file)) == ["共重新回答3件，没有一件会有不同。"]
    file.write_text(text.replace('body = "team_leader"', 'body = "county_office"'), encoding="utf-8")
    said = run(str(file))
    assert said[0] == "2018-09-03 《河北省扶贫脱贫驻村干部管理办法》请假由谁批《阜平事假1天》"
    assert said[2].startswith("  现：县驻村工作领导小组办公室批准")
    assert said[-1] == "共重新回答3件，其中1件会有不同。已经作出的决定不会改变。"


@pytest.mark.usefixtures("leaves")
def test_the_command_takes_readings_policies_and_places() -> None:
    reading = ("--reading", "between_bands=lower")
    assert run(*reading)[-1] == "共重新回答3件，其中2件会有不同。已经作出的决定不会改变。"
    assert run(*reading, "--place", "1307")[-1] == "共重新回答1件，其中1件会有不同。已经作出的决定不会改变。"
    assert run(*reading, "--policy", "linfen") == ["没有可以重新回答的依据。"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "请写明规则文件，或用 --reading 写明假定采用的理解，两者选一。"),
        (("--reading", "between_bands"), "没有“between_bands”这种理解"),
        (("--reading", "between_bands=middle"), "没有“between_bands=middle”这种理解"),
        (("nowhere.toml",), "nowhere.toml：找不到这个文件，请核对文件名。"),
    ],
)
def test_the_command_says_what_to_write(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)


def test_a_file_with_a_mistake_is_not_tried(clerk: Client, tmp_path: Path) -> None:
    page = clerk.post("/replay/", {"content": local_file(LAXER)})
    assert (page.status_code, "outcome" in page.context, len(page.context["complaints"])) == (422, False, 1)


@pytest.mark.usefixtures("leaves")
def test_only_the_newest_are_tried_on_a_page_and_it_says_so(hebei: County) -> None:
    supposed = suppose_readings({"between_bands": "lower"})
    user = hebei.user("county")
    newest = preview(supposed, user=user, most=1)
    assert (newest.asked, newest.differing, newest.more) == (1, 0, True)
    assert preview(supposed, user=user, most=2).more is False


def test_a_hundred_rulings_take_as_many_queries_as_one(clerk: Client, hebei: County, decide: Decide) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert clerk.get("/replay/", LOWER).status_code == 200
        return len(asked)

    decide(hebei, 1.5)
    one = queries()
    first: Any = Proceeding.objects.get()
    for number in range(1, 100):
        ruling = Ruling.objects.get(pk=first.ruling_id)
        ruling.pk = None
        ruling.save(force_insert=True)
        Proceeding.objects.create(
            kind="leave", title=f"事假{number}", place=first.place, unit=first.unit, ruling=ruling, opened_by=first.opened_by,
            opened_at=first.opened_at,
        )  # fmt: skip
    assert queries() == one
