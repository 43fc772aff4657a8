"""What every record shares: how it is validated and written. Imports nothing of ours but the door to `show`.

A record is a pydantic model. Unknown keys are refused, so that a misspelt field of a stored record is an error and
not a silent loss.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue

from kaigi_extract.records.display import Shown

SCHEMA_VERSION = "2"
"""The version that `Document.schema_version` carries; raised when a public name is renamed or dropped."""

Category = Literal[
    "outsourcing",
    "linkage",
    "secondary_use",
    "external_provision",
    "indirect_collection",
    "system_development",
    "electronic_record",
    "registration",
    "notice",
    "sensitive_collection",
    "impact_assessment",
    "camera",
    "other",
]
"""What a case asks for, in words that hold for every ward. Articles lead here through the ward's mapping."""


class Record(Shown, BaseModel):
    """Base of all records: closed, its numbers finite (JSON has no others), documented by its field docstrings."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema that pydantic makes, each field described by its docstring."""
        from kaigi_extract.records.docstrings import field_docstrings

        found = handler(core_schema)
        fields = handler.resolve_ref_schema(found).get("properties", {})
        for name, words in field_docstrings(cls).items():
            fields.get(name, {}).setdefault("description", words)
        return found
