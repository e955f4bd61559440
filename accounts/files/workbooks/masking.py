"""ID numbers and telephones inside any text, masked: for what is shown or given back of an uploaded workbook."""

import re

from accounts.personal_data import masked_id, masked_phone

ID_LENGTH = 15
NUMBER = re.compile(
    r"(?<!\d)(?:\d{6}[ -]\d{8}[ -]\d{3}[\dXx]|1\d{2}[ -]\d{4}[ -]\d{4}|0\d{2,3}[ -]?\d{7,8}|\d{10,}[Xx]?)(?!\d)"
)


def masked_numbers(text: str) -> str:
    """The text with every run of digits as long as a telephone or an ID number masked; dates and amounts stay."""
    return NUMBER.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    number = re.sub(r"[ -]", "", found[0])
    return masked_id(number) if len(number) >= ID_LENGTH else masked_phone(number)
