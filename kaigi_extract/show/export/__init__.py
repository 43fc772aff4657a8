"""Records as tables and Markdown."""
