"""The record: who did what to which row, when, from where, before and after.

Rows written are recorded by the database itself (triggers.py), whoever writes them; what writes no row, such as an export
or a look at an ID number, by `note`. Entries are closed in batches by a chain of keyed hashes (sealing.py).
"""

from accounts.choices import Act
from accounts.record.history import Line, history_of
from accounts.record.notes import note

__all__ = ["Act", "Line", "history_of", "note"]
