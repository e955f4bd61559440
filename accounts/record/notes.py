"""Entries for what writes no row of its own: logins, exports, printed sheets, a look at an ID number."""

import json
from typing import Any

from django.db import connection
from django.db.models import Model
from django.http import HttpRequest

from accounts.choices import Act
from accounts.models import User
from accounts.record.context import context_of, person

COUNTY = 6
INSERT = """
INSERT INTO record_entry (act, user_id, who, ip, request, path, via, kind, object_id, county, reason, detail)
SELECT %s, (c ->> 'user_id')::bigint, coalesce(c ->> 'who', ''), coalesce(c ->> 'ip', ''),
    coalesce(c ->> 'request', ''), coalesce(c ->> 'path', ''), coalesce(c ->> 'via', ''), %s, %s, %s, %s, %s
FROM (SELECT context || told || CASE WHEN context -> 'user_id' = told -> 'user_id'
    THEN jsonb_build_object('who', context -> 'who') ELSE '{}' END AS c
    FROM (SELECT record_context() AS context, %s::jsonb AS told) both_told) said
"""


def note(
    act: Act,
    *,
    request: HttpRequest | None = None,
    user: User | None = None,
    about: Model | type[Model] | None = None,
    county: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Write an entry in the caller's transaction; without request and user it is whoever the database was told of.

    Of the same user the database knows more than request and user do: whom they stand in for (代).
    `about` is a row or a model, `county` a division's code; `detail` holds what else matters (the filter of an export, its
    number of rows), never personal data in clear.
    """
    told = context_of(request) if request is not None else {}
    if user is not None:
        told = told | person(user)
    kind = about._meta.label_lower if about is not None else ""
    object_id = str(about.pk) if isinstance(about, Model) else ""
    extra = json.dumps(detail, ensure_ascii=False, default=str) if detail is not None else None
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [act.value, kind, object_id, county[:COUNTY], reason[:300], extra, json.dumps(told)])
