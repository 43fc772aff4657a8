"""Pages and crops of them, with what was read from them drawn in."""
