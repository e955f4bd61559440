"""What a person fills in on a proceeding: an opinion, the paper of a body that never logs in, the name of a body."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

LARGEST = 10 * 1024 * 1024
# The first bytes of the kinds of file a scanned paper may be, with their ending and media type.
SIGNATURES = {
    b"%PDF": ("pdf", "application/pdf"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"\x89PNG": ("png", "image/png"),
}


def kind_of_scan(content: bytes) -> tuple[str, str]:
    """Ending and media type by the first bytes; empty for what is no scan."""
    return next((kind for signature, kind in SIGNATURES.items() if content.startswith(signature)), ("", ""))


class OpinionForm(forms.Form):
    """The button pressed says which decision; a refusal needs the opinion."""

    decision = forms.ChoiceField(choices=[("agree", "同意"), ("refuse", "不同意")])
    opinion = forms.CharField(label="意见", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class PaperForm(OpinionForm):
    """The decision of a body on paper, recorded by the county."""

    paper_number = forms.CharField(label="批件文号或说明", max_length=60, required=False)
    paper = forms.FileField(
        label="批件扫描件或照片", required=False, help_text="PDF、JPG、PNG，10 MB 以内；没有文号的须上传。"
    )

    def clean_paper(self) -> UploadedFile | None:
        paper: UploadedFile | None = self.cleaned_data["paper"]
        if paper is None:
            return None
        start = paper.read(8)
        paper.seek(0)
        if (paper.size or 0) > LARGEST:
            raise forms.ValidationError("文件超过 10 MB，请压缩后再上传。")
        if not kind_of_scan(start)[0]:
            raise forms.ValidationError("只能上传 PDF、JPG 或 PNG 文件，请重新扫描或拍照。")
        return paper


class BodyForm(forms.Form):
    """The body a step is for; one that is entered under this name is taken, else it is entered."""

    name = forms.CharField(
        label="办理机构", max_length=100, help_text="填写全称；已登记的机构从提示中选择。", strip=True
    )
