"""What is known of the topic ids of the record contract. Touches nothing."""

from __future__ import annotations

from typing import Literal, get_args

TOPICS = (
    "general", "purpose_of_terms", "confidentiality", "collection", "direct_collection", "prohibited_collection",
    "removal", "purpose_limitation", "third_party", "safekeeping", "security", "copying", "subcontracting", "exchange",
    "return_disposal", "personnel", "training", "reporting", "inspection", "incident", "publication", "damages",
    "termination", "compliance", "interpretation", "other",
)  # fmt: skip
"""All of them, in the order in which most sets of clauses come to them."""
UNSPECIFIC_TOPICS = frozenset({"general", "other", "purpose_of_terms"})
"""Topics that say nothing of what a clause asks."""

TopicReason = Literal["clause", "paragraph", "nearest"]
"""Why a clause is given a topic: it is probable of heading and text; it is probable of a paragraph that the clause
numbers; or no topic is probable, and it is the nearest."""
TOPIC_REASONS: tuple[TopicReason, ...] = get_args(TopicReason)
