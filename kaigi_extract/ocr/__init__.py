"""Pages that are pictures: the ink on them, its rules and lines, and the engines that read a line."""
