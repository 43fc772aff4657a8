"""What a content security policy calls a script or a style that stands in its page: a hash of its text. Pure."""

from __future__ import annotations

import base64
import hashlib


def policy_source(text: str) -> str:
    """The source expression of a text, without its quotation marks: sha256-…, as Content Security Policy 3 has it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
