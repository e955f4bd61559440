"""Kinds of problems found in rosters and attendance sheets, each with a sentence of what is wrong and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

ERROR = "error"
WARNING = "warning"

# kind: (severity, what is wrong and what to do; 值 is put in where it helps)
KINDS: dict[str, tuple[str, str]] = {
    "id_as_number": (
        ERROR, "身份证号是按数字录入的，末几位已经丢失，不能补回。请把单元格改为文本格式后按证件重新录入。"
    ),
    "id_check_digit": (ERROR, "身份证号“{value}”的校验码不对，多半有一位录错。请按证件核对后改正。"),
    "id_length": (ERROR, "身份证号“{value}”不是18位。请按证件补全。"),
    "id_bad_date": (ERROR, "身份证号“{value}”中的出生日期不存在。请按证件核对后改正。"),
    "id_sex_mismatch": (ERROR, "性别“{value}”与身份证号第17位不符。请核对性别和身份证号，改正其中录错的一项。"),
    "unknown_village": (ERROR, "本县没有名为“{value}”的村（社区、嘎查）。请按行政区划名称改正。"),
    "village_not_in_township": (ERROR, "“{value}”不在所填的乡镇。请核对乡镇和村名。"),
    "missing_village": (ERROR, "没有填写派驻地。请补填。"),
    "ambiguous_village": (ERROR, "有不止一个乡镇有“{value}”，又没有填乡镇。请补填乡镇。"),
    "bad_date": (ERROR, "日期“{value}”不存在或看不懂。请写成 2018-03 或 2018-03-05 这样的年月（日）。"),
    "date_out_of_range": (ERROR, "日期“{value}”的年份不在1930年至2030年之间。请核对后改正。"),
    "end_before_start": (ERROR, "结束时间“{value}”早于开始时间。请核对两个时间。"),
    "missing_name": (ERROR, "没有填写姓名。请补填。"),
    "missing_unit": (ERROR, "没有填写派出单位。请补填。"),
    "unknown_role": (
        ERROR, "驻村职务“{value}”无法识别。请写明第一书记、队长、副队长或队员；包村干部等其他职务不在此列。"
    ),
    "unknown_sex": (ERROR, "性别“{value}”无法识别。请填男或女。"),
    "merged_name": (ERROR, "一个姓名单元格跨了几个人。请取消合并，每人一行填写姓名。"),
    "formula_cell": (ERROR, "单元格里是公式，算出的值不能采信。请选择性粘贴为数值后再导入。"),
    "cell_error": (ERROR, "单元格是错误值“{value}”。请填写实际内容。"),
    "text_too_long": (ERROR, "内容太长（姓名最多50字，单位和职务最多100字，备注最多500字）。请精简，系统不会自行截断。"),
    "duplicate_row": (ERROR, "与{value}是同一个人、同一个村，时间重叠。请删去重复的一行。"),
    "person_in_two_villages": (
        ERROR, "同一身份证号与{value}在不同的地方时间重叠。请核实在哪个村；如系调整，请填明前一段的结束时间。"
    ),
    "id_birth_mismatch": (WARNING, "出生年月“{value}”与身份证号不一致，已按表中填写的导入。请对照档案核实。"),
    "phone_format": (WARNING, "电话“{value}”不是11位，已留空。请补填手机号码。"),
    "ambiguous_month": (
        WARNING, "数字“{value}”分不清是1月还是10月，已留空。请写成 1984-01 或 1984-10 后再导入，或在系统里补填。"
    ),
    "formula_text": (WARNING, "内容以等号开头，已按文字原样保存。请核对是否误录。"),
    "two_leaders": (WARNING, "同一支工作队有不止一名队长。请核实。"),
    "subtotal_mismatch": (WARNING, "表中小计“{value}”与按日统计不一致，以按日统计为准。请核对。"),
    "unknown_symbol": (ERROR, "符号“{value}”在图例中没有说明。请改用图例中的符号，或在图例中补上它的意思。"),
    "impossible_day": (ERROR, "该月没有这一天，却有记录“{value}”。请删去。"),
    "not_in_roster": (ERROR, "名册里没有“{value}”。请核对姓名、身份证号和村名，或先把此人录入名册。"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `row` is the worksheet's row number from 1; `column` the lowest header text without white space;
    all three places are None where the whole file is meant."""

    sheet: str | None
    row: int | None
    column: str | None
    kind: str
    severity: str
    sentence: str
    value: str = ""

    def place(self) -> dict[str, str | int | None]:
        """As the exchange form wants it: where, what, how bad."""
        return {
            "sheet": self.sheet, "row": self.row, "column": self.column, "kind": self.kind, "severity": self.severity
        }  # fmt: skip


def found(kind: str, *, sheet: str, row: int, column: str | None, value: object = "") -> Problem:
    """A problem of a known kind; long values are shortened in the sentence."""
    severity, sentence = KINDS[kind]
    shown = shortened(value)
    return Problem(sheet, row, column, kind, severity, sentence.format(value=shown), shown)


def refused(kind: str, sentence: str) -> Problem:
    """The file as a whole."""
    return Problem(None, None, None, kind, ERROR, sentence)


def shortened(value: object, longest: int = 40) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == ERROR for problem in problems)


def places(problems: Iterable[Problem]) -> list[dict[str, str | int | None]]:
    """All of them in the exchange form, by sheet name, row and column."""
    ordered = sorted(problems, key=lambda problem: (problem.sheet or "", problem.row or 0, problem.column or ""))
    return [problem.place() for problem in ordered]
