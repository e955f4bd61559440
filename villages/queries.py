"""Divisions as the ledger readers want them."""

from villages.choices import DivisionLevel
from villages.models import Division
from villages.naming import Places


class DivisionsMissing(Exception):
    """The database does not hold the place's divisions; the sentence says how to get them in."""


def places_of(code: str) -> Places:
    """Names of a county (6 digits) down to its villages, or of a province (2 digits) down to its counties.

    Raises DivisionsMissing.
    """
    general = len(code) == 2
    home = Division.objects.filter(code=code.ljust(12, "0"))
    inside = Division.objects.filter(code__startswith=code)
    needed = inside.filter(level=DivisionLevel.COUNTY) if general else inside.filter(level=DivisionLevel.VILLAGE)
    if not home.exists() or not needed.exists():
        raise DivisionsMissing(
            f"数据库里没有代码 {code} 的{'省（自治区）' if general else '县（旗、区）'}或其下的区划。"
            "请先用 manage.py divisions import 文件 导入区划（CSV，两列：code,name），再导入台账。"
        )
    if general:
        inside = inside.filter(level__lte=DivisionLevel.COUNTY)
    above = Division.objects.filter(code__in=[code[:digits].ljust(12, "0") for digits in (2, 4)])
    return Places([*above.values_list("code", "name"), *inside.values_list("code", "name")])
