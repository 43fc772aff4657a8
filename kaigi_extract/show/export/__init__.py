"""Records as tables, as Markdown, and in the standards of other fields."""
