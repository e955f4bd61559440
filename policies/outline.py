"""A file to fill in: the heading and an empty block for each article of a text, in its order."""

from policies.articles import OfficialText


def outline(code: str, official: OfficialText) -> str:
    """The file's text. It holds numbers and empty places only, nothing of the official wording but the title."""
    numbers = [article.number for article in official.articles]
    annexes = [number for number in numbers if number.startswith("annex")]
    blocks = [_block(article.number, [item.number for item in article.items]) for article in official.articles]
    return _heading(code, official, len(numbers) - len(annexes) + len(official.missing), len(annexes)) + "".join(blocks)


def _heading(code: str, official: OfficialText, articles: int, annexes: int) -> str:
    lost = f"# 文本中没有找到：第 {'、'.join(official.missing)} 条，请核对原文。\n" if official.missing else ""
    return (
        "# 填写方法见 docs/办法编写指南.md。填完后运行 manage.py policy check 本文件。\n"
        f"{lost}"
        f'code = "{code}"\n'
        f'title = "{official.title}"\n'
        'number = ""                # 文号\n'
        "effective = 2000-01-01     # 施行日期，请改\n"
        'places = ["00"]            # 适用地区的区划代码前缀，请改\n'
        'team_kind = "village"      # village 驻村工作队，general 县级工作总队\n'
        f"articles = {articles}\n"
        f"annexes = {annexes}\n"
    )


def _block(number: str, items: list[str]) -> str:
    listed = f"# 本条的项：{'、'.join(f'{number}.{item}' for item in items)}\n" if items else ""
    return (
        "\n[[rule]]\n"
        f"{listed}"
        'kind = "principle"         # 请改成规则类型；没有可执行内容的保留 principle\n'
        f'article = "{number}"\n'
        'gist = "待填写"            # 用自己的话写一句，不要抄原文\n'
    )
