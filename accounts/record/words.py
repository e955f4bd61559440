"""What the record calls kinds of rows and columns that have no Chinese name of their own."""

from django.db import models

from accounts.record.history import CHINESE

KINDS = {
    "accounts.user_groups": "用户分组",
    "accounts.user_user_permissions": "用户权限",
    "guardian.userobjectpermission": "对机构的授权",
    "otp_totp.totpdevice": "动态口令手机",
}
# A column by its name in any table, or as app.model.column where a table means something else by it.
COLUMNS = {
    "body": "机构",
    "bound": "所属原文",
    "bound_by": "办理人",
    "cadre": "人员",
    "cadres.cadre.user": "登录账号",
    "cancelled_at": "撤销时间",
    "cancelled_by": "撤销人",
    "case": "召回事项",
    "chosen_by": "办理人",
    "closed_at": "办结时间",
    "closed_by": "关账人",
    "confirmed": "已绑定",
    "counts": "处理结果",
    "data_key": "数据密钥",
    "deadline_ruling": "期限依据",
    "decided_at": "办理时间",
    "decided_by": "办理人",
    "digits": "口令位数",
    "division": "所属区划",
    "effects_ruling": "影响依据",
    "evidence": "考勤依据",
    "file": "文件",
    "file_key": "文件密钥",
    "finished_at": "完成时间",
    "first_half": "起始半天",
    "ground_ruling": "情形依据",
    "group": "分组",
    "health_cipher": "健康情况",
    "id_cipher": "身份证号",
    "judged_by": "核准人",
    "laid_by": "登记人",
    "last_half": "截止半天",
    "made_by": "任用人",
    "merged_into": "并入机构",
    "months": "月份",
    "name": "名称",
    "nights": "夜宿",
    "note_cipher": "说明",
    "noted_am": "上午登记",
    "noted_pm": "下午登记",
    "guardian.userobjectpermission.object_pk": "机构",
    "opened_by": "发起人",
    "opened_on": "发起日期",
    "otp_totp.totpdevice.key": "密钥",
    "password": "密码",
    "permission": "权限",
    "person": "人员",
    "phone_cipher": "联系电话",
    "place": "地域",
    "posting": "派驻",
    "problems": "问题清单",
    "proceeding": "办件",
    "proposed_by": "提出人",
    "read_at": "阅读时间",
    "read_by": "阅读人",
    "reason_cipher": "事由",
    "recorded_by": "登记人",
    "reopened_at": "重开时间",
    "reopened_by": "重开人",
    "returned_half": "销假半天",
    "rows_total": "行数",
    "ruling": "依据",
    "set_by": "评定人",
    "start_half": "起始半天",
    "end_half": "截止半天",
    "team": "工作队",
    "uploaded_by": "上传人",
    "user": "用户",
    "version": "版本",
    "voided_at": "作废时间",
    "voided_by": "作废人",
    "withdraws": "撤回依据",
    "wrapped": "密钥",
}


def kind_label(model: type[models.Model]) -> str:
    """What a kind of rows is called."""
    return KINDS.get(model._meta.label_lower) or str(model._meta.verbose_name)


def column_label(field: models.Field) -> str:
    """What a column is called; nothing where it is the program's own business."""
    if told := COLUMNS.get(f"{field.model._meta.label_lower}.{field.name}"):
        return told
    own = str(field.verbose_name)
    return own if CHINESE.search(own) else COLUMNS.get(field.name, "")
