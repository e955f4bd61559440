"""What a column holds, judged by its header's words and by its values together.

Header words give each meaning a score from 0 to 100; values add to it or take from it. No position matters. Columns of
other persons (村支书, 联系人, 上批队员) and other times (参加工作, 入党) are known in order to be left alone.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from accounts.files.workbooks.workbook import Value
from cadres.ledger import values
from cadres.ledger.values import compact, half_width
from villages.naming import Places

FLAGS = ("first_secretary", "leader", "deputy_leader", "member")
SAMPLE = 400

_CODE = re.compile(r"^(?:[A-Z]{1,4}\d{1,4}[a-z]?(?:[-_]\d+)*[:.、_-]?)+|(?:[A-Z]{2,4}\d{2,4})$")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.、)．]|[(]?[一二三四五六七八九十]{1,2}[)、.]|[①-⑳])")
_MARKS = re.compile(r"[*★☆※#:、,，.。?!\"'“”‘’/\\_\-—]+")
_BRACKETED = re.compile(r"[(\[【〔{<《].*?[)\]】〕}>》]")
_BRACKET_SIGNS = re.compile(r"[()\[\]【】〔〕{}<>《》]")

_POST_PLACE = r"驻村|驻嘎查村|驻嘎查|驻社区|驻点|派驻|入驻|进驻|工作队|工作组|队内|组内|帮扶|总队|挂职|在村|任村"
_SENT = r"派出|选派|派员|派遣|下派|外派|抽派|抽调|派人"

# Someone else's particulars, or another time of the same person's life.
_OTHERS = re.compile(
    r"曾用名|原姓名|旧名|别名|上批|上一批|上届|前任|前一任|原任|原驻村|原第一书记|接替|接任|替换|轮换前|拟换|支书|支部书记|党总支书记|村书记|"
    r"村主任|村委会?主任|村委主任|户主|贫困户|农户|脱贫户|帮扶责任人|结对(?:户|贫|农|数|帮扶户|情况|责任)|联系人|紧急|家属|配偶|父亲|母亲|子女|负责人|分管|包村领导|包联领导|"
    r"联系领导|挂点领导|包片|填表|填报|审核|经办|主要领导|推荐人|介绍人|证明人|拼音|微信|QQ|邮箱|邮编|网址|车牌|银行|开户|卡号|社保|"
    r"入党|入团|参加工作|参工|工龄|党龄|年龄|任现职|现职(?:务)?时间|任现级|现级别时间|职务时间|提拔|晋升|毕业|专业|院校|学校|学位|籍贯|住址|住所|出生地|户籍|户口|"
    r"体检|培训|考核|奖惩|奖励|处分|简历|补贴|补助|津贴|保险|照片|签名|签字|创建时间|录入|更新时间|审批|文号|评价|得分|"
    r"人口|户数|面积|收入|人均|距离|里程|海拔|技术特长|特长|爱好|健康|婚姻|血型|党员证|工作证|证件类型|人大代表|党代表|政协委员|"
    r"代码|编码|机构码|信用|合计|小计"
)
_SOMEONE = re.compile(r"曾用名|上批|上一批|前任|原驻村|支书|支部书记|村主任|户主|贫困户|联系人|负责人|责任人|紧急|家属")
_OTHER_PHONE = re.compile(
    r"单位.*(?:电话|号码|联系方式)|办公|座机|固定|固话|村委|村部|家庭电话|宅电|传真|短号|值班|(?:电话|联系方式)\(单位\)"
)


@dataclass(frozen=True)
class Header:
    """A column's header: the lowest text as it stands (white space off) and the texts above it."""

    shown: str
    leaf: str
    above: str

    @property
    def whole(self) -> str:
        return self.above + self.leaf


@dataclass(frozen=True)
class _Rule:
    field: str
    score: int
    expression: re.Pattern[str]
    unless: re.Pattern[str] | None = None


def _rule(field: str, score: int, expression: str, unless: str = "") -> _Rule:
    return _Rule(field, score, re.compile(expression), re.compile(unless) if unless else None)


_DATE = r"(?:时间|日期|年月日?|年月份|日|月份)"
_END_WORD = (
    r"离队|回撤|撤点|结束|截止|离岗|离任|离村|期满|届满|终止|撤离|撤出|撤回|返岗|返回|到期|卸任|退出|召回|轮换|离开|止"
)
_START_WORD = r"开始|起始|进驻|入驻|到岗|到任|到村|报到|派驻|选派|下派|驻村|驻嘎查村|驻嘎查|驻点|上任|任职|挂职|入村|进村|派出|上岗|驻社区|起"

_LEAF_RULES = (
    _rule("name", 100, r"^(?:真实|干部|队员|人员|同志|本人)?姓名$|^(?:驻村|选派|派驻|工作队|下派|帮扶)+(?:干部|队员|人员|工作队员|工作队干部|同志)*姓名$"),
    _rule("name", 90, r"^姓名及?(?:全称|汉字)?$|^名字$|^人员名单$|^名单$"),
    _rule("name", 75, r"姓名", r"单位|曾用|原"),
    _rule("name", 60, r"^(?:驻村|选派|派驻|下派|工作队)(?:干部|队员|人员|成员|工作队员)$|^第一书记$|^干部$|^人员$|^队员$|^成员$"),
    _rule("sex", 100, r"^性别(?:代码)?$"),
    _rule("ethnicity", 100, r"^(?:民族|族别|民族成分|民族成份)$"),
    _rule("birth", 100, r"出生|^生日$|^生年月?日?$", r"出生地|地点|证明"),
    _rule("id_number", 100, r"身份证|公民身份|身份号|居民身份|^证件号码?$|^证件编号$|^身份证件号?码?$", r"复印|类型|正面|反面|有效|支书|户主"),
    _rule("political_status", 100, r"政治面[貌目]|^党派$|^政治状况$|^党团员?关系$"),
    _rule("political_status", 70, r"^是否(?:中共)?党员$|^面貌$"),
    _rule("education", 100, r"^(?:学历|文化程度|最高学历|文化水平|受教育程度|学历层次|现有学历)$"),
    _rule("education", 80, r"学历|文化程度|教育程度", r"在职|时间"),
    _rule("education", 50, r"学历", r"时间"),
    _rule("unit", 100, rf"^(?:{_SENT})(?:机关)?(?:单位|部门)(?:及部门)?(?:名称|全称|姓名)?$|^(?:{_SENT})部门$"),
    _rule("unit", 95, rf"(?:{_SENT}).*单位(?:名称|全称)?$", r"职务|级别|层级|性质|类型|隶属"),
    _rule("unit", 85, r"^(?:所在|工作|原|原工作|现工作|所属|来源|本人|人事关系所在|编制所在|现所在|原所在|任职|隶属)+单位(?:名称|全称|及部门)?$"),
    _rule("unit", 75, r"^(?:单位|部门)(?:名称|全称|姓名)?$|^单位部门$|^工作部门$|^选派机关$"),
    _rule("unit", 45, r"^(?:帮扶|联系|包联|包扶|结对|定点|后盾|责任|牵头|派驻|驻村|包村|对口)+(?:单位|部门)(?:名称|全称)?$"),
    _rule("unit", 62, r"单位(?:名称|全称)?$|机关$", r"帮扶|联系|包|结对|驻|定点|后盾|主管|协办|填报|对口|责任|牵头|所属层级"),
    _rule("unit_and_post", 90, r"单位及?(?:和|与|、)?(?:部门)?(?:现任)?(?:和|与|及)?职务(?:职级|职称)?$", r"级别|层级|是否"),
    _rule("dispatch_level", 100, r"(?:单位|派出|选派|派驻)(?:单位)?(?:的)?(?:级别|层级|层次|隶属关系|隶属|级次)$|^隶属关系$|^单位隶属.*$|^选派来源$"),
    _rule("dispatch_level", 80, r"^(?:来源|干部来源|人员来源|层级|单位类别|派出来源|选派类别|选派级别|派出级别|所属层级|队员来源|行政隶属|级次)$"),
    _rule("dispatch_level", 55, r"^(?:级别|单位性质|单位类型|类别|选派渠道|选派方式)$"),
    _rule("dispatch_level", 75, r"隶属|层级$|^中央.{0,12}[县旗]", r"单位名称"),
    _rule("rank", 95, r"^(?:职务|行政|干部|职级)(?:级别|职级|层次|等级)$|^职级$|^职务与?职级$|^行政职级$|^现任职级$|^职务职级$"),
    _rule("rank", 85, r"^级别$|^职级.{0,2}$"),
    _rule("role", 100, rf"^(?:拟任|拟|现任|现|担任|所任|任)?的?(?:在|{_POST_PLACE})+(?:队|队内|内|中|里)?(?:担任|所任|任|拟任|现任|干部|队员|人员)*的?(?:职务|身份|岗位|角色|职位|任职|职责|任务)(?:名称|情况)?$"),
    _rule("role", 110, r"职务(?:队内|驻村|工作队|在队)$|^队中职务$|^驻村(?:工作|帮扶)(?:职务|岗位|身份)$"),
    _rule("role", 85, r"^驻村(?:干部|队员|人员)?类别$|^任职类别$"),
    _rule("role", 85, r"^(?:担任|所任|拟任|现任驻村)(?:职务|身份|角色|岗位)$|^(?:队员|干部|人员)(?:身份|类别|类型|角色)$|^任职情况$|^角色$|^身份$|^驻村类别$"),
    _rule("role", 60, r"^(?:职务|岗位|类别|身份类别|任职|职位|担任职务|分工|人员类型|驻村情况)$"),
    _rule("post", 100, rf"^(?:{_SENT}|原|所在|工作|现|本|原工作)*单位.{{0,4}}职务(?:名称|职称)?$|^原(?:任)?职务$|^行政职务$|^单位任职$", r"单位及?[及和与、]"),
    _rule("post", 90, r"^(?:现任|现|本职|本单位|任现)职务$|^职务(?:或|/|和|及)?职称$|^职务$|^职称职务$"),
    _rule("post", 60, r"职务|^职称$|^职位$|^岗位$", rf"级别|层次|时间|是否|{_POST_PLACE}"),
    _rule("first_secretary", 100, r"(?:是否|担任|为|兼任)+(?:驻村|驻嘎查村|村|党组织|党支部)*第[一1]书记$|^(?:驻村|村)?第[一1]书记(?:标志|标识|身份)$"),
    _rule("first_secretary", 85, r"^(?:驻村|驻嘎查村|村|兼)?第[一1]书记$"),
    _rule("deputy_leader", 100, r"(?:是否|担任|为|兼任)+.{0,6}副[队组]长$|^.{0,6}副[队组]长(?:标志|标识|身份)$"),
    _rule("deputy_leader", 85, r"^(?:工作队|驻村工作队|驻村)?副[队组]长$"),
    _rule("leader", 100, r"(?:是否|担任|为|兼任)+[^副]{0,6}(?<!副)[队组]长$|^[^副]{0,6}(?<!副)[队组]长(?:标志|标识|身份)$"),
    _rule("leader", 85, r"^(?:工作队|驻村工作队|驻村|工作)?[队组]长$"),
    _rule("member", 100, r"(?:是否|担任|为)+.{0,6}[队组]员$|^.{0,6}[队组]员(?:标志|标识|身份)$"),
    _rule("member", 85, r"^(?:普通|一般)?(?:工作|工作队|驻村)?(?:队员|组员|成员)$"),
    _rule("other_flag", 100, r"包村干部|包片干部|联村干部"),
    _rule("period", 110, r"起止|起讫|时间段$|(?:帮扶|包村|驻点|驻村|任职|派驻|工作|挂职|选派|服务)(?:期限|期间|时段|任期|年限|周期)|^任期$|^期限$|^时段$", r"是否"),
    _rule("end", 100, rf"(?:{_END_WORD})(?:驻村|派驻|任职|工作)?{_DATE}$", "起止|起讫"),
    _rule("end", 110, r"(?:驻村|派驻|任期|时间|日期|年月).{0,3}(?:止|至|结束|截止)$", "起止|起讫"),
    _rule("start", 110, r"(?:驻村|派驻|任期|时间|日期|年月).{0,3}(?:起|自|始|开始|起始)$"),
    _rule("start", 88, r"(?:开始|起始|报到|到村|下村|进点|到点|到岗|入点).{0,6}(?:时间|日期|年月)$", r"结束|截止|参加|止"),
    _rule("end", 85, r"^(?:结束|截止|止|至|终止|期满|离岗|终|讫|结束于)$"),
    _rule("start", 100, rf"^(?:拟|{_POST_PLACE}|开始|起始|工作)*(?:{_START_WORD})(?:驻村|派驻|工作)*的?{_DATE}$", r"参加|预计离|离"),
    _rule("start", 90, rf"^(?:{_POST_PLACE}).{{0,8}}(?:{_START_WORD})?.{{0,2}}{_DATE}$", rf"{_END_WORD}|参加"),
    _rule("start", 85, r"^(?:开始|起始|起|自|始|开始于|起始日|何时驻村)$|^何时.{0,6}$"),
    _rule("start", 75, r"^(?:担任|任|到任).{0,6}(?:书记|队长|队员|职务)(?:时间|日期)$|^到.{0,3}村(?:任职|工作)?(?:时间|日期)$"),
    _rule("start", 55, r"^(?:时间|日期|年月|任职时间|到位时间)$"),
    _rule("phone", 100, r"^(?:本人|个人|队员|干部|移动)?(?:联系)?(?:手机|移动|联系)?(?:电话|手机|号码)+(?:号码?)?$|^手机号?码?$|^(?:联系|通讯|通信)方式$|^电话号码$|^联系号码$|^手机电话$|^移动电话.*$"),
    _rule("phone", 80, r"手机|联系电话|联系方式|移动电话|电话$"),
    _rule("remark", 100, r"^备注(?:说明|栏)?$|^附注$|^说明$|^其他说明$|^备考$"),
    _rule("township", 100, r"^(?:所在|所属|派驻|驻村|帮扶|驻|所驻|选派)?(?:苏木乡镇街道|乡镇街道|乡镇苏木|苏木乡镇|苏木镇|乡镇办|乡镇|镇乡|苏木|镇街|街镇|乡镇场)(?:场|街道|办事处|办|处)*(?:名称|名)?$"),
    _rule("township", 80, r"^(?:所在|所属)?(?:乡|镇|街道)(?:名称|名)?$|^.{0,4}乡镇(?:名称|名)?$", r"是否|干部"),
    _rule("village", 100, r"^(?:派驻|驻|所驻|帮扶|包联|驻点|选派|入驻|所在|所属|挂职|任职|结对|定点|工作|包扶|联系|进驻|现驻)*(?:贫困|行政|脱贫|重点|示范|软弱涣散|嘎查|党组织软弱涣散)*(?:村社区|村居|嘎查村|嘎查社区|嘎查|村庄|村|社区)+(?:名称|名|委会)?$"),
    _rule("village", 85, r"^驻村(?:名称|地点|地|点)$|^派驻(?:地点?|点|村庄|去向)$|^驻点(?:名称)?$|^(?:村|社区|嘎查)(?:名称|名).{0,3}$|^帮扶点$|^驻村$"),
    _rule("village", 80, r"^村别$"),
    _rule("village", 60, r"村(?:名称|名)?$|村\(社区\)$|嘎查$", r"是否|户|人|驻村$|状态|情况"),
    _rule("banner", 100, r"^(?:派驻|所驻|驻|所在|所属|帮扶|选派)*(?:旗县市?区?|旗县市区|县市区旗|县旗市?区?|县市区?|县区|区县|旗|县|县级市)(?:名称|名)?$"),
    _rule("banner", 80, r"^(?:派驻地|派驻地区|派驻单位|驻地|派驻地点|派驻旗县.*|总队名称|工作总队)$"),
    _rule("bilingual", 100, r"蒙汉兼通|双语|蒙汉兼懂|兼通"),
    _rule("village_status", 100, r"村(?:的)?(?:状态|状况|脱贫情况|出列情况|退出情况)$|^(?:是否)?(?:已)?(?:出列|脱贫|退出|摘帽)(?:情况|状态|与否)?$|^贫困村(?:状态|退出情况|出列情况)$"),
    _rule("person_number", 100, r"^(?:系统|人员)编号$"),
    _rule("serial", 100, r"^(?:序号?|编号|队号|行号|NO|No|序列号?|顺序号?|号)$"),
)  # fmt: skip

# Words above a column that decide what a general word below means.
_WHOLE_RULES = (
    _rule("unit", 95, rf"(?:{_SENT}|工作|所在|原).{{0,6}}(?:单位|部门).{{0,4}}(?:名称|全称|姓名|单位)$", r"职务|级别|层级"),
    _rule("post", 97, r"单位.{0,6}(?:职务|岗位|职位)$", r"级别|单位(?:及|和|与|、)"),
    _rule("dispatch_level", 97, r"单位.{0,6}(?:级别|层级|隶属关系|层次|类别)$"),
    _rule("role", 95, rf"(?:{_POST_PLACE}).{{0,6}}(?:职务|身份|岗位|职位|角色|任职)$", r"单位|干部基本|基本情况|级别"),
    _rule("start", 95, rf"(?:{_POST_PLACE}|任期|起止|任职).{{0,6}}(?:开始|起始|起|自|始|开始{_DATE}|起始{_DATE}|{_DATE})$", rf"{_END_WORD}{_DATE}$|起止$"),
    _rule("end", 96, rf"(?:{_POST_PLACE}|任期|起止|任职|时间).{{0,6}}(?:结束|截止|止|至|终止|期满|(?:{_END_WORD}){_DATE})$", r"起止$"),
    _rule("village", 95, r"(?:村|驻点|派驻地?|帮扶点).{0,4}(?:村名称?|名称|村)$", r"单位|职务|乡镇$|时间"),
    _rule("township", 95, r"(?:村|驻点|派驻地?).{0,4}(?:乡镇|乡|镇|苏木)$"),
    _rule("first_secretary", 95, r"(?:身份|职务|标志|类别|担任|角色|是否).{0,6}第[一1]书记$"),
    _rule("leader", 95, r"(?:身份|职务|标志|类别|担任|角色|是否).{0,6}(?<!副)[队组]长$"),
    _rule("deputy_leader", 95, r"(?:身份|职务|标志|类别|担任|角色|是否).{0,6}副[队组]长$"),
    _rule("member", 95, r"(?:身份|职务|标志|类别|担任|角色|是否).{0,6}[队组]员$"),
)  # fmt: skip


def header_text(value: Value) -> str:
    """A header cell as it is reported: white space off."""
    return compact(value)


@lru_cache(maxsize=8192)
def readings(text: str) -> tuple[str, ...]:
    """A header text without numbering, field codes and marks; with its brackets opened and with them dropped."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"\s+", "", plain)
    plain = _NUMBERING.sub("", plain)
    plain = _CODE.sub("", plain) or plain
    plain = re.sub(r"(?<=..)代码$", "", plain)
    opened = _MARKS.sub("", _BRACKET_SIGNS.sub("", plain))
    dropped = _MARKS.sub("", _BRACKETED.sub("", plain))
    return tuple(dict.fromkeys(filter(None, (dropped, opened))))


@lru_cache(maxsize=8192)
def header_scores(leaf: str, above: str = "") -> Mapping[str, int]:
    """Meanings a header can have, 0–100 each; {"other": 100} for what is known to be left alone."""
    scores: dict[str, int] = {}
    own, over = readings(leaf), "".join(readings(above)[:1])
    opened = unicodedata.normalize("NFKC", leaf)
    for number, text in enumerate(own):
        if _is_other(text, over) if number == 0 else _SOMEONE.search(text):
            return {"other": 100}
        _apply(scores, _LEAF_RULES, text, less=5 * number)
        if over:
            _apply(scores, _WHOLE_RULES, over + text, less=0)
    if "phone" in scores and (_OTHER_PHONE.search(opened) or re.search("单位|村委|办公", over)):
        return {"other": 100}
    return scores


def _is_other(text: str, over: str) -> bool:
    if re.search(r"身份证|公民身份", text) and not _OTHERS.search(text):
        return bool(_OTHERS.search(over))
    if re.fullmatch(r"(?:派出|选派|工作|所在|原)*单位(?:名称|全称)?", text):
        return False
    return bool(_OTHERS.search(text) or _OTHERS.search(over)) and not re.search(r"驻村.*(?:培训|考核)?起止", text)


def _apply(scores: dict[str, int], rules: Sequence[_Rule], text: str, *, less: int) -> None:
    for rule in rules:
        if rule.expression.search(text) and not (rule.unless and rule.unless.search(text)):
            scores[rule.field] = max(scores.get(rule.field, 0), rule.score - less)


def is_header_word(text: Value, *, at_least: int = 75) -> bool:
    """Whether a cell alone reads like a column header."""
    if not isinstance(text, str) or not 0 < len(text) <= 60:
        return False
    scores = header_scores(compact(text))
    return "other" in scores or any(score >= at_least for score in scores.values())


# What the values say


class Evidence:
    """Shares of a column's values (a sample) that fit a meaning."""

    def __init__(self, cells: Sequence[Value], places: Places) -> None:
        filled = [cell for cell in cells if not values.is_blank(cell)]
        step = max(1, len(filled) // SAMPLE)
        self.sample = filled[::step]
        self.places = places
        self._shares: dict[str, float] = {}

    def share(self, name: str) -> float:
        """From 0 to 1; 0 for an empty column."""
        if name not in self._shares:
            test = _TESTS[name]
            hits = sum(1 for cell in self.sample if test(cell, self.places))
            self._shares[name] = hits / len(self.sample) if self.sample else 0.0
        return self._shares[name]

    def weight(self, field: str) -> int:
        """What the values add to a meaning's score, -100 to 60; 0 without values."""
        if not self.sample or field not in _SHAPES:
            return 0
        shape, strong = _SHAPES[field]
        share = self.share(shape)
        if share >= 0.6:
            return strong
        return round(strong * share) if share >= 0.25 else _MISMATCH.get(field, -60)


def _id_like(cell: Value, _: Places) -> bool:
    if isinstance(cell, float):
        return cell >= 1e13
    return bool(re.fullmatch(r"\d{14,18}[\dX*]?|\d{3,6}\*+[\dX]{0,4}|1\.\d+E\+?17", half_width(cell).upper()))


def _phone_like(cell: Value, _: Places) -> bool:
    return bool(
        re.fullmatch(r"(?:86)?1?\d{10}|1[\d*]{9,10}|0\d{2,3}\d{7,8}|\d{7,8}", re.sub(r"[-()+]", "", half_width(cell)))
    )


def _date_like(cell: Value, _: Places) -> bool:
    found = values.read_date(cell)
    return found.text is not None or found.trouble in ("ambiguous_month", "date_out_of_range") or _nearly_date(cell)


def _nearly_date(cell: Value) -> bool:
    return isinstance(cell, str) and bool(re.fullmatch(r"(?:19|20)\d{2}[年./-]\d{1,2}.*|至今|在岗", half_width(cell)))


def _period_like(cell: Value, _: Places) -> bool:
    return isinstance(cell, str) and values.period(cell) is not None


def _name_like(cell: Value, places: Places) -> bool:
    if not isinstance(cell, str):
        return False
    name = values.person_name(cell)
    if values.roles(name) or re.search(r"[\d:：局委办厅校院镇乡]", name):
        return False
    if re.search(r"[村社]$|社区$|嘎查$", name) and places.village(name).code:
        return False
    return 2 <= len(name) <= 4 or "·" in name or 2 <= len(name) <= 16


def _known_village(cell: Value, places: Places) -> bool:
    return isinstance(cell, str) and places.village(cell).trouble != "unknown_village"


def _known_township(cell: Value, places: Places) -> bool:
    return isinstance(cell, str) and places.township(cell) is not None


def _known_county(cell: Value, places: Places) -> bool:
    return isinstance(cell, str) and places.county(cell) is not None


def _unit_like(cell: Value, places: Places) -> bool:
    if not isinstance(cell, str) or len(compact(cell)) < 3:
        return False
    return not (
        values.text_date(cell).text or values.roles(cell) or _id_like(cell, places) or _phone_like(cell, places)
    )


def _unit_surely(cell: Value, _: Places) -> bool:
    return isinstance(cell, str) and bool(
        re.search(r"[局委部办院厅会校司队站所社行团]$|中心|学|公司|政府|医院", compact(cell))
    )


def _level_like(cell: Value, _: Places) -> bool:
    return (
        values.dispatch_level(cell) is not None
        and len(half_width(cell)) <= 10
        or half_width(cell) in ("06", "99", "6", "90")
    )


def _political_like(cell: Value, _: Places) -> bool:
    text = half_width(cell)
    return text.isdecimal() and 1 <= int(text) <= 13 or bool(re.search("党|群众|团员|盟|九三|民[革建进]", text))


def _yes_no_like(cell: Value, _: Places) -> bool:
    return values.yes_or_no(cell) is not None


def _rank_like(cell: Value, _: Places) -> bool:
    return bool(re.search(r"级|[厅处科股]|主任科员|调研员|员$", half_width(cell)))


def _education_like(cell: Value, _: Places) -> bool:
    return bool(re.search(r"科|专|学|硕|博|研究生|高中|初中|技校", half_width(cell)))


def _status_like(cell: Value, _: Places) -> bool:
    return values.village_status(cell) is not None


def _free_text(cell: Value, places: Places) -> bool:
    return not _id_like(cell, places) and not _phone_like(cell, places)


def _role_like(cell: Value, _: Places) -> bool:
    return bool(values.roles(cell)) and len(half_width(cell)) <= 20


def _sex_like(cell: Value, _: Places) -> bool:
    return values.sex(cell) is not None


def _people_like(cell: Value, _: Places) -> bool:
    text = half_width(cell)
    return text.endswith("族") or (values.ethnicity(text) or "").endswith("族")


_TESTS: dict[str, Callable[[Value, Places], bool]] = {
    "id": _id_like, "phone": _phone_like, "date": _date_like, "period": _period_like, "name": _name_like,
    "village": _known_village, "township": _known_township, "county": _known_county, "unit": _unit_like,
    "unit_surely": _unit_surely, "level": _level_like, "political": _political_like, "yes_no": _yes_no_like,
    "rank": _rank_like, "education": _education_like, "status": _status_like, "free": _free_text, "role": _role_like,
    "sex": _sex_like, "people": _people_like,
}  # fmt: skip

_SHAPES: dict[str, tuple[str, int]] = {
    "name": ("name", 20), "sex": ("sex", 60), "ethnicity": ("people", 40), "birth": ("date", 20),
    "id_number": ("id", 60), "political_status": ("political", 40), "education": ("education", 10),
    "unit": ("unit", 10), "dispatch_level": ("level", 40), "rank": ("rank", 20), "role": ("role", 50), "post": ("free", 0),
    "first_secretary": ("yes_no", 30), "leader": ("yes_no", 30), "deputy_leader": ("yes_no", 30),
    "member": ("yes_no", 30), "period": ("period", 40), "start": ("date", 20), "end": ("date", 10),
    "phone": ("phone", 30), "township": ("township", 40), "village": ("village", 50), "banner": ("county", 40),
    "bilingual": ("yes_no", 10), "village_status": ("status", 10),
}  # fmt: skip
_MISMATCH = {"village": -20, "township": -20, "unit": -70, "education": 0, "rank": -20, "political_status": -20,
             "ethnicity": -30, "id_number": -40, "phone": -30, "birth": -40, "start": -40, "end": -30, "sex": -40,
             "role": -45, "village_status": 0, "bilingual": -30, "name": -60, "period": -90}  # fmt: skip

_ENOUGH = 40
_PLAIN_WORDS = 95


def assign(headers: Mapping[int, Header], evidence: Mapping[int, Evidence], *, general: bool) -> dict[str, int]:
    """The column of each meaning. `general`: teams stationed in a county rather than a village."""
    offers: list[tuple[int, int, str]] = []
    for column, header in headers.items():
        scores = header_scores(header.leaf, header.above)
        for field, score in scores.items():
            total = score + evidence[column].weight(field)
            if score >= _PLAIN_WORDS:
                total = max(total, _ENOUGH)
            if score > 0 and total >= _ENOUGH and field not in ("other", "serial"):
                offers.append((total, -column, field))
        if "other" not in scores and not any(score >= 75 for score in scores.values()):
            offers.extend(_by_values_alone(column, evidence[column]))
    chosen: dict[str, int] = {}
    taken: set[int] = set()
    for _, negative, field in sorted(_settled(offers, general=general), reverse=True):
        if field not in chosen and -negative not in taken:
            chosen[field] = -negative
            taken.add(-negative)
    return chosen


def _by_values_alone(column: int, evidence: Evidence) -> list[tuple[int, int, str]]:
    """An unknown header whose values can only be one thing."""
    if len(evidence.sample) < 3:
        return []
    offers = []
    for field, shape in (("id_number", "id"), ("sex", "sex"), ("village", "village"), ("township", "township"),
                         ("phone", "phone"), ("role", "role"), ("political_status", "political")):  # fmt: skip
        if evidence.share(shape) >= 0.9 and not (field in ("sex", "political_status") and _all_numbers(evidence)):
            offers.append((45, -column, field))
    return offers


def _all_numbers(evidence: Evidence) -> bool:
    return all(half_width(cell).isdecimal() for cell in evidence.sample)


def _settled(offers: list[tuple[int, int, str]], *, general: bool) -> list[tuple[int, int, str]]:
    """Villages matter to village teams, counties to general teams."""
    unwanted = {"township", "village", "village_status"} if general else {"banner"}
    return [offer for offer in offers if offer[2] not in unwanted]
