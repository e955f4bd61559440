"""Problems that only show when a roster is held against the records. Same form as those of reading."""

from cadres.ledger.problems import ERROR, WARNING, Problem, shortened

KINDS: dict[str, tuple[str, str]] = {
    "unknown_number": (ERROR, "人员编号“{value}”在本县台账里找不到。请核对编号；如是新增人员，请清空该格。"),
    "post_overlaps": (ERROR, "此人在{value}另有派驻，时间重叠，不能同时在两处驻村。请先填明前一段的结束时间，或核对身份证号。"),
    "text_too_long": (ERROR, "“{value}”太长（最多100字）。请精简，系统不会自行截断。"),
    "missing_start": (WARNING, "没有填写驻村开始时间，考勤和期限暂从导入之日算起。请补填。"),
    "missing_level": (WARNING, "看不出派出单位“{value}”的层级，请假环节无法确定。请补填派出层级。"),
    "held_elsewhere": (WARNING, "“{value}”的身份证号已登记在其他县（区、旗），这一行没有导入。确认导入后系统会请对方核实；对方同意调入后，请把这份台账再导入一次。如号码填错，请改正。"),
    "transfer_waiting": (WARNING, "已请“{value}”现登记的县（区、旗）核实，对方还没有答复，这一行没有导入。对方同意调入后，请把这份台账再导入一次。"),
    "transfer_refused": (WARNING, "对方县（区、旗）不同意“{value}”调入，这一行没有导入。请与对方核对身份证号和任职时间，改正后再导入。"),
    "facts_kept": (WARNING, "“{value}”现由其他县（区、旗）登记，姓名、电话等个人信息以对方为准，没有改动。如有出入，请与对方核对。"),
    "identity_to_check": (WARNING, "身份证号“{value}”与台账中同村同名的人对得上姓名、对不上号码，号码暂未写入。请到“身份核对”里确认是否同一人。"),
}  # fmt: skip


def problem(kind: str, *, sheet: str, row: int, column: str, value: object = "") -> Problem:
    severity, sentence = KINDS[kind]
    shown = shortened(value)
    return Problem(sheet, row, column, kind, severity, sentence.format(value=shown), shown)
