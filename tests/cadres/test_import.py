"""A roster taken in: once, again, corrected, with conflicts, by two people at once, by a killed worker."""

import threading
from typing import Any

import pytest
from django.db import connection
from psycopg2.errors import ExclusionViolation

from accounts.models import Body, Capacity, Entry
from cadres.choices import ImportState
from cadres.exchange.uploads import confirm, read_ledger, receive, work_on
from cadres.exchange.writing import NotImported, preview_roster
from cadres.models import Cadre, LedgerImport, MergeProposal, Posting
from tests.factories import division
from tests.factories_cadres import (
    COUNTIES,
    ZHANG,
    counted,
    id_number,
    org_user,
    roster,
    sample,
    sample_divisions,
    take_in,
)
from villages.models import Division, Team, Village

pytestmark = pytest.mark.django_db
ONE, OTHER = id_number("19800501", 1), id_number("19800501", 3)


@pytest.fixture(autouse=True)
def _divisions(db: None) -> None:
    sample_divisions()


def events() -> int:
    """What the record holds of cadres."""
    people = [str(number) for number in Cadre.objects.values_list("pk", flat=True)]
    return Entry.objects.filter(kind="cadres.cadre", object_id__in=people).count()


@pytest.mark.parametrize(
    ("name", "rows", "left_out"),
    [("jixian-roster", 220, 0), ("fuping-roster", 294, 3), ("xiji-roster", 248, 1), ("horqin-roster", 255, 1), ("general-teams", 30, 0)],
)  # fmt: skip
def test_a_sample_ledger_comes_in_once_and_changes_nothing_the_second_time(name: str, rows: int, left_out: int) -> None:
    first = take_in(sample(name), county=COUNTIES[name], only_good_rows=True)
    history = events()
    second = take_in(sample(name), county=COUNTIES[name], only_good_rows=True)
    assert counted(first) == (rows, 0, 0)
    assert first.counts["left_out"] == left_out
    assert counted(second) == (0, 0, rows)
    assert events() == history == Cadre.objects.count()
    assert Posting.objects.count() == rows


def test_all_or_nothing_is_the_default() -> None:
    with pytest.raises(NotImported) as trouble:
        take_in(sample("broken-roster"), county="130624")
    assert Cadre.objects.count() == 0
    assert {item.severity for item in trouble.value.problems} == {"error", "warning"}


CORRECTIONS: list[tuple[dict[str, Any], list[list[str]]]] = [
    ({"出生年月": "1981-05"}, [["出生年月", "1980-05", "1981-05"]]),
    ({"联系电话": "17000009234"}, [["联系电话", "170****1234", "170****9234"]]),
    ({"联系电话": "17099991234"}, [["联系电话", "170****1234", "170****1234"]]),
    ({"联系电话": ""}, [["联系电话", "170****1234", "（空）"]]),
    ({"驻村职务": "第一书记、队长"}, [["驻村职务", "队员", "第一书记、队长"]]),
    ({"派出单位": "吉县水利局"}, [["派出单位", "吉县民政局", "吉县水利局"]]),
    ({"单位级别": "市级"}, [["派出层级", "县级", "市级"]]),
    ({"驻村开始时间": "2018-03-15"}, [["驻村开始", "2018-03", "2018-03-15"]]),
    ({"驻村开始时间": "2017-03"}, [["驻村开始", "2018-03", "2017-03"]]),
    ({"驻村结束时间": "2020-01"}, [["驻村结束", "（空）", "2020-01"]]),
    ({"派驻村": "太度村"}, [["派驻地", "桑峨村民委员会", "太度村民委员会"]]),
    ({"姓名": "张山"}, [["姓名", "张三", "张山"]]),
    ({"备注": "=1+1"}, [["备注", "（空）", "=1+1"]]),
    ({"派出单位": "县民政局"}, []),
]


@pytest.mark.parametrize(("correction", "changes"), CORRECTIONS)
def test_a_corrected_row_changes_that_person_and_nobody_else(
    correction: dict[str, Any], changes: list[list[str]]
) -> None:
    neighbour = {"姓名": "李四", "联系电话": "17000005678", "出生年月": "1975-01"}
    take_in(roster({}, neighbour))
    corrected = roster(correction, neighbour)
    preview = preview_roster(read_ledger(corrected, county="141028"))
    done = take_in(corrected)
    again = take_in(corrected)
    assert [row.changes for row in preview.rows] == [changes, []]
    assert counted(done) == counted(preview) == ((0, 1, 1) if changes else (0, 0, 2))
    assert counted(again) == (0, 0, 2)
    assert (Cadre.objects.count(), Posting.objects.count()) == (2, 2)


def test_the_same_person_moves_to_another_village_after_the_first_stay_has_ended() -> None:
    take_in(roster({"身份证号": ONE, "驻村结束时间": "2019-06"}))
    moved = take_in(roster({"身份证号": ONE, "派驻村": "太度村", "驻村开始时间": "2019-06"}))
    assert counted(moved) == (1, 0, 0)
    assert (Cadre.objects.count(), Posting.objects.count()) == (1, 2)


def test_two_posts_at_once_are_a_problem_of_the_row() -> None:
    take_in(roster({"身份证号": ONE}))
    with pytest.raises(NotImported) as trouble:
        take_in(roster({"身份证号": ONE, "派驻村": "太度村", "驻村开始时间": "2019-06"}))
    assert [(item.kind, item.row, item.value) for item in trouble.value.problems] == [
        ("post_overlaps", 3, "桑峨村民委员会")
    ]


def test_a_post_in_another_county_is_named_no_closer() -> None:
    take_in(roster({"身份证号": ONE}))
    elsewhere = roster({"身份证号": ONE, "乡镇": "阜平镇", "派驻村": "城厢村", "驻村开始时间": "2019-06"})
    with pytest.raises(NotImported) as trouble:
        take_in(elsewhere, county="130624")
    assert [item.value for item in trouble.value.problems] == ["其他县（区、旗）"]


def test_the_database_refuses_two_posts_at_once() -> None:
    take_in(roster({"身份证号": ONE}))
    posting = Posting.objects.get()
    team = Team.objects.create(place=division("141028101202"), batch=9)
    with pytest.raises(Exception) as trouble:  # noqa: B017, PT011  Django wraps what psycopg2 says
        Posting.objects.create(
            cadre=posting.cadre,
            team=team,
            unit=posting.unit,
            dispatch_level="county",
            roles=["member"],
            start=posting.start,
        )
    assert isinstance(trouble.value.__cause__, ExclusionViolation)


def test_a_hand_over_on_one_day_or_in_one_month_is_no_overlap() -> None:
    first, second = {"身份证号": ONE, "驻村结束时间": "2019-06-15"}, {"身份证号": ONE, "派驻村": "太度村"}
    on_a_day = take_in(roster(first, {**second, "驻村开始时间": "2019-06-15"}))
    assert counted(on_a_day) == (2, 0, 0)
    moved_day = take_in(roster({**first, "驻村结束时间": "2019-07"}, {**second, "驻村开始时间": "2019-07"}))
    assert counted(moved_day) == (0, 2, 0)


def test_one_name_twice_in_a_village_is_two_persons_who_stay_two() -> None:
    twins = roster({"联系电话": "17000000001", "出生年月": ""}, {"联系电话": "17000000002", "出生年月": ""})
    assert counted(take_in(twins)) == (2, 0, 0)
    assert counted(take_in(twins)) == (0, 0, 2)
    assert Cadre.objects.count() == 2


def test_an_id_number_that_appears_is_proposed_and_not_taken() -> None:
    take_in(roster({}))
    appeared = take_in(roster({"身份证号": ONE}))
    again = take_in(roster({"身份证号": ONE}))
    assert Cadre.objects.get().id_hash is None
    assert (appeared.counts["proposals"], again.counts["proposals"]) == (1, 0)
    assert counted(again) == (0, 0, 1)
    assert [item.kind for item in again.problems] == ["identity_to_check"]
    assert MergeProposal.objects.get().id_mask == "140999**********" + ONE[-2:]


def test_another_id_number_and_birth_is_another_person() -> None:
    take_in(roster({"身份证号": ONE}))
    assert counted(take_in(roster({"身份证号": id_number("19750101", 1), "出生年月": "1975-01"}))) == (1, 0, 0)
    assert MergeProposal.objects.count() == 0


def test_a_row_without_start_counts_from_the_day_it_came_in_and_stays_unsaid() -> None:
    silent = roster({"驻村开始时间": ""})
    first, second = take_in(silent), take_in(silent)
    assert [item.kind for item in first.problems] == ["missing_start"]
    assert (counted(second), second.problems) == ((0, 0, 1), [])
    assert Posting.objects.get().start_precision == ""
    assert counted(take_in(roster({}))) == (0, 1, 0)


def test_units_organs_villages_and_teams_come_out_of_the_ledger() -> None:
    take_in(sample("horqin-roster"), county="150521", only_good_rows=True)
    words = set(Capacity.objects.filter(place_id="150521000000").values_list("word", flat=True))
    assert words == {"county_org", "county_office", "county_poverty", "county_secretary"}
    assert Capacity.objects.filter(word="township", place__code__startswith="150521").count() == 21
    assert Village.objects.count() == Team.objects.count() == len({row.place_id for row in Team.objects.all()})
    assert Body.objects.filter(dispatched__isnull=False).distinct().count() == len(
        {(posting.unit.name, posting.unit.level) for posting in Posting.objects.select_related("unit")}
    )


def test_a_ledger_of_an_unknown_county_says_how_to_get_its_divisions() -> None:
    with pytest.raises(Exception, match="数据库里没有代码 990101"):
        read_ledger(roster(ZHANG), county="990101")


@pytest.mark.django_db(transaction=True)
def test_two_people_importing_at_once_create_nobody_twice() -> None:
    content, results = sample("jixian-roster"), []
    gate = threading.Barrier(2)

    def one() -> None:
        reading = read_ledger(content, county="141028")
        gate.wait()
        from cadres.exchange.writing import import_roster

        results.append(counted(import_roster(reading)))
        connection.close()

    both = [threading.Thread(target=one) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(results) == [(0, 0, 220), (220, 0, 0)]
    assert Cadre.objects.count() == 220


@pytest.mark.django_db(transaction=True)
def test_an_import_that_died_half_way_is_taken_up_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    from cadres.exchange import staging

    by = org_user()
    upload = receive(sample("jixian-roster"), file_name="花名册.xlsx", place=division("141028000000"), by=by)
    work_on(upload.pk)
    assert LedgerImport.objects.get().state == ImportState.READY
    assert confirm(upload, only_good_rows=False)
    assert not confirm(upload, only_good_rows=False)
    with monkeypatch.context() as dying:
        dying.setattr(staging, "insert_postings", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            work_on(upload.pk)
    half_way = LedgerImport.objects.get()
    assert (half_way.state, half_way.rows_done, Cadre.objects.count()) == (ImportState.WRITING, 110, 0)
    work_on(upload.pk)
    work_on(upload.pk)
    done = LedgerImport.objects.get()
    assert (done.state, done.rows_done, done.counts["created"]) == (ImportState.DONE, 220, 220)
    assert Cadre.objects.count() == 220


def test_an_upload_whose_file_is_gone_is_refused_with_a_sentence_and_not_tried_again() -> None:
    by = org_user()
    upload = receive(roster({}), file_name="台账.xlsx", place=Division.objects.get(pk="141028000000"), by=by)
    upload.file.storage.delete(upload.file.name)

    for _ in range(2):
        work_on(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, "磁盘上找不到这份文件" in upload.sentence) == (ImportState.REFUSED, True)
