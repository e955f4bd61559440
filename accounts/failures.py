"""What may be told of an error outside the database: its class, the constraint that was broken, the places in the program.

What PostgreSQL says of a row it refuses quotes the row, and other errors may quote what they stumbled over: neither belongs
on a page nor in a log file.
"""

import logging
import traceback
from collections.abc import Iterator


def said_of(error: BaseException) -> str:
    """The class, and of an error of the database constraint and table, as `IntegrityError（约束 …，表 …）`."""
    told = type(error).__name__
    for one in _with_causes(error):
        diagnosis = getattr(one, "diag", None)
        names = (("约束", "constraint_name"), ("表", "table_name"), ("列", "column_name"))
        parts = [f"{word} {name}" for word, kind in names if (name := getattr(diagnosis, kind, None))]
        if parts:
            return f"{told}（{'，'.join(parts)}）"
    return told


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


class WithoutContent(logging.Filter):
    """Log lines of an error hold its class and the places it passed through, never its words."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        if isinstance(record.args, dict) and "exc" in record.args:  # a job's
            record.args = record.args | {"exc": said_of(error), "traceback": "", "args": "…", "kwargs": "…"}
        places = "".join(traceback.format_tb(error.__traceback__))
        record.msg = f"{record.getMessage()}\n{places}{said_of(error)}"
        record.args, record.exc_info, record.exc_text = None, None, None
        return True
