"""Two clause sets side by side: for notebooks, as a page, for Word, for Excel, for a terminal."""
