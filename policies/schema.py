"""The JSON Schema of a regulation's file, for editors that complete and check while typing."""

from typing import Any

from policies.policy import PolicyFile


def file_schema() -> dict[str, Any]:
    schema = PolicyFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "办法规则文件"}
