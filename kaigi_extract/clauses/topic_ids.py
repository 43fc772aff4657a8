"""What is known of the topic ids of the record contract. Touches nothing."""

from __future__ import annotations

UNSPECIFIC_TOPICS = frozenset({"general", "other", "purpose_of_terms"})
"""Topics that say nothing of what a clause asks."""
