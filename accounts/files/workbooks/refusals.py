"""Why a whole file is refused."""


class FileRefused(Exception):
    """The file as a whole cannot be read; `kind` is for programs, `sentence` (Chinese) for people.

    Kinds: not_a_roster (wrong type of file, or no table of the sort looked for), truncated_file, too_large,
    external_entity.
    """

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence


def truncated() -> FileRefused:
    return FileRefused("truncated_file", "文件不完整（可能没有传完或已损坏），请在电脑上打开确认无误后重新上传。")


def too_large(why: str) -> FileRefused:
    return FileRefused("too_large", f"文件过大：{why}。请删去多余的行、列和图片，或按乡镇分成几个文件后再上传。")


def external_entity() -> FileRefused:
    return FileRefused(
        "external_entity",
        "文件里含有外部引用声明，正常的表格不会有，已拒绝读取。请用 Excel 或 WPS 另存为 .xlsx 后再上传。",
    )


def wrong_type(why: str) -> FileRefused:
    return FileRefused("not_a_roster", f"{why}，请用 Excel 或 WPS 另存为 .xlsx 格式后再上传。")
