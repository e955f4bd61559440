"""Local rules: accepted where delegated, stricter or backed by a document; refused with a reason; shown in answers."""

import pytest

from policies.calendar import default_calendar
from policies.checker import check_text
from policies.errors import PolicyFileError
from policies.facade import ask, load_library
from tests.policies.asking import library

HEADING = (
    'code = "zhangbei"\ntitle = "张北县驻村干部管理细则（虚构）"\nbase = "hebei"\n'
    'effective = 2019-01-01\nplaces = ["130722"]\narticles = 0\n'
)


def local(rule: str, heading: str = HEADING) -> str:
    return f"{heading}\n[[rule]]\n{rule}"


PRESENCE = (
    'kind = "presence_minimum"\narticle = "5"\ngist = "每月26天"\nreplaces = "5/presence_minimum"\n'
    'window = "month"\nmeasures = [{ unit = "day", days = 26 }]\n'
)
QUOTA = (
    'kind = "grade_quota"\narticle = "22"\ngist = "优秀不超过三成"\nreplaces = "22/grade_quota"\n'
    'object = "team"\ngrade = "excellent"\npercent = 30\nfirm = true\n'
)
ROUTE = (
    'kind = "leave_route"\narticle = "19.2"\ngist = "队员请假一律由县办批"\nreplaces = "19.2/leave_route"\nroles = ["member"]\n'
    'bands = [{ upto = 1, steps = [{ body = "team_leader" }] }, { over = 1, steps = ['
    '{ body = "township" }, { body = "county_office" }] }]\n'
)


def asked(text: str, question: str, facts: dict, code: str = "zhangbei") -> dict:
    question_ = {"policy": code, "on": "2019-06-03", "question": question, "facts": facts}
    return ask(question_, library=load_library(local=[text]), calendar=default_calendar())


def test_a_stricter_number_stands_and_both_rules_are_shown() -> None:
    days = {"2019-04": "V" * 25 + "L" * 5}
    here = asked(local(PRESENCE), "presence", {"window": "month", "days": days})
    base = asked(local(PRESENCE), "presence", {"window": "month", "days": days}, code="hebei")
    assert (here["outcome"], here["required"], base["outcome"], base["required"]) == ("short", 26, "met", 25)
    assert "local" not in base
    note = here["local"][0]
    assert (note["replaces"], note["why"]) == ("5/presence_minimum", "比原办法更严")
    assert note["sentence"] == "驻村干部每月在村不少于26天。"
    assert note["base_sentence"] == "驻村干部每月在村不少于25天。"


def test_what_is_not_replaced_stays() -> None:
    facts = {"role": "leader", "dispatch_level": "county", "leave_type": "personal", "days": 2}
    here = asked(local(PRESENCE), "leave_route", facts)
    assert [step["body"] for step in here["steps"]] == ["township", "county_office"]
    assert "local" not in here


def test_the_nearest_place_has_its_own_rules() -> None:
    from datetime import date

    shelf = load_library(local=[local(PRESENCE)])
    asked = [
        ("130722100000", date(2019, 6, 3)),
        ("130722100000", date(2018, 12, 31)),
        ("130723100000", date(2019, 6, 3)),
    ]
    found = [shelf.applicable(place, "village", on) for place, on in asked]
    assert [policy and policy.code for policy in found] == ["zhangbei", "hebei", "hebei"]


@pytest.mark.parametrize(
    ("rule", "accepted"),
    [
        (PRESENCE, True),
        (PRESENCE.replace("days = 26", "days = 25"), True),
        (PRESENCE.replace("days = 26", "days = 24"), False),
        (PRESENCE.replace('"month"', '"year"'), False),
        (PRESENCE.replace('unit = "day"', 'unit = "workday"'), False),
        (PRESENCE.replace("measures", 'place = "county"\nmeasures'), False),
        (QUOTA, True),
        (QUOTA.replace("percent = 30", "percent = 41"), False),
        (QUOTA.replace("firm = true", "firm = false"), False),
        (QUOTA.replace("percent = 30", 'percent = 41\nauthority = "冀组字〔2019〕1号"'), True),
        (ROUTE, True),
        (ROUTE.replace('{ body = "township" }, ', ""), False),
        (ROUTE.replace("over = 1", "over = 1, upto = 30"), False),
        (
            ROUTE.replace("19.2/leave_route", "19.2/leave_route#2").replace('"member"', '"first_secretary", "leader"'),
            False,
        ),
        (
            'kind = "absence_limit"\narticle = "20"\ngist = "连续10天"\nconsecutive_over = 10\nunit = "day"\ndisposition = "recall"\n',
            False,
        ),
        (
            'kind = "absence_limit"\narticle = "20"\ngist = "连续10天"\nconsecutive_over = 10\nunit = "day"\ndisposition = "recall"\n'
            'authority = "某文件"\n',
            True,
        ),
        (
            'kind = "score_sheet"\narticle = "25"\ngist = "评价权重"\nsheet = "team"\n'
            'parts = [{ name = "工作队", percent = 30 }, { name = "其他", percent = 70 }]\n'
            '[facts]\nparts = { title = "各部分得分", type = "numbers" }\n',
            True,
        ),
        (
            'kind = "periodic_duty"\narticle = "14.2"\ngist = "每月召开协调会"\nreplaces = "14.2/periodic_duty"\nwho = ["county"]\n'
            'act = "meeting"\nevery = "month"\n',
            True,
        ),
        (
            'kind = "periodic_duty"\narticle = "14.2"\ngist = "每半年召开协调会"\nreplaces = "14.2/periodic_duty"\nwho = ["county"]\n'
            'act = "meeting"\nevery = "half_year"\n',
            False,
        ),
    ],
)
def test_what_may_stand(rule: str, accepted: bool) -> None:
    complaints = check_text(local(rule), name="张北.toml", bases=library().policies)
    assert (complaints == []) == accepted, complaints


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (local(PRESENCE.replace("days = 26", "days = 24")), ["第五条的 presence_minimum不能采用", "authority"]),
        (local(PRESENCE.replace("5/presence_minimum", "6/presence_minimum")), ["没有这条规则", "5/presence_minimum"]),
        (local(PRESENCE.replace("5/presence_minimum", "22/grade_quota")), ["类型不同"]),
        (local(PRESENCE.replace('article = "5"', 'article = "6"')), ["请把 article 写成“5”"]),
        (local(PRESENCE, HEADING.replace('"hebei"', '"guizhou"')), ["没有这个有效的办法", "hebei"]),
        (local(PRESENCE, HEADING.replace("2019-01-01", "2018-01-01")), ["没有这个有效的办法"]),
        (local(PRESENCE, HEADING.replace('"130722"', '"640122"')), ["不在原办法适用的地区"]),
        (local(PRESENCE, HEADING.replace('"zhangbei"', '"linfen"')), ["code 与已有的办法相同"]),
    ],
)
def test_a_refusal_says_why(text: str, words: list) -> None:
    complaints = "\n".join(check_text(text, name="张北.toml", bases=library().policies))
    assert [word for word in words if word not in complaints] == []
    with pytest.raises(PolicyFileError):
        load_library(local=[text])


def test_only_a_local_file_may_replace() -> None:
    text = local(PRESENCE).replace('base = "hebei"\n', "").replace("articles = 0", "articles = 5")
    assert any("只有地方规则才能写" in complaint for complaint in check_text(text, name="张北.toml"))
