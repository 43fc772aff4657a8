"""What a single file may take by default: beyond it nothing is a document. Numbers only."""

from __future__ import annotations

MAX_BYTES = 2**30
"""Bytes of a file: the largest council document known to us, a scanned bundle, has 180 MB."""
MAX_PAGES = 20_000
"""Pages of a file: the longest bundle known to us has 1,100. A PDF may claim any number of them."""
