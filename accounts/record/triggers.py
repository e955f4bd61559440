"""The triggers that record every row written, made from the models after each migration.

A statement's entries are written in one go from its transition tables, so that a bulk import costs one more statement and
not one for each row. Which tables are recorded follows from the project's own apps and settings.RECORDED_TOO;
settings.UNRECORDED names what is derived from other rows, as "app.Model" or "app.Model.field".
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from villages.models import Division

LEFT_OUT = {"identity", "session_key", "last_login", "pinyin", "grams"}
DIGESTED = {"accounts.User.password", "otp_totp.TOTPDevice.key"}
FARTHEST = 3  # foreign keys to a division
COUNTY = 6
GUARDED = ("record_entry", "record_seal")

FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    told jsonb := record_context();
BEGIN
    IF TG_OP = 'INSERT' THEN
        {created}
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO record_entry (act, user_id, who, ip, request, path, via, kind, object_id, county, before)
        SELECT 'removed', {told}, '{kind}', o.{key}::text, {county_old}, jsonb_strip_nulls({json_old}) FROM gone o;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO record_entry (act, user_id, who, ip, request, path, via, kind, object_id, county, before, after)
        SELECT 'changed', {told}, '{kind}', coalesce(o.{key}, n.{key})::text, coalesce({county_new}, ''), d.was, d.now
        FROM gone o FULL JOIN came n ON n.{key} = o.{key}
        CROSS JOIN LATERAL (SELECT {json_old} AS was, {json_new} AS now OFFSET 0) j
        CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(name, j.was -> name) AS was, jsonb_object_agg(name, j.now -> name) AS now
            FROM jsonb_object_keys(coalesce(j.now, j.was)) name WHERE j.was -> name IS DISTINCT FROM j.now -> name
        ) d
        WHERE j.was IS DISTINCT FROM j.now;
    ELSE
        INSERT INTO record_entry (act, user_id, who, ip, request, path, via, kind)
        SELECT 'emptied', {told}, '{kind}';
    END IF;
    RETURN NULL;
END $body$;
COMMENT ON FUNCTION {name}() IS '{digest}';
DROP TRIGGER IF EXISTS record_insert ON {table};
DROP TRIGGER IF EXISTS record_update ON {table};
DROP TRIGGER IF EXISTS record_delete ON {table};
DROP TRIGGER IF EXISTS record_truncate ON {table};
CREATE TRIGGER record_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER record_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER record_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER record_truncate AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
EACH_ROW = """INSERT INTO record_entry (act, user_id, who, ip, request, path, via, kind, object_id, county, after)
        SELECT 'created', {told}, '{kind}', n.{key}::text, {county_new}, jsonb_strip_nulls({json_new}) FROM came n;"""
COUNTED = """INSERT INTO record_entry (act, user_id, who, ip, request, path, via, kind, object_id, detail)
        SELECT 'created', {told}, '{kind}', CASE WHEN count(*) = 1 THEN min(n.{key}::text) ELSE '' END,
            jsonb_build_object('行数', count(*), '自', min(n.{key}::text), '至', max(n.{key}::text))
        FROM came n HAVING count(*) > 0;"""
TOLD = (
    "(told ->> 'user_id')::bigint, coalesce(told ->> 'who', ''), coalesce(told ->> 'ip', ''),"
    " coalesce(told ->> 'request', ''), coalesce(told ->> 'path', ''), coalesce(told ->> 'via', '')"
)
REVOKE = """
DO $$
DECLARE
    other record;
BEGIN
    FOR other IN
        SELECT DISTINCT held.relname, pg_get_userbyid(given.grantee) AS role FROM pg_class held,
            aclexplode(held.relacl) given
        WHERE held.relname IN ('record_entry', 'record_seal') AND held.relkind = 'r' AND given.grantee NOT IN (0, held.relowner)
            AND given.privilege_type NOT IN ('SELECT', 'INSERT') AND pg_has_role(current_user, held.relowner, 'USAGE')
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON %I FROM %I', other.relname, other.role);
    END LOOP;
END $$
"""


def recorded_models() -> Iterator[type[models.Model]]:
    """The project's own tables, save what is derived, and those of libraries that settings name."""
    for app in apps.get_app_configs():
        own = Path(app.path).parent == Path(settings.ROOT)
        for model in app.get_models(include_auto_created=True):
            label = model._meta.label
            if label in settings.RECORDED_TOO or own and model._meta.managed and label not in settings.UNRECORDED:
                yield model


def install(**kwargs: Any) -> None:
    """Make the triggers that are missing or out of date, and take from other roles what would change the record."""
    wanted = {function_name(model): model for model in recorded_models()}
    present, standing = _tables(), installed()
    with connection.cursor() as cursor:
        for name, model in wanted.items():
            statement = _function(model)
            if model._meta.db_table in present and standing.get(name) != _digest(statement):
                cursor.execute(statement.replace("{digest}", _digest(statement)))
        cursor.execute(REVOKE)


def remove(plan: list[Any] | None = None, **kwargs: Any) -> None:
    """Before migrations change columns the triggers go; `install` follows when all is done."""
    if plan:
        with connection.cursor() as cursor:
            for name in installed():
                cursor.execute(f"DROP FUNCTION {connection.ops.quote_name(name)}() CASCADE")


def missing() -> list[str]:
    """Labels of the models whose writes are not recorded as they should be."""
    standing = installed()
    return [
        str(model._meta.verbose_name)
        for model in recorded_models()
        if standing.get(function_name(model)) != _digest(_function(model))
    ]


def installed() -> dict[str, str]:
    """Trigger functions of the record that four triggers use → the digest of their text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.proname, obj_description(f.oid, 'pg_proc') FROM pg_proc f JOIN pg_trigger t ON t.tgfoid = f.oid"
            " WHERE f.proname LIKE 'record\\_of\\_%' AND t.tgenabled <> 'D' GROUP BY f.oid HAVING count(*) = 4"
        )
        return dict(cursor.fetchall())


def function_name(model: type[models.Model]) -> str:
    return f"record_of_{model._meta.db_table}"[:63]


def _tables() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def _digest(statement: str) -> str:
    return hashlib.sha256(statement.encode()).hexdigest()[:16]


def _function(model: type[models.Model]) -> str:
    """The function and its triggers; the place of its own digest is left open."""
    quote = connection.ops.quote_name
    parts = {
        "kind": model._meta.label_lower,
        "key": quote(str(model._meta.pk.column)),
        "told": TOLD,
        "json_old": _json(model, "o"),
        "json_new": _json(model, "n"),
        "county_old": _county(model, "o"),
        "county_new": _county(model, "n"),
    }
    created = COUNTED if model._meta.label in settings.RECORDED_AS_COUNTS else EACH_ROW
    return FUNCTION.format(
        name=quote(function_name(model)),
        table=quote(model._meta.db_table),
        created=created.format(**parts),
        digest="{digest}",
        **parts,
    )


def _json(model: type[models.Model], row: str) -> str:
    """The row as JSON: without what is derived, sealed columns as a digest."""
    left_out, shown = [], []
    for field in model._meta.local_concrete_fields:
        column = str(field.column)
        told = f"{row}.{connection.ops.quote_name(column)}"
        name = f"{model._meta.label}.{field.name}"
        if column in LEFT_OUT or column.endswith("_hash") or name in settings.UNRECORDED:
            left_out.append(column)
        elif isinstance(field, models.BinaryField):
            shown.append((column, f"'sealed:' || left(encode(sha256({told}), 'hex'), 8)"))
        elif name in DIGESTED:
            shown.append((column, f"'sealed:' || left(encode(sha256(convert_to({told}, 'UTF8')), 'hex'), 8)"))
    names = ", ".join(f"'{column}'" for column in [*left_out, *(column for column, _ in shown)])
    whole = f"to_jsonb({row}) - ARRAY[{names}]::text[]"
    pairs = ", ".join(f"'{column}', {told}" for column, told in shown)
    return f"({whole} || jsonb_build_object({pairs}))" if pairs else f"({whole})"


def _county(model: type[models.Model], row: str) -> str:
    """SQL for the six digits of the county a row belongs to; '' where it has no place."""
    steps = _way(model)
    quote = connection.ops.quote_name
    if steps is None:
        return "''"
    if not steps:
        return f"left({row}.{quote(str(model._meta.pk.column))}, {COUNTY})"
    first, *rest = [str(step.column) for step in steps]
    if not rest:
        return f"coalesce(left({row}.{quote(first)}, {COUNTY}), '')"
    tables = [quote(step.related_model._meta.db_table) for step in steps[:-1]]
    keys = [quote(str(step.related_model._meta.pk.column)) for step in steps[:-1]]
    joined = f"{tables[0]} t0"
    for at in range(1, len(tables)):
        joined += f" JOIN {tables[at]} t{at} ON t{at}.{keys[at]} = t{at - 1}.{quote(rest[at - 1])}"
    last = f"t{len(tables) - 1}.{quote(rest[-1])}"
    return f"coalesce((SELECT left({last}, {COUNTY}) FROM {joined} WHERE t0.{keys[0]} = {row}.{quote(first)}), '')"


def _way(model: type[models.Model]) -> list[Any] | None:
    """Foreign keys from a model to a division: as the model says it is reached, else the shortest way."""
    if model is Division:
        return []
    declared = getattr(getattr(model, "reach", None), "division", "")
    return (_declared(model, declared) if declared else None) or _shortest(model)


def _declared(model: type[models.Model], path: str) -> list[Any] | None:
    steps: list[Any] = []
    for part in path.split("__"):
        fields = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
        field = fields.get(part)
        if field is None or not isinstance(field, models.ForeignKey):
            return None
        steps.append(field)
        model = field.related_model
    return steps if model is Division else None


def _shortest(model: type[models.Model]) -> list[Any] | None:
    ways: list[tuple[type[models.Model], list[Any]]] = [(model, [])]
    for _ in range(FARTHEST):
        further: list[tuple[type[models.Model], list[Any]]] = []
        for reached, steps in ways:
            for field in reached._meta.concrete_fields:
                if isinstance(field, models.ForeignKey):
                    way = [*steps, field]
                    if field.related_model is Division:
                        return way
                    further.append((field.related_model, way))
        ways = further
    return None
