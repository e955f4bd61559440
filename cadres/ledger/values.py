"""What single cells mean: names, ID numbers, phones, dates with their precision, codes and words.

A date is the text YYYY-MM or YYYY-MM-DD, as exact as the cell. ID numbers follow GB 11643-1999 with the check
character of ISO 7064 MOD 11-2; sex codes GB/T 2261.1, nationality GB/T 3304, political status GB/T 4762.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import mul
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1930, 2030

_SPACE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
_DOTS = re.compile(r"[·‧•・･．.。∙⋅●▪゠﹒ᐧ᛫⸱]+")
_SEX_NOTE = re.compile(r"[(（][男女][)）]$")
_DASHES = re.compile(r"[-‐‑‒–—―－−()（）]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_BLANK_MARKS = frozenset({"", "/", "\\", "-", "--", "—", "——", "－", "无", "null", "NULL", "None", "、", ".", "\\N"})
_OPEN_END = frozenset(
    {"至今", "现在", "今", "目前", "在岗", "在任", "在村", "在职", "在驻", "未结束", "未离岗", "迄今", "仍在岗"}
)


class Date(NamedTuple):
    """A date or why it cannot be used (bad_date, date_out_of_range, ambiguous_month)."""

    text: str | None
    trouble: str | None = None


NO_DATE = Date(None)


def compact(value: object) -> str:
    """Text without any white space; whole numbers without their decimal point."""
    if isinstance(value, str):
        return _SPACE.sub("", value)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def half_width(value: object) -> str:
    """Without white space, full-width letters and digits made half-width."""
    text = compact(value)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def is_blank(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, str) and not value.strip())


@lru_cache(maxsize=65_536)
def words(text: str) -> str | None:
    """A unit, post or remark: outer white space off, line breaks and padding between Han letters off."""
    kept = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text.strip())
    kept = re.sub(r"\s+", " ", kept)
    return None if kept in _BLANK_MARKS else kept


def person_name(text: str) -> str:
    """No inner white space, the dot of minority names always U+00B7; Latin names keep single spaces."""
    if text.isascii() and re.search("[A-Za-z]", text):
        return " ".join(text.split())
    name = _SPACE.sub("", text)
    if not _DOTS.search(name) and not _SEX_NOTE.search(name):
        return unicodedata.normalize("NFC", name)
    return _DOTS.sub("·", _SEX_NOTE.sub("", name)).strip("·")


# ID numbers and phones


def id_number(value: object) -> tuple[str | None, str | None]:
    """(18 characters, None) or (None, kind of problem); (None, None) for a blank cell."""
    if isinstance(value, (int, float)):
        return None, "id_as_number"
    text = half_width(value).upper().lstrip("'’‘").replace("-", "")
    if len(text) == 18 and text[:17].isdecimal():
        return _checked(text)
    if text in _BLANK_MARKS:
        return None, None
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", text):
        return None, "id_as_number"
    return None, "id_check_digit" if len(text) == 18 else "id_length"


def _checked(text: str) -> tuple[str | None, str | None]:
    if not _real_day(text[6:14]):
        return None, "id_bad_date"
    if _ID_CHECK[sum(map(mul, _ID_WEIGHTS, map(int, text[:17]))) % 11] != text[17]:
        return None, "id_check_digit"
    return text, None


@lru_cache(maxsize=65_536)
def _real_day(digits: str) -> bool:
    try:
        year = date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year
    except ValueError:
        return False
    return 1900 <= year <= LAST_YEAR


def is_masked(value: object) -> bool:
    """An exported cell whose middle is hidden: it means unchanged."""
    return isinstance(value, str) and "***" in value


def phone_number(value: object) -> tuple[str | None, bool]:
    """(11 digits or None, whether there was something else)."""
    text = half_width(value)
    if len(text) == 11 and text.isdecimal():
        return text, False
    text = _DASHES.sub("", text).lstrip("'’‘+")
    if len(text) == 13 and text.startswith("86"):
        text = text[2:]
    if len(text) == 11 and text.isdecimal():
        return text, False
    return None, text not in _BLANK_MARKS


# Dates

_SEPARATED = re.compile(r"(\d{4}|\d{2})年?[-./,、。·年\\](\d{1,2})月?(?:[-./,、。·月\\](\d{1,2})[日号]?)?[-./]?")
_CHINESE = re.compile(r"(\d{4}|\d{2})年(?:(\d{1,2})月?)?(?:(\d{1,2})[日号]?)?")
_CLOCK = re.compile(r"(?:T|(?<=\d{2}))(\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?)$")
_TAIL = re.compile(r"(?:上旬|中旬|下旬|月初|月底|初|底|份|起|以来|开始|至今|止|前|后|[(].*[)]|至|[-—~])$")
_HAN_MONTH = re.compile(
    r"^([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十廿卅]{1,4})[日号]?)?$"
)


def shows_day(number_format: str) -> bool:
    """Whether a date with this format shows its day; an unknown format does."""
    if not number_format:
        return True
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format.split(";")[0]).lower()
    return "d" in shown or not ("y" in shown or "m" in shown)


def read_date(value: object, number_format: str = "") -> Date:
    """A cell's date as exact as it stands. `number_format` decides for real dates and for numbers like 1984.1."""
    if isinstance(value, str):
        return text_date(value)
    if isinstance(value, datetime | date):
        return _year_range(value.year, value.month, value.day if shows_day(number_format) else None, str(value))
    if isinstance(value, bool) or value is None:
        return NO_DATE if value is None else Date(None, "bad_date")
    if isinstance(value, (int, float)):
        return _numeric_date(float(value), number_format)
    return Date(None, "bad_date")


@lru_cache(maxsize=65_536)
def text_date(text: str) -> Date:
    """A date written out."""
    plain = half_width(text).lstrip("'’‘自从")
    if plain in _BLANK_MARKS or plain in _OPEN_END:
        return NO_DATE
    plain = _han_date(plain)
    if not plain.isdecimal():
        plain = _CLOCK.sub("", plain) if ":" in plain else plain
        while _TAIL.search(plain) and len(plain) > 4:
            plain = _TAIL.sub("", plain)
    if plain.isdecimal():
        return _digits_date(plain)
    match = _SEPARATED.fullmatch(plain) or _CHINESE.fullmatch(plain)
    if not match or not match.group(2):
        return Date(None, "bad_date")
    year, month, day = match.groups()
    return _year_range(_full_year(year), int(month), int(day) if day else None, plain)


def period(text: str) -> tuple[Date, Date] | None:
    """Start and end written in one cell: 2018.3-2020.5, 2018年3月至今; None if it is no such thing."""
    plain = half_width(text)
    parts = re.split(r"至今$|[—~～]+|--+|至|到", plain) if re.search(r"[—~～至到]|--", plain) else _dash_halves(plain)
    if len(parts) != 2:
        return None
    start, end = (text_date(part) for part in parts)
    return (start, end) if start.text and not end.trouble else None


def _dash_halves(text: str) -> list[str]:
    """2018.3-2020.5 has one dash in the middle; 2018-03-2020-05 three or five."""
    pieces = text.split("-")
    if len(pieces) not in (2, 4, 6) or (len(pieces) == 2 and not re.search(r"[./年]|^\d{6}", pieces[0])):
        return []
    half = len(pieces) // 2
    return ["-".join(pieces[:half]), "-".join(pieces[half:])]


def _han_date(text: str) -> str:
    match = _HAN_MONTH.match(text)
    if not match:
        return text
    year, month, day = match.groups()
    written = f"{year.translate(_HAN_DIGITS)}年{_han_number(month)}月"
    return written + (f"{_han_number(day)}日" if day else "")


def _han_number(text: str) -> int:
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, units = text.rpartition("十")
    digit = int(units.translate(_HAN_DIGITS)) if units else 0
    return digit + (10 * (int(tens.translate(_HAN_DIGITS)) if tens else 1) if ten else 0)


def _digits_date(digits: str) -> Date:
    if len(digits) == 8:
        return _year_range(int(digits[:4]), int(digits[4:6]), int(digits[6:]), digits)
    if len(digits) == 6:
        return _year_range(int(digits[:4]), int(digits[4:]), None, digits)
    if len(digits) == 5 and 10_000 < int(digits) < 60_000:
        return _serial(int(digits), "")
    return Date(None, "bad_date")


def _numeric_date(number: float, number_format: str) -> Date:
    """201803, 20180315, an Excel serial, or 2018.3 typed as a number."""
    if number.is_integer():
        return (
            _digits_date(str(int(number)))
            if not number_format or number > 60_000
            else _serial_or_bad(int(number), number_format)
        )
    if number > 10_000:
        return _serial_or_bad(int(number), number_format)
    year, _, month = repr(number).partition(".")
    if month == "1" and not re.search(r"\.00(?!0)", number_format):
        full = _year_range(_full_year(year), 1, None, year)
        return full if full.trouble else Date(None, "ambiguous_month")
    if len(year) not in (2, 4) or len(month) > 2:
        return Date(None, "bad_date")
    return _year_range(_full_year(year), 10 if month == "1" else int(month), None, year)


def _serial_or_bad(number: int, number_format: str) -> Date:
    return _serial(number, number_format) if 10_000 < number < 60_000 else Date(None, "bad_date")


def _serial(number: int, number_format: str) -> Date:
    day = date(1899, 12, 30) + timedelta(days=number)
    return _year_range(day.year, day.month, day.day if shows_day(number_format) else None, str(number))


def _full_year(text: str) -> int:
    year = int(text)
    if year >= 100:
        return year
    return 2000 + year if year <= LAST_YEAR - 2000 else 1900 + year


def _year_range(year: int, month: int, day: int | None, _: str) -> Date:
    try:
        date(year, month, day or 1)
    except ValueError:
        return Date(None, "bad_date")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Date(None, "date_out_of_range")
    return Date(f"{year}-{month:02}" if day is None else f"{year}-{month:02}-{day:02}")


# Words and codes

_YES = frozenset("是√✓✔☑☒■●○〇◯★1yY有对真任担") | {
    "YES",
    "TRUE",
    "true",
    "True",
    "yes",
    "Yes",
    "是的",
    "1.0",
    "担任",
    "兼任",
    "已任",
}
_NO = frozenset("否×✕✗✘xX0无非不nN☐□假") | {"NO", "FALSE", "false", "不是", "不担任", "没有", "0.0", "no", "False"}


@lru_cache(maxsize=4096)
def _yes_or_no(text: str) -> bool | None:
    plain = _SPACE.sub("", text)
    if plain in _NO or plain in _BLANK_MARKS:
        return False
    if plain in _YES:
        return True
    folded = unicodedata.normalize("NFKC", plain)
    return True if folded in _YES else False if folded in _NO else None


def yes_or_no(value: object) -> bool | None:
    """是/√/1 is yes, 否/×/0/blank is no, anything else is not understood."""
    return _yes_or_no(str(value)) if value is not None else False


_SEX = {"男": "男", "女": "女", "男性": "男", "女性": "女", "1": "男", "2": "女", "M": "男", "F": "女", "MALE": "男",
        "FEMALE": "女", "1男": "男", "2女": "女", "1-男": "男", "2-女": "女", "男(1)": "男", "女(2)": "女", "♂": "男",
        "♀": "女", "01": "男", "02": "女", "先生": "男", "女士": "女"}  # fmt: skip


def sex(value: object) -> str | None:
    return _SEX.get(half_width(value).upper())


_PARTIES = ("中共党员", "中共预备党员", "共青团员", "民革党员", "民盟盟员", "民建会员", "民进会员", "农工党党员",
            "致公党党员", "九三学社社员", "台盟盟员", "无党派人士", "群众")  # fmt: skip
_PARTY_WORDS = (
    (re.compile("预备"), 1), (re.compile("民革|国民党革命"), 3), (re.compile("民盟|民主同盟"), 4),
    (re.compile("民建|民主建国"), 5), (re.compile("民进|民主促进"), 6), (re.compile("农工"), 7), (re.compile("致公"), 8),
    (re.compile("九三"), 9), (re.compile("台盟|台湾民主"), 10), (re.compile("无党派"), 11), (re.compile("团员|共青团"), 2),
    (re.compile("非党|非中共|群众|普通公民|^否$|^无$|^×$"), 12), (re.compile("党员|中共|共产党|^是$|^√$|^党$"), 0),
)  # fmt: skip


@lru_cache(maxsize=4096)
def _political_status(text: str) -> str | None:
    plain = half_width(text)
    if plain in _BLANK_MARKS - {"无"}:
        return None
    if plain.isdecimal():
        number = int(plain)
        return _PARTIES[number - 1] if 1 <= number <= 13 else None
    return next((_PARTIES[number] for expression, number in _PARTY_WORDS if expression.search(plain)), plain)


def political_status(value: object) -> str | None:
    """In full; codes of GB/T 4762 are 1–13, with or without their 0."""
    return _political_status(compact(value))


_PEOPLES = ["汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"]  # fmt: skip
_KNOWN_PEOPLES = frozenset(_PEOPLES)


@lru_cache(maxsize=4096)
def _ethnicity(text: str) -> str | None:
    plain = half_width(text)
    if plain in _BLANK_MARKS:
        return None
    if plain.isdecimal():
        return _PEOPLES[int(plain) - 1] + "族" if 1 <= int(plain) <= 56 else None
    stem = plain.removesuffix("族")
    return stem + "族" if stem in _KNOWN_PEOPLES else plain


def ethnicity(value: object) -> str | None:
    """汉 and 汉族 are 汉族; codes of GB/T 3304 are understood."""
    return _ethnicity(compact(value))


_LEVEL_CODES = {1: "central", 2: "province", 3: "city", 4: "county", 5: "township", 10: "central", 20: "province",
                40: "city", 50: "county", 51: "county", 52: "county", 60: "township", 61: "township", 62: "township",
                63: "township"}  # fmt: skip
_LEVEL_WORDS = (
    (re.compile("中央|中直|国家|部委|央企|中管|部属|央属|央直|驻.*央"), "central"),
    (re.compile("自治区|^省|省直|省级|省属|省派|省管|^区直|^区级|^区属|^区派|^区$|直辖市"), "province"),
    (re.compile("旗县|县区|区县|区旗|旗区|^县|^旗|县直|县级|县属|县派|旗直|市辖区"), "county"),
    (re.compile("^市|^地|^盟|^州|市直|市级|市属|市派|地级|地市|盟市|盟直|州直|州级|自治州|设区"), "city"),
    (re.compile("乡|镇|苏木|街道"), "township"),
    (re.compile("市|盟|州|地区"), "city"), (re.compile("县|旗"), "county"), (re.compile("省"), "province"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def _dispatch_level(text: str) -> str | None:
    plain = half_width(text)
    letters = re.sub(r"[\d\-_.:、()]", "", plain)
    if not letters:
        return _LEVEL_CODES.get(int(plain)) if plain.isdecimal() else None
    return next((level for expression, level in _LEVEL_WORDS if expression.search(letters)), None)


def dispatch_level(value: object) -> str | None:
    """central, province, city, county or township from words or either code list (01–99, 10–61)."""
    return _dispatch_level(compact(value))


_DEPUTY = re.compile(r"副(?:大|总)?(?:工作)?[队组]长|第[一二三]副队长|副领队")
_LEADER = re.compile(r"[队组]长|领队|队负责人")
_SECRETARY = re.compile(r"第[一1]书记|第[一1]支书|第[一1]支部书记|村第[一1]书")
_MEMBER = re.compile(
    r"队员|组员|成员|工作人员|大学毕业生|驻村干部|驻村人员|驻村工作人员|帮扶人员|帮扶干部|驻点干部|驻嘎查村干部"
)
_OTHER_POST = re.compile(r"包村|包片|包联|联系|分管|炊事|司机|驾驶")
ROLES = ("first_secretary", "leader", "deputy_leader", "member")


@lru_cache(maxsize=4096)
def _roles(text: str) -> tuple[str, ...]:
    plain = half_width(text)
    if _OTHER_POST.search(plain) and not re.search(r"书记|队长|队员", plain):
        return ()
    rest, found = _DEPUTY.sub("#", plain), set()
    if rest != plain:
        found.add("deputy_leader")
    for expression, role in ((_SECRETARY, "first_secretary"), (_LEADER, "leader"), (_MEMBER, "member")):
        if expression.search(rest):
            found.add(role)
    return tuple(role for role in ROLES if role in found)


def roles(value: object) -> tuple[str, ...]:
    """Roles a text names, in a fixed order; empty if it names none."""
    return _roles(compact(value))


def village_status(value: object) -> str | None:
    """exited or not_exited, from 已出列/未脱贫 and the like."""
    text = half_width(value)
    if re.search("未|没|否|尚|拟|计划|预", text):
        return "not_exited"
    return "exited" if re.search("已|出列|脱贫|退出|摘帽|是|√", text) else None
