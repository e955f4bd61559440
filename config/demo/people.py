"""People nobody is: names, ID numbers with a right check digit and a county prefix that no county has, phones 170-0000."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = {
    "男": "建国,志强,海涛,永刚,晓东,文斌,立军,春生,德明,国庆,玉林,振华,学军,宏伟,占山,卫东,宝成,庆丰,长河,新民,瑞,刚,磊,勇,浩然,宇航",
    "女": "秀英,丽华,桂兰,晓燕,春梅,海霞,玉珍,雅琴,文静,淑芬,红梅,美玲,艳,娜,敏,静,雪梅,佳慧,思雨,桂芳",
}
MONGOLIAN = {
    "男": "巴特尔,孟和,朝鲁,宝音,阿古拉,布和,额尔敦,苏和,格日勒图,乌力吉,那顺,特木尔,哈斯巴根,白音,敖其尔,青格乐",
    "女": "其其格,乌云,萨仁,娜仁,托娅,高娃,斯琴,塔娜,阿茹娜,琪琪格,苏日娜,通拉嘎,乌日娜,萨日娜",
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
EDUCATION = ("大专", "大学本科", "大学本科", "大学本科", "硕士研究生")


class Person(NamedTuple):
    """An invented person. `number` is unique in a demo and makes the phone."""

    name: str
    sex: str
    birth: date
    id_number: str
    phone: str
    ethnicity: str
    political_status: str
    education: str


def invent(rng: Random, *, number: int, prefix: str, minority: str = "") -> Person:
    """A person of working age; about half of them of the `minority`, where one is named."""
    sex = "男" if rng.random() < 0.66 else "女"
    other = minority if minority and rng.random() < 0.5 else "汉族"
    birth = date(1972, 1, 1) + timedelta(days=rng.randrange(365 * 24))
    return Person(
        name=_name(rng, sex, mongolian=other == "蒙古族"),
        sex=sex,
        birth=birth,
        id_number=id_number(prefix, birth, number=number, sex=sex),
        phone=f"1700000{number:04d}",
        ethnicity=other,
        political_status="中共党员" if rng.random() < 0.85 else "群众",
        education=rng.choice(EDUCATION),
    )


def _name(rng: Random, sex: str, *, mongolian: bool) -> str:
    if mongolian:
        return rng.choice(MONGOLIAN[sex].split(","))
    return rng.choice(FAMILY) + rng.choice(GIVEN[sex].split(","))


def id_number(prefix: str, birth: date, *, number: int, sex: str) -> str:
    """18 characters: six of the prefix, the birth, a serial number odd for men, the check digit of GB 11643."""
    serial = number * 2 % 1000 + (1 if sex == "男" else 0)
    body = f"{prefix}{birth:%Y%m%d}{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]
