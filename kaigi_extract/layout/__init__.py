"""Pages of facts to lines, tables and paragraphs in reading order. Knows geometry; no ward, no law."""
