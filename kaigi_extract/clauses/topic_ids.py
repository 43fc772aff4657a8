"""What is known of the topic ids of the record contract. Touches nothing."""

from __future__ import annotations

from typing import Literal

UNSPECIFIC_TOPICS = frozenset({"general", "other", "purpose_of_terms"})
"""Topics that say nothing of what a clause asks."""

TopicReason = Literal["clause", "paragraph", "nearest"]
"""Why a clause is given a topic: it is probable of heading and text; it is probable of a paragraph that the clause
numbers; or no topic is probable, and it is the nearest."""
