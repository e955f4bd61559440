"""Lays known people out as rosters in ever other ways: words, orders, depths, dates, codes, merged cells, noise."""

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from villages.naming import Places, township_name, village_name

SAMPLES = Path(__file__).parent / "samples"


def divisions() -> list[tuple[str, str]]:
    with (SAMPLES / "divisions.csv").open(encoding="utf-8") as file:
        return [(row["code"], row["name"]) for row in csv.DictReader(file)]


DIVISIONS = divisions()
NAMES_OF_CODES = dict(DIVISIONS)
PLACES = Places(DIVISIONS)
COUNTIES = {"141028": "吉县", "130624": "阜平县", "640422": "西吉县", "150521": "科尔沁左翼中旗"}

NAMES = {
    "name": [
        "姓名",
        "姓　名",
        "姓 名",
        "干部姓名",
        "驻村干部姓名",
        "队员姓名",
        "B92-1姓名",
        "*姓名",
        "姓名（全称）",
        "真实姓名",
    ],
    "sex": ["性别", "性 别", "性别代码", "性\n别"],
    "birth": ["出生年月", "出生日期", "出生年月日", "出生年月（如1984.3）", "出生时间", "生日"],
    "id_number": ["身份证号", "身份证号码", "公民身份号码", "证件号码", "居民身份证号", "身份证号（18位）", "身份证"],
    "political_status": ["政治面貌", "政治面目", "党派"],
    "unit": [
        "派出单位",
        "选派单位",
        "单位名称",
        "工作单位",
        "派出单位（全称）",
        "单位姓名",
        "所在单位",
        "派员单位",
        "单位",
        "派出单位名称",
        "原工作单位",
    ],
    "dispatch_level": [
        "单位级别",
        "选派层级",
        "隶属关系",
        "单位隶属关系",
        "派出单位级别",
        "派出层级",
        "单位层级",
        "单位层级（中央/省/市/县）",
    ],
    "township": ["乡镇", "乡（镇）", "所属乡镇", "乡镇名称", "所在乡镇", "苏木乡镇", "乡镇（街道）", "派驻乡镇"],
    "village": [
        "村",
        "村名",
        "行政村",
        "派驻村",
        "驻村名称",
        "帮扶村",
        "派驻村（社区）",
        "嘎查村",
        "所驻村",
        "帮扶村名称",
        "派驻村名称",
    ],
    "role": [
        "驻村职务",
        "组内身份",
        "队内职务",
        "工作队职务",
        "驻村身份",
        "驻村工作队职务",
        "担任驻村职务",
        "驻村岗位",
        "派驻职务",
    ],
    "start": [
        "驻村时间",
        "驻村开始时间",
        "开始驻村时间",
        "到村时间",
        "进驻时间",
        "派驻时间",
        "开始时间",
        "驻村起始时间",
        "选派时间",
        "到岗时间",
    ],
    "end": ["驻村结束时间", "结束时间", "离岗时间", "驻村结束日期", "离村时间", "期满时间"],
    "phone": ["联系电话", "手机号码", "手机", "联系方式", "电话", "移动电话", "联系电话（手机）", "手机号"],
    "ethnicity": ["民族", "族别"],
    "education": ["学历", "文化程度", "最高学历"],
    "post": ["职务", "单位职务", "原职务", "行政职务", "派出单位职务", "现任职务"],
    "rank": ["职级", "职务级别", "行政级别", "级别"],
    "remark": ["备注", "备注说明", "备 注"],
    "first_secretary": ["第一书记标志", "是否第一书记", "是否担任第一书记", "第一书记"],
    "leader": ["队长标志", "是否队长", "是否工作队队长", "队长"],
    "deputy_leader": ["副队长标志", "是否副队长", "副队长"],
    "member": ["队员标志", "是否队员", "是否驻村队员", "队员"],
}
GROUPS = {
    "个人基本情况": ["name", "sex", "birth", "id_number", "political_status", "ethnicity", "education"],
    "派出单位情况": ["unit", "dispatch_level", "post", "rank"],
    "派驻地点": ["township", "village"],
    "驻村情况": ["role", "first_secretary", "leader", "deputy_leader", "member", "start", "end"],
}
NOISE: dict[str, list[Any]] = {
    "曾用名": ["赵小", "", "王二"], "年龄": [35, 41, 52], "参加工作时间": ["2001.7", "1999年8月", "200309"],
    "入党时间": ["2005.6", "", "1998年7月"], "任现职时间": ["2014.5", "2016-03", "201201"], "单位电话": ["0350-1234567", "3321145", ""],
    "村支书姓名": ["刘根生", "张有财", "马得福"], "村支书电话": ["17000008888", "17000009999"], "帮扶单位": ["某某集团公司", "县供销社"],
    "联系人": ["周会计", "李文书"], "微信号": ["wx123", "abc_88"], "技术特长": ["种植", "养殖", ""], "毕业院校": ["山西农业大学", "河北师范大学"],
    "结对户数": [3, 5, 0], "家庭住址": ["城关新区3号楼", ""], "婚姻状况": ["已婚", "未婚"], "帮扶责任人": ["赵责任", "钱责任"],
    "原驻村队员": ["孙前任", ""], "专业技术职称": ["中级", ""], "单位负责人": ["郑局长", "王主任"], "是否培训": ["是", "否"],
    "村党支部书记": ["吴支书", "何支书"], "健康状况": ["良好", "健康"], "职务任免文号": ["吉组干〔2018〕3号", ""],
}  # fmt: skip
LEVELS = {
    "central": ["中央", "中直", "中央单位"], "province": ["省直", "省级", "省", "省派"], "city": ["市直", "市级", "市", "市派"],
    "county": ["县直", "县级", "县", "县派"], "township": ["乡镇", "乡级"],
}  # fmt: skip
LEVELS_WITH_BANNERS = {
    **LEVELS,
    "province": ["自治区直", "区直", "自治区"],
    "city": ["盟市直", "市直"],
    "county": ["旗直", "旗县直", "县直"],
}
FIRST_LIST = {"central": "01", "province": "02", "city": "03", "county": "04", "township": "05"}
SECOND_LIST = {"central": "10", "province": "20", "city": "40", "county": "50", "township": "60"}
PARTY = {
    "中共党员": ["中共党员", "党员", "中国共产党党员", "中共党员 "], "中共预备党员": ["中共预备党员", "预备党员"],
    "共青团员": ["共青团员", "团员"], "群众": ["群众", "群 众"], "民盟盟员": ["民盟", "民盟盟员"], "无党派人士": ["无党派", "无党派人士"],
    "九三学社社员": ["九三学社", "九三学社社员"],
}  # fmt: skip
PARTY_CODES = {
    "中共党员": "01",
    "中共预备党员": "02",
    "共青团员": "03",
    "民盟盟员": "05",
    "九三学社社员": "10",
    "无党派人士": "12",
    "群众": "13",
}
ROLE_WORDS = {
    ("first_secretary", "leader"): ["第一书记兼队长", "第一书记（队长）", "第一书记、工作队队长", "第一书记兼工作队长"],
    ("first_secretary",): ["第一书记", "驻村第一书记"], ("leader",): ["队长", "工作队队长", "驻村工作队队长", "组长"],
    ("deputy_leader",): ["副队长", "工作队副队长", "副组长"], ("member",): ["队员", "工作队员", "组员", "驻村工作队员"],
}  # fmt: skip
HAN_DIGITS = "〇一二三四五六七八九"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass
class Layout:
    """A workbook laid out and what must be read from it."""

    county: str
    content: bytes
    people: list[dict[str, Any]]
    choices: dict[str, Any] = field(default_factory=dict)


def identity(pick: random.Random, born: str, sex: str) -> str:
    """An 18-character ID number with a prefix no county has."""
    body = f"{pick.choice(['130699', '140799', '640499', '150799'])}{born}{pick.randint(0, 99):02}"
    body += str(pick.choice([1, 3, 5, 7, 9] if sex == "男" else [0, 2, 4, 6, 8]))
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


@cache
def plain_villages(county: str) -> list[str]:
    """Codes of villages whose name no other village of the county has."""
    places = PLACES.within(county)
    own = [(code, name) for code, name in DIVISIONS if code.startswith(county) and not code.endswith("000")]
    return [code for code, name in own if "居" not in name and places.village(village_name(name)).code]


def invent_people(pick: random.Random, county: str, teams: int) -> list[dict[str, Any]]:
    """People in teams, sorted by township and village as ledgers are."""
    unique = plain_villages(county)
    people = []
    for code in sorted(pick.sample(unique, teams)):
        size = pick.choice([2, 3, 3, 4])
        roles: list[tuple[str, ...]] = (
            [("first_secretary", "leader")] if pick.random() < 0.5 or size < 3 else [("first_secretary",), ("leader",)]
        )
        if pick.random() < 0.3 and size > len(roles):
            roles.append(("deputy_leader",))
        roles += [("member",)] * (size - len(roles))
        people += [_invent(pick, county, code, own) for own in roles]
    return people


def _invent(pick: random.Random, county: str, code: str, roles: tuple[str, ...]) -> dict[str, Any]:
    sex = pick.choice("男女")
    born = date(pick.randint(1960, 1995), pick.randint(1, 12), pick.randint(1, 28))
    started = date(pick.randint(2015, 2018), pick.randint(1, 12), pick.randint(1, 28))
    given = pick.choice(["建国", "梅", "俊峰", "艳", "海涛", "文秀", "磊", "永红"])
    name = (
        pick.choice(["王", "李", "赵", "马", "欧阳", "白"]) + given
        if pick.random() < 0.85
        else pick.choice(["买买提·艾力", "包·孟和", "阿木古楞"])
    )
    town = NAMES_OF_CODES[code[:9] + "000"]
    return {
        "name": name, "sex": sex, "birth": born, "id_number": identity(pick, born.strftime("%Y%m%d"), sex),
        "political_status": pick.choices(list(PARTY), [60, 8, 3, 15, 2, 2, 1])[0],
        "unit": pick.choice([COUNTIES[county] + "民政局", COUNTIES[county] + "委组织部", "省水利厅", "市中级人民法院", "国家统计局服务业调查中心", COUNTIES[county] + "第一中学"]),
        "dispatch_level": pick.choice(["central", "province", "city", "county", "county", "township"]),
        "township": town, "village": village_name(NAMES_OF_CODES[code]), "village_code": code, "roles": roles,
        "start": started, "end": None if pick.random() < 0.8 else date(2020, pick.randint(1, 12), pick.randint(1, 28)),
        "phone": f"1700000{pick.randint(0, 9999):04}", "ethnicity": pick.choice(["汉族", "回族", "蒙古族", "满族"]),
        "education": pick.choice(["大学本科", "大专", "硕士研究生"]), "post": pick.choice(["科员", "副局长", "办公室主任", "主任科员"]),
        "rank": pick.choice(["正科级", "副科级", "科员级"]), "remark": pick.choice([None, None, "第二批", "借调人员"]),
    }  # fmt: skip


def write_month(pick: random.Random, day: date) -> tuple[Any, str, str | None]:
    """A cell, what must be read, and a number format."""
    month, full = f"{day:%Y-%m}", f"{day:%Y-%m-%d}"
    han = "".join(HAN_DIGITS[int(digit)] for digit in str(day.year)) + "年" + _han(day.month) + "月"
    styles: list[tuple[Any, str, str | None]] = [
        (f"{day.year}.{day.month}", month, None), (month, month, None), (f"{day.year}/{day.month}/{day.day}", full, None),
        (f"{day.year}年{day.month}月", month, None), (f"{day:%Y%m}", month, None), (f"{day:%Y%m%d}", full, None),
        (int(f"{day:%Y%m}"), month, None), (int(f"{day:%Y%m%d}"), full, None), (day, full, "yyyy-mm-dd"), (day, month, 'yyyy"年"m"月"'),
        (day, month, "yyyy.mm"), (han, month, None), (f"{day.year}年{day.month}月{day.day}日", full, None), (f"{day.year} 年 {day.month} 月", month, None),
        (f"{day:%Y.%m.%d}", full, None), (f"{day.year}.{day.month:02}", month, None), ((day - date(1899, 12, 30)).days, full, None),
        (day, full, '[$-804]yyyy"年"m"月"d"日"'), (day, month, "mmm-yy"), (f"{day.year % 100:02}.{day.month}", month, None),
        (f"{day.year}．{day.month}", month, None), (f"{day.year}年{day.month}月起", month, None),
    ]  # fmt: skip
    if day.month in (2, 3, 4, 5, 6, 7, 8, 9, 11, 12):
        styles.append((float(f"{day.year}.{day.month}"), month, None))
    return pick.choice(styles)


def _han(number: int) -> str:
    return ("十" if number >= 10 else "") + (HAN_DIGITS[number % 10] if number % 10 else "")


def lay_out(seed: int) -> Layout:
    """A random layout of random people; the same seed gives the same bytes' meaning."""
    pick = random.Random(seed)
    county = pick.choice(list(COUNTIES))
    people = invent_people(pick, county, pick.randint(4, 9))
    book = _Book(pick, county, people)
    return Layout(county, book.bytes(), book.expected, book.choices)


class _Book:
    def __init__(self, pick: random.Random, county: str, people: list[dict[str, Any]]) -> None:
        self.pick, self.county = pick, county
        self.expected: list[dict[str, Any]] = []
        self.book = openpyxl.Workbook()
        self.book.remove(self.book.active)
        self.choices = self._choose()
        by_sheet: dict[str, list[dict[str, Any]]] = {}
        for person in people:
            by_sheet.setdefault(person["township"] if self.choices["split"] else "名册", []).append(person)
        if pick.random() < 0.3:
            self.book.create_sheet("填表说明").append(["1. 姓名中间请不要加空格。"])
        for name, own in by_sheet.items():
            self._sheet(name, own)
        if pick.random() < 0.3:
            self.book.create_sheet("Sheet3")

    def bytes(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()

    def _choose(self) -> dict[str, Any]:
        pick = self.pick
        has_id = pick.random() < 0.8
        optional = [
            name
            for name in (
                "political_status",
                "end",
                "phone",
                "ethnicity",
                "education",
                "rank",
                "remark",
                "dispatch_level",
            )
            if pick.random() < 0.75
        ]
        if not has_id or pick.random() < 0.7:
            optional.append("birth")
        if has_id:
            optional.append("id_number")
        township = pick.choice(["column", "column", "merged", "sheet", "caption", "section", "in_village", "missing"])
        return {
            "optional": optional, "split": township in ("sheet", "caption") or pick.random() < 0.3, "township": township,
            "village": pick.choice(["plain", "merged", "section"] if township != "in_village" else ["plain"]),
            "roles": pick.choice(["column", "flags", "both"]), "depth": pick.choice([1, 1, 2, 2, 3]),
            "groups": pick.choice(["merged", "unmerged", "repeated"]), "numbers": pick.random() < 0.2,
            "repeat": pick.choice([0, 0, 7]), "subtotals": pick.random() < 0.2, "total": pick.choice(["", "first", "last"]),
            "levels": pick.choice(["words", "first", "second"]), "party": pick.choice(["words", "codes", "numbers"]),
            "sex": pick.choice(["words", "codes", "long"]), "post": pick.random() < 0.5, "yes": pick.choice([("是", "否"), ("√", None), (1, 0), ("Y", "N"), ("是", None), ("1", "0")]),
        }  # fmt: skip

    def _fields(self) -> list[str]:
        choices, pick = self.choices, self.pick
        fields = ["name", "sex", "unit", "start", *choices["optional"]]
        if choices["post"]:
            fields.append("post")
        if choices["township"] in ("column", "merged"):
            fields.append("township")
        if choices["village"] != "section":
            fields.append("village")
        fields += ["role"] if choices["roles"] == "column" else ["first_secretary", "leader", "deputy_leader", "member"]
        if choices["roles"] == "both":
            fields = [name for name in fields if name not in ("leader", "deputy_leader", "member")] + ["role"]
        pick.shuffle(fields)
        if choices["depth"] > 1:
            order = list(GROUPS)
            pick.shuffle(order)
            grouped = [name for group in order for name in fields if name in GROUPS[group]]
            rest = [name for name in fields if name not in grouped]
            fields = grouped + rest
        noise = [f"#{name}" for name in pick.sample(list(NOISE), pick.randint(0, 6))]
        at_ends = choices["depth"] > 1
        for name in noise:
            fields.insert(pick.choice([0, len(fields)]) if at_ends else pick.randint(0, len(fields)), name)
        if pick.random() < 0.8:
            fields.insert(0, "#序号")
        if pick.random() < 0.15 and not at_ends:
            fields.insert(pick.randint(1, len(fields)), "#")
        return fields

    def _headings(self, fields: list[str]) -> dict[str, str]:
        pick = self.pick
        headings = {name: (name[1:] if name.startswith("#") else pick.choice(NAMES[name])) for name in fields}
        if "post" in fields and "role" not in fields and headings.get("post") == "职务":
            headings["post"] = "单位职务"
        if "#帮扶单位" in fields and headings["unit"] in ("单位", "单位名称"):
            headings["unit"] = "派出单位"
        return headings

    def _sheet(self, name: str, people: list[dict[str, Any]]) -> None:
        choices, pick = self.choices, self.pick
        by_name = choices["township"] == "sheet"
        sheet = self.book.create_sheet(
            pick.choice([name, f"{name}（{len(people)}人）", f"1.{name}"])
            if by_name
            else (name if choices["split"] and choices["township"] != "caption" else f"表{len(self.book.sheetnames)}")
        )
        fields = self._fields()
        headings = self._headings(fields)
        self.line = 0
        width = len(fields)
        if pick.random() < 0.7:
            self._write(sheet, {0: f"{COUNTIES[self.county]}驻村工作队员花名册"})
            if pick.random() < 0.6 and width > 1:
                sheet.merge_cells(start_row=self.line, end_row=self.line, start_column=1, end_column=width)
        if choices["township"] == "caption":
            place = people[0]["township"]
            self._write(
                sheet,
                {
                    0: pick.choice(
                        [f"行政区划：{COUNTIES[self.county]}/{place}", f"乡镇：{place}", f"填报单位：{place}人民政府"]
                    ),
                    width - 1: "填报时间：2018年10月8日",
                },
            )
        elif pick.random() < 0.4:
            self._write(sheet, {0: "填报单位（盖章）：县扶贫开发办公室", width - 1: "2018年10月8日"})
        self._header(sheet, fields, headings)
        if choices["total"] == "first":
            self._write(sheet, {0: "合计", fields.index("name"): f"{len(people)}人"})
        self._body(sheet, fields, headings, people)
        if choices["total"] == "last":
            self._write(sheet, {0: "合　计", fields.index("name"): len(people)})
        if pick.random() < 0.4:
            self._write(
                sheet,
                {
                    0: pick.choice(
                        ["注：1. 本表由乡镇填写。", "说明：队员信息以组织部门备案为准", "备注：联系电话请填手机"]
                    )
                },
            )
        if pick.random() < 0.4:
            self._write(
                sheet, {0: "审核人：", min(3, width - 1): "填表人：张会计", width - 1: "联系电话：0357-0000000"}
            )

    def _write(self, sheet: Worksheet, cells: dict[int, Any]) -> None:
        self.line += 1
        for column, value in cells.items():
            if value is not None:
                sheet.cell(self.line, column + 1, value)

    def _header(self, sheet: Worksheet, fields: list[str], headings: dict[str, str]) -> None:
        depth, style = self.choices["depth"], self.choices["groups"]
        if self.choices["depth"] == 1:
            self._write(sheet, {column: headings[name] for column, name in enumerate(fields)})
        else:
            self._deep_header(sheet, fields, headings, depth, style)
        if self.choices["numbers"]:
            self._write(sheet, {column: column + 1 for column in range(len(fields))})

    def _deep_header(
        self, sheet: Worksheet, fields: list[str], headings: dict[str, str], depth: int, style: str
    ) -> None:
        groups = [next((group for group, own in GROUPS.items() if name in own), "") for name in fields]
        first = self.line + 1
        last = self.line + depth
        for column, (name, group) in enumerate(zip(fields, groups, strict=True)):
            starts_group = group and (column == 0 or groups[column - 1] != group)
            if not group:
                sheet.cell(first, column + 1, headings[name])
                if style == "merged":
                    sheet.merge_cells(start_row=first, end_row=last, start_column=column + 1, end_column=column + 1)
                elif style == "repeated":
                    for row in range(first + 1, last + 1):
                        sheet.cell(row, column + 1, headings[name])
                continue
            if style == "repeated" or starts_group:
                sheet.cell(first, column + 1, group)
            sheet.cell(first + 1, column + 1, headings[name])
            if depth == 3 and style == "repeated":
                sheet.cell(last, column + 1, headings[name])
            elif depth == 3 and style == "merged":
                sheet.merge_cells(start_row=first + 1, end_row=last, start_column=column + 1, end_column=column + 1)
            elif depth == 3:
                sheet.cell(first + 1, column + 1).value = None
                sheet.cell(last, column + 1, headings[name])
        if style == "merged":
            self._merge_groups(sheet, groups, first)
        self.line = last

    def _merge_groups(self, sheet: Worksheet, groups: list[str], row: int) -> None:
        start = 0
        for column in range(1, len(groups) + 1):
            if column == len(groups) or groups[column] != groups[start]:
                if groups[start] and column - start > 1:
                    sheet.merge_cells(start_row=row, end_row=row, start_column=start + 1, end_column=column)
                start = column

    def _body(
        self, sheet: Worksheet, fields: list[str], headings: dict[str, str], people: list[dict[str, Any]]
    ) -> None:
        choices = self.choices
        section = last_town = None
        merging: dict[str, tuple[int, str]] = {}
        for number, person in enumerate(people, 1):
            if choices["township"] == "section" and person["township"] != last_town:
                self._close(sheet, fields, merging)
                self._write(sheet, {0: self.pick.choice([person["township"], f"一、{person['township']}"])})
                last_town = person["township"]
            if choices["village"] == "section" and person["village_code"] != section:
                self._close(sheet, fields, merging)
                text = person["village"] if choices["township"] not in ("missing",) else person["village"]
                self._write(
                    sheet,
                    {
                        0: self.pick.choice([text, f"{text}（驻村工作队）"])
                        if text.endswith(("村", "嘎查", "社区"))
                        else text
                    },
                )
            if section and section != person["village_code"] and choices["subtotals"]:
                self._close(sheet, fields, merging)
                self._write(sheet, {0: "小计", fields.index("name"): "3"})
            section = person["village_code"]
            if choices["repeat"] and number > 1 and number % choices["repeat"] == 1:
                self._close(sheet, fields, merging)
                self._header(sheet, fields, headings)
            self._person(sheet, fields, number, person, merging)
        self._close(sheet, fields, merging)

    def _person(
        self,
        sheet: Worksheet,
        fields: list[str],
        number: int,
        person: dict[str, Any],
        merging: dict[str, tuple[int, str]],
    ) -> None:
        self.line += 1
        read: dict[str, Any] = {}
        for column, name in enumerate(fields):
            value, kept, code = self._cell(name, number, person)
            key = {"village": person["village_code"], "township": person["township"]}.get(name)
            merged = key and self.choices[name] == "merged"
            if merged and merging.get(name, (0, ""))[1] == key:
                value = None
            elif merged:
                self._close(sheet, fields, merging, only=name)
                merging[name] = (self.line, key or "")
            if value is not None:
                cell = sheet.cell(self.line, column + 1, value)
                cell.number_format = code or cell.number_format
            read[name] = kept
        self.expected.append(self._expect(sheet.title, fields, person, read))

    def _close(self, sheet: Worksheet, fields: list[str], merging: dict[str, tuple[int, str]], only: str = "") -> None:
        for name in [only] if only else list(merging):
            first, _ = merging.pop(name, (0, ""))
            last = self.line if not only else self.line - 1
            if first and last > first:
                column = fields.index(name) + 1
                sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)

    def _cell(self, name: str, number: int, person: dict[str, Any]) -> tuple[Any, Any, str | None]:
        pick, choices = self.pick, self.choices
        value: Any = person.get(name)
        if name.startswith("#"):
            return (number if name == "#序号" else pick.choice(NOISE[name[1:]]) if name[1:] else None), None, None
        match name:
            case "name":
                return self._name(str(value)), value, None
            case "sex":
                return (
                    {"words": value, "codes": {"男": 1, "女": 2}[str(value)], "long": f"{value}性"}[choices["sex"]],
                    value,
                    None,
                )
            case "birth" | "start":
                return write_month(pick, person[name])
            case "end":
                return write_month(pick, person[name]) if value else (pick.choice([None, "至今", None]), None, None)
            case "id_number":
                return (
                    pick.choice(
                        [
                            str(value),
                            str(value),
                            " " + str(value),
                            str(value).replace("X", "x"),
                            f"{value[:6]} {value[6:14]} {value[14:]}",
                        ]
                    ),
                    value,
                    None,
                )
            case "phone":
                return (
                    pick.choice(
                        [
                            value,
                            int(str(value)),
                            f"{value[:3]}-{value[3:7]}-{value[7:]}",
                            f"{value[:3]} {value[3:7]} {value[7:]}",
                        ]
                    ),
                    value,
                    None,
                )
            case "political_status":
                code = PARTY_CODES[str(value)]
                return (
                    {"words": pick.choice(PARTY[str(value)]), "codes": code, "numbers": int(code)}[choices["party"]],
                    value,
                    None,
                )
            case "dispatch_level":
                words = (LEVELS_WITH_BANNERS if self.county[:2] in ("15", "64") else LEVELS)[str(value)]
                codes = {
                    "words": pick.choice(words),
                    "first": pick.choice([FIRST_LIST[str(value)], int(FIRST_LIST[str(value)])]),
                    "second": pick.choice([SECOND_LIST[str(value)], int(SECOND_LIST[str(value)])]),
                }
                return codes[choices["levels"]], value, None
            case "role":
                return pick.choice(ROLE_WORDS[person["roles"]]), None, None
            case "first_secretary" | "leader" | "deputy_leader" | "member":
                return choices["yes"][0 if name in person["roles"] else 1], None, None
            case "township":
                town = str(value)
                return pick.choice([town, town, " " + town, township_name(town)]), value, None
            case "village":
                return self._village(person), value, None
            case "ethnicity":
                return pick.choice([value, str(value).removesuffix("族")]), value, None
        return value, value, None

    def _name(self, name: str) -> str:
        if "·" in name:
            return name.replace("·", self.pick.choice("·•‧．・"))
        gap = self.pick.choice(["", "", "　", "  ", " "]) if len(name) == 2 else ""
        return name[0] + gap + name[1:] if gap else name + self.pick.choice(["", "", " "])

    def _village(self, person: dict[str, Any]) -> str:
        village: str = person["village"]
        forms = [village, village, village + " "]
        if village.endswith("村"):
            forms += [village + "委会", village[:-1] + "村民委员会"]
        if self.choices["township"] == "in_village":
            return f"{person['township']}{village}"
        return self.pick.choice(forms)

    def _expect(self, sheet: str, fields: list[str], person: dict[str, Any], read: dict[str, Any]) -> dict[str, Any]:
        kept = {"sheet": sheet, "row": self.line, "village_code": person["village_code"], "village": person["village"],
                "township": person["township"], "roles": person["roles"], "name": person["name"], "sex": person["sex"],
                "unit": person["unit"], "start": read["start"]}  # fmt: skip
        for name in ("political_status", "dispatch_level", "id_number", "phone", "end"):
            kept[name] = read.get(name)
        kept["birth"] = read["birth"] if "birth" in fields else f"{person['birth']:%Y-%m-%d}"
        for name in ("ethnicity", "education", "post", "rank", "remark"):
            if name in fields:
                kept[name] = read.get(name)
        return kept
