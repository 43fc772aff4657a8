"""The address of the file that a record was read from: where it can be had, or by its content. No path goes out."""

from __future__ import annotations

import base64
from urllib.parse import quote

from kaigi_extract.records import Source
from kaigi_extract.show.sanitise import legible
from kaigi_extract.text.late_pattern import late_pattern

_SHA256 = late_pattern(r"[0-9a-f]{64}")


def source_address(source: Source, url: str | None = None) -> str:
    """`url`, or the name of the content of the file (RFC 6920): ni:///sha-256;…, the same wherever it lies."""
    if url is not None:
        return url
    if _SHA256.fullmatch(source.sha256) is None:  # a record composed by hand
        return f"urn:sha256:{quote(legible(source.sha256), safe='')}"
    digest = base64.urlsafe_b64encode(bytes.fromhex(source.sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"
