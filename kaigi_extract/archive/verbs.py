"""The verbs of this room, as the error of a missing package names them."""

from __future__ import annotations

MIGRATE = "migrate"
ARCHIVE = "Archive"
