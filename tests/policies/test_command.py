"""`manage.py policy`: answers in the order asked, exit status, Chinese complaints, and no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policies.test_contract import CASES

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "id": 1,
    "policy": "hebei",
    "on": "2018-09-03",
    "question": "term",
    "facts": {"role": "member", "from": "2018-06-20"},
}
BAD = {
    "id": 2,
    "policy": "hebei",
    "on": "2018-09-03",
    "question": "term",
    "facts": {"role": "boss", "from": "2018-06-20"},
}


def policy(*words: str, stdin: str = "") -> subprocess.CompletedProcess:
    """Runs the command with a database address that leads nowhere: it must not be needed."""
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere", "SECRET_KEY": "x" * 50}
    command = [sys.executable, "manage.py", "policy", *words]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)


def test_answers_come_in_the_order_of_the_questions(tmp_path: Path) -> None:
    file = tmp_path / "questions.json"
    file.write_text(json.dumps([GOOD, BAD, GOOD]), encoding="utf-8")
    run = policy("ask", str(file))
    answers = json.loads(run.stdout)
    assert [("error" in answer, answer["id"]) for answer in answers] == [(False, 1), (True, 2), (False, 1)]
    assert run.returncode == 1


def test_all_cases_are_answered_from_standard_input() -> None:
    run = policy("ask", "-", stdin=json.dumps(CASES))
    answers = json.loads(run.stdout)
    assert [answer["id"] for answer in answers] == [case["id"] for case in CASES]
    assert run.returncode == 0


@pytest.mark.parametrize(
    ("stdin", "words"), [("{", "不是有效的 JSON"), ("{}", "应为问题的列表"), ("", "不是有效的 JSON")]
)
def test_input_that_is_no_list_is_refused_in_chinese(stdin: str, words: str) -> None:
    run = policy("ask", "-", stdin=stdin)
    assert (run.returncode, words in run.stderr, "Traceback" in run.stderr) == (1, True, False)


def test_a_missing_file_is_named() -> None:
    run = policy("ask", "nowhere.json")
    assert (run.returncode, "nowhere.json：找不到这个文件" in run.stderr) == (1, True)


def test_the_house_s_own_files_pass_and_a_broken_one_does_not(tmp_path: Path) -> None:
    assert policy("check").returncode == 0
    file = tmp_path / "坏.toml"
    file.write_text('code = "trial"\n', encoding="utf-8")
    run = policy("check", str(file))
    assert (run.returncode, "坏.toml：title：缺少这一项" in run.stdout) == (1, True)


def test_a_new_file_starts_from_a_text(tmp_path: Path) -> None:
    text = tmp_path / "办法.txt"
    text.write_text("某县管理办法\n第一条 甲。\n第二条 乙。\n", encoding="utf-8")
    run = policy("new", "trial", str(text))
    file = tmp_path / "trial.toml"
    file.write_text(run.stdout, encoding="utf-8")
    assert policy("check", str(file)).returncode == 0


def test_the_schema_is_json() -> None:
    assert json.loads(policy("schema").stdout)["title"] == "办法规则文件"


def test_a_file_on_trial_is_asked_beside_the_house(tmp_path: Path) -> None:
    trial = str(ROOT / "tests" / "policies" / "sixth.toml")
    file = tmp_path / "questions.json"
    file.write_text(json.dumps([GOOD, {**GOOD, "policy": "sixth", "on": "2022-06-30"}]), encoding="utf-8")
    answers = json.loads(policy("ask", "--with", trial, str(file)).stdout)
    assert ["error" in answer for answer in answers] == [False, False]
    assert "没有“sixth”这个办法" in json.loads(policy("ask", str(file)).stdout)[1]["error"]


def test_a_missing_file_on_trial_is_named_in_chinese() -> None:
    run = policy("ask", "--with", "nowhere.toml", "-", stdin="[]")
    assert (run.returncode, "nowhere.toml：找不到这个文件" in run.stderr) == (1, True)
