"""Pages that are pictures: the ink on them, its ruled lines and lines of text, and the engines that read a line."""
