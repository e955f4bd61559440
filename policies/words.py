"""The vocabulary of questions and rules, each word with the Chinese an office uses for it."""

from collections.abc import Mapping
from types import MappingProxyType

Words = Mapping[str, str]


def _words(**pairs: str) -> Words:
    return MappingProxyType(pairs)


ROLES = _words(first_secretary="第一书记", leader="队长", deputy_leader="副队长", member="队员")

LEVELS = _words(central="中央", province="省（自治区）级", city="市级", county="县级", township="乡镇级")

BODIES = _words(
    team_leader="队长",
    township="乡镇党委",
    county_office="县驻村工作领导小组办公室",
    county_org="县委组织部",
    county_poverty="县扶贫办",
    county_secretary="旗县委书记",
    city_office="市干部帮扶办",
    city_org="市委组织部",
    region_office="自治区工作队管理办公室",
    region_liaison="联络考评组",
    unit="派出单位",
    unit_hr="派出单位人事部门",
    unit_level_org="派出单位同级组织部门",
    unit_level_office="派出单位同级干部帮扶办",
    cadre="驻村干部本人",
)

ACTS = _words(
    apply="申请",
    propose="提出",
    approve="批准",
    consent="同意",
    sign="签字",
    review="审核",
    confirm="确认",
    notify="通知",
    adjust="调整",
    file="备案",
    appoint="选派到岗",
)

LEAVE_TYPES = _words(personal="事假", sick="病假", annual="年休假", rotation="轮休")

GRADES = _words(
    excellent="优秀",
    good="良好",
    average="一般",
    poor="差（较差）",
    competent="称职（合格）",
    basic="基本称职（基本合格）",
    incompetent="不称职（不合格）",
)

OBJECTS = _words(team="工作队", cadre="驻村干部", unit="派出单位")

DISPOSITIONS = _words(
    recall="召回",
    replace="调换（调整）",
    reselect="重新选派",
    **{"return": "退换（撤换）"},
    ladder="批评教育、诫勉谈话直至召回",
)

# Measures short of removal. A file may use them in a graded ladder; no question of the contract names them.
MEASURES = _words(
    criticism="批评教育", warning_talk="提醒谈话", admonition="诫勉谈话", circular="通报批评", severe="严肃处理"
)

OUTCOMES = _words(
    route="按下列环节办理",
    refused="不允许以这种形式申请",
    silent="本办法未作规定",
    needs_determination="须由人认定",
    met="已达到",
    short="未达到",
    running="期间未满，正在累计",
    none="未超过",
    ground="已构成情形",
    eligible="符合条件",
    ineligible="不符合条件",
    credited="计入基层工作经历",
    not_credited="不计入基层工作经历",
    paid="发放",
    unpaid="不发放",
    applies="适用",
    by_reference="参照适用",
    outside="不适用",
)

FINDINGS = _words(
    health="身体原因",
    transferred="工作变动",
    resigned="辞职或辞退",
    term_ended="任期届满",
    not_dutiful="不认真履职",
    leave_procedure_ignored="不按程序请销假",
    no_results="成效不明显",
    rough_with_villagers="作风粗暴",
    disobedient="不服从管理",
    serious_mistake="重大失误",
    disciplined="违纪违法受处理",
    private_gain="谋取私利",
    verified_violation="问题线索查实",
    serious_problem_in_evaluation="国家或省级评估发现严重问题",
    village_wrongdoing_ignored="发现村干部违法不报",
    unfit="不胜任",
    fraud="弄虚作假",
    other="其他情形",
)

TEAM_FINDINGS = _words(
    too_few="人数不足",
    too_many_seconded="挂职干部过多",
    no_bilingual="缺少蒙汉兼通干部",
    none_kept="未保留上一批队员",
    leader_not_first_secretary="队长未由第一书记兼任",
    double_dispatch="重复派驻",
    forbidden_pair="成员之间有不得同队的关系",
)

BARS = _words(
    honours="不得评先评优",
    promotion="不得提拔重用",
    grassroots_credit="该年度驻村时间不计入基层工作经历",
    personal_file="记入个人档案",
    circular="通报",
)

PARTIES = _words(
    team="工作队",
    cadre="驻村干部",
    unit="派出单位",
    township="乡镇",
    county="县",
    city="市",
    region_office="自治区（省）",
)

DUTY_ACTS = _words(
    report="报告",
    written_report="书面报告",
    personal_report="述职",
    summary="总结",
    meeting="召开会议",
    joint_meeting="召开联席会议",
    hear="听取汇报",
    visit="走访调研",
    household_visit="入户走访",
    talk="谈心谈话",
    inspect="督导检查",
    feedback="反馈",
    study="专题研究",
    train="组织培训",
    reimburse="报销费用",
    commend="表彰",
    assess="考核",
    register="报到登记",
    news="报送信息",
)

EVERY = _words(
    day="每日",
    week="每周",
    month="每月",
    two_months="每两个月",
    quarter="每季度",
    half_year="每半年",
    year="每年",
    two_years="每两年",
    irregular="不定期",
)

WINDOWS = _words(month="月", quarter="季度", half_year="半年", year="年")
DAY_UNITS = _words(day="天", workday="个工作日", night="夜")
TIME_UNITS = _words(half_day="个半日", day="天", workday="个工作日", month="个月", year="年")
RANKS = _words(bureau="厅级", division="处级", section="科级", staff="一般干部")
EDUCATION = _words(below_college="大专以下", college="大专", bachelor="本科", master="研究生")
VILLAGE_STATUS = _words(not_exited="未出列贫困村", exited="已出列贫困村", other="其他村")
FILED_BY = _words(self="本人", stationed_colleague="其他驻村干部代办", other="其他人代办")
DESTINATIONS = _words(outside_county="县外", inside_county="县内")
EVENTS = _words(replacement_notice="接到调换召回通知", leave_application="收到请假申请")
SHEETS = _words(team="工作队考评表", leader="队长和第一书记考评表", member="队员考评表")
UNIT_KINDS = _words(party="党群部门及事业单位", government="政府行政部门", enterprise="企业")
CRITERIA = _words(age="年龄", education="学历", health="身体条件", work_years="工作年限")
TEAM_KINDS = _words(village="驻村工作队", general="县级工作总队")
SYMBOLS = _words(V="在村", C="在县不在村", O="公务外出", L="批准请假", R="休息日休息", A="无故缺岗")
ABSENCE_OUTCOMES = _words(none="未超过", ground="已构成情形", needs_determination="须由人认定", silent="未作规定")

BY_NAME: Mapping[str, Words] = MappingProxyType(
    {
        "role": ROLES,
        "level": LEVELS,
        "body": BODIES,
        "act": ACTS,
        "leave_type": LEAVE_TYPES,
        "grade": GRADES,
        "object": OBJECTS,
        "disposition": MappingProxyType({**DISPOSITIONS, **MEASURES}),
        "outcome": OUTCOMES,
        "finding": FINDINGS,
        "team_finding": TEAM_FINDINGS,
        "bar": BARS,
        "party": PARTIES,
        "duty_act": DUTY_ACTS,
        "every": EVERY,
        "window": WINDOWS,
        "day_unit": DAY_UNITS,
        "time_unit": TIME_UNITS,
        "rank": RANKS,
        "education": EDUCATION,
        "village_status": VILLAGE_STATUS,
        "filed_by": FILED_BY,
        "destination": DESTINATIONS,
        "event": EVENTS,
        "sheet": SHEETS,
        "unit_kind": UNIT_KINDS,
        "criterion": CRITERIA,
        "team_kind": TEAM_KINDS,
        "symbol": MappingProxyType({**SYMBOLS, ".": "未到岗或未记录"}),
    }
)


def label(vocabulary: str, word: str) -> str:
    """The Chinese for `word`; the word itself where the vocabulary does not know it."""
    return BY_NAME[vocabulary].get(word, word)


def labels(vocabulary: str, words: tuple[str, ...] | list[str], *, joint: str = "、") -> str:
    return joint.join(label(vocabulary, word) for word in words)


def numeral(number: int) -> str:
    """1–99 in Chinese numerals, as articles are counted."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def article_name(article: str) -> str:
    """`"19.2"` → 第十九条第2项, `"9.5.4"` → 第九条第5项之4, `"annex1.2.5"` → 附件1 二.5."""
    head, *items = article.removeprefix("annex").split(".")
    if article.startswith("annex"):
        group = [numeral(int(items[0])), *items[1:]] if items else []
        return f"附件{head}" + (f" {'.'.join(group)}" if group else "")
    return f"第{numeral(int(head))}条" + "".join(
        f"第{item}项" if depth == 0 else f"之{item}" for depth, item in enumerate(items)
    )


def article_order(article: str) -> tuple[int, ...]:
    """A key that puts articles in the order of the text, annexes last."""
    rest = article.removeprefix("annex")
    numbers = tuple(int(part) for part in rest.split(".") if part.isdigit())
    return (1 if rest != article else 0, *numbers)


def criterion_label(word: str) -> str:
    """The Chinese for a criterion of selection or a finding about a team."""
    return CRITERIA.get(word) or TEAM_FINDINGS.get(word, word)
