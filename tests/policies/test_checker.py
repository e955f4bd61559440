"""Every complaint about a file: Chinese, naming file and rule, and saying what to write instead."""

import pytest

from policies.checker import check_file, check_text
from policies.collection import READINGS, RULES
from policies.facade import describe
from policies.kinds import KINDS
from policies.schema import file_schema
from tests.policies.asking import library

FILES = sorted(path for path in RULES.glob("*.toml") if path.name != READINGS)
HEADING = 'code = "trial"\ntitle = "试行办法"\neffective = 2020-01-01\nplaces = ["99"]\narticles = 1\n'
ROUTE = (
    'kind = "leave_route"\narticle = "1"\ngist = "请假审批"\nbands = [\n'
    '  { upto = 3, steps = [{ body = "township" }] },\n'
    '  { over = 3, steps = [{ body = "county_office" }] },\n]\n'
)


def file(*rules: str, heading: str = HEADING) -> str:
    return heading + "".join(f"\n[[rule]]\n{rule}" for rule in rules)


def rule(kind: str, **keys: str) -> str:
    lines = {"kind": f'"{kind}"', "article": '"1"', "gist": '"试一试"', **keys}
    return "".join(f"{key} = {value}\n" for key, value in lines.items())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_five_regulations_are_whole(path) -> None:
    assert check_file(path) == []


def test_a_small_file_is_accepted() -> None:
    assert check_text(file(ROUTE), name="试.toml") == []


def test_a_bound_can_be_half_a_day() -> None:
    half = ROUTE.replace("upto = 3", "upto = 0.5").replace("over = 3", "over = 0.5")
    assert check_text(file(half), name="试.toml") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code = ", ["不是有效的 TOML"]),
        (file(ROUTE).replace('title = "试行办法"\n', ""), ["title", "缺少这一项"]),
        (file(ROUTE).replace("2020-01-01", '"昨天"'), ["effective", "应为日期"]),
        (file(ROUTE).replace('"trial"', '"试"'), ["code", "写法不对"]),
        (file(rule("leave_rout")), ["第1条规则", "没有“leave_rout”这种规则", "leave_route（请假审批）"]),
        (
            file(rule("principle", colour='"red"')),
            ["第1条规则（条款 1，principle）", "colour", "没有这个键，请删去或改用其中之一：article、gist"],
        ),
        (
            file(rule("support", what='"subsistence"', unit='"month"')),
            ["不能写“month”，请改用其中之一：night、day、team_year、trip_year。"],
        ),
        (file(rule("term", year="2")), ["没有这个键，请删去或改用其中之一：years"]),
        (
            file(rule("eligibility", criteria="[{ age = 50 }]")),
            ["criteria.0.age", "改用其中之一：name、firm、at_least"],
        ),
        (
            file(rule("presence_minimum", window='"month"', measures='[{ unit = "night", days = 16 }]')),
            ["要用到事实“住村夜数”", 'nights = { title = "住村夜数", type = "number" }'],
        ),
        (
            file(
                rule(
                    "presence_minimum",
                    window='"month"',
                    measures='[{ unit = "day", days = 9 }]',
                    reported_only="true",
                    roles='["member"]',
                    classes='["一类"]',
                )
            ),
            ["已报备的公出日", "role = ", "village_class = "],
        ),
        (file(rule("principle", article='"第一条"')), ["不是条款号", "9.5.4"]),
        (file(rule("principle", gist='""')), ["gist", "不能空着"]),
        (file(ROUTE.replace("township", "village_head")), ["“village_head”不是可用的词", "township（乡镇党委）"]),
        (file(ROUTE.replace("upto = 3", 'upto = "三天"')), ["天数写了“三天”", "请写数字"]),
        (
            file(ROUTE.replace("over = 3", "over = 4")),
            ["第一条的 leave_route", "3.5天没有落在任何一档里", "between_bands"],
        ),
        (file(ROUTE.replace("over = 3", "over = 2")), ["2.5天落在两档里", "over 或 below"]),
        (file(ROUTE.replace("over = 3", "at_least = 3")), ["3天落在两档里", "band_boundary"]),
        (file(ROUTE.replace("over = 3", "over = 3, upto = 10")), ["10.5天没有落在任何一档里", "gap"]),
        (file(ROUTE.replace("over = 3", 'over = 3, levels = ["city"]')), ["县级选派的3.5天没有落在"]),
        (file(ROUTE.replace("article", 'roles = ["leader"]\narticle')), ["第一书记的事假没有审批规定"]),
        (file(ROUTE.replace('{ body = "township" }', '{ body = "township", stage = 3 }')), ["环节号 [1, 3] 不连续"]),
        (
            file(ROUTE, heading=HEADING.replace("articles = 1", "articles = 2")),
            ["缺少第二条", 'kind = "principle"', 'article = "2"'],
        ),
        (file(ROUTE, heading=HEADING.replace("articles = 1", "articles = 1\nannexes = 1")), ["缺少附件1"]),
        (file(ROUTE, rule("principle", article='"7"')), ["写了第七条", "没有这一条"]),
        (file(ROUTE, ROUTE), ["完全相同"]),
        (file(rule("principle", reading='["mood"]')), ["reading 写了“mood”", "band_boundary"]),
        (file(ROUTE, heading=HEADING.replace('["99"]', '["山西"]')), ["“山西”不是区划代码前缀"]),
        (file(ROUTE, heading=HEADING.replace('["99"]', "[]")), ["places 是空的"]),
        (file(ROUTE, heading=HEADING + "until = 2019-01-01\n"), ["until", "早于 effective"]),
        (
            file(rule("presence_minimum", window='"month"', measures='[{ unit = "day" }]')),
            ["days 或 share 其中一个"],
        ),
        (
            file(rule("presence_minimum", window='"month"', measures='[{ unit = "workday", share = "三分之二" }]')),
            ["share“三分之二”请写成分数"],
        ),
        (
            file(rule("presence_minimum", window='"week"', measures='[{ unit = "day", days = 3 }]')),
            ["“week”不是可用的词", "month（月）"],
        ),
        (file(rule("absence_limit", unit='"day"', disposition='"recall"')), ["没有写天数"]),
        (
            file(rule("grade_quota", object='"team"', grade='"excellent"', percent="20", firm="true")),
            ["请先用 grade_scale"],
        ),
        (
            file(
                rule("grade_scale", object='"team"', grades='["good", "poor"]'),
                rule("grade_quota", object='"team"', grade='"excellent"', percent="20", firm="true"),
            ),
            ["等次“excellent”", "只有：good（良好）"],
        ),
        (
            file(
                rule("grade_scale", object='"team"', grades='["excellent"]'),
                rule("grade_quota", object='"team"', grade='"excellent"', percent="120", firm="true"),
            ),
            ["percent 是120"],
        ),
        (file(rule("removal_ground", disposition='"recall"')), ["any（具备其一）"]),
        (file(rule("removal_ground", any='[{ finding = "health" }]')), ["缺少 disposition"]),
        (file(rule("removal_ground", disposition='"recall"', any='[{ finding = "lazy" }]')), ["“lazy”不是可用的词"]),
        (
            file(rule("removal_ground", disposition='"recall"', any='[{ fact = "mood", below = 3 }]')),
            ["事实“mood”，没有这个事实", "[facts]"],
        ),
        (
            file(rule("removal_ground", disposition='"recall"', any='[{ fact = "satisfaction" }]')),
            ["请写一种比较"],
        ),
        (
            file(rule("removal_ground", disposition='"recall"', any="[{ below = 3 }]")),
            ["finding 或 fact 其中一个"],
        ),
        (
            file(rule("removal_effect", dispositions='["recall"]', effects='[{ bar = "honours", years = 1 }]')),
            ["没有哪一条情形会这样处理"],
        ),
        (
            file(
                rule("removal_ground", disposition='"recall"', any='[{ finding = "health" }]'),
                rule(
                    "removal_effect",
                    dispositions='["recall"]',
                    grounds='["9"]',
                    effects='[{ bar = "honours", years = 1 }]',
                ),
            ),
            ["grounds 写了 9，没有这一条情形"],
        ),
        (
            file(
                rule(
                    "procedure",
                    purpose='"removal"',
                    dispositions='["recall"]',
                    steps='[{ stage = 1, actor = "村长", act = "propose" }]',
                )
            ),
            ["actor 写了“村长”", "township（乡镇党委）"],
        ),
        (
            file(rule("procedure", purpose='"removal"', steps='[{ stage = 1, actor = "unit", act = "propose" }]')),
            ["没有写 dispositions"],
        ),
        (
            file(rule("score_sheet", sheet='"team"', items='[{ item = "1", measure = "workdays" }]')),
            ["第1项缺少 full_at、deduct"],
        ),
        (
            file(rule("score_sheet", sheet='"team"', items='[{ item = "1" }, { item = "1" }]')),
            ["第1项写了2次"],
        ),
        (
            file(rule("score_sheet", sheet='"team"', parts='[{ name = "平时", percent = 30 }]')),
            ["比重相加是30，应为100"],
        ),
    ],
)
def test_a_complaint_says_where_and_what_to_write(text: str, words: list) -> None:
    complaints = "\n".join(check_text(text, name="试.toml"))
    assert [word for word in words if word not in complaints] == []
    assert complaints.startswith("试.toml：")
    assert "Traceback" not in complaints


@pytest.mark.parametrize("policy", library().policies, ids=lambda policy: policy.code)
def test_each_rule_has_a_plain_sentence(policy) -> None:
    for rule_ in policy.rules:
        sentence = describe(rule_)
        assert sentence.endswith("。")
        assert "None" not in sentence
        assert "。。" not in sentence


def test_all_thirty_six_kinds_are_used() -> None:
    assert {rule_.kind for policy in library().policies for rule_ in policy.rules} == set(KINDS)


def test_every_article_of_the_five_is_encoded() -> None:
    counts = {policy.code: policy.heading.articles for policy in library().policies}
    assert sum(counts.values()) == 131
    for policy in library().policies:
        whole = {rule_.article.split(".")[0] for rule_ in policy.rules}
        assert {article for article in whole if article.isdecimal()} == {
            str(n) for n in range(1, counts[policy.code] + 1)
        }


def test_the_schema_names_every_kind() -> None:
    kinds = {
        definition["properties"]["kind"]["const"]
        for definition in file_schema()["$defs"].values()
        if "const" in definition.get("properties", {}).get("kind", {})
    }
    assert kinds == set(KINDS)
