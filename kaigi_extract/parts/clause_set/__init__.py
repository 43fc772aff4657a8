"""Clause sets (特記事項 and the like): lines to a tree by their labels, headings, days, and the record. Forms only."""
