"""The JSON Schema of a document, as `kaigi-extract schema` prints it. Imports nothing of ours but the document.

`document.schema.json` beside this file is what it printed last; after a change of the records:

    kaigi-extract schema > kaigi_extract/records/document.schema.json
"""

from __future__ import annotations

import json

from kaigi_extract.records.document import Document

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def document_schema() -> str:
    """The schema of what `kaigi-extract extract` prints, as JSON text that ends in a newline."""
    schema = {"$schema": DIALECT} | Document.model_json_schema(mode="serialization")
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
