"""Reading a month's attendance sheet (考勤表) into one line a person a month. Pure Python, no Django."""

from attendance.sheets.reader import read_register
from attendance.sheets.reading import RegisterLine, RegisterReading, to_truth

__all__ = ["RegisterLine", "RegisterReading", "read_register", "to_truth"]
