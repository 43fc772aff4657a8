"""A published 新旧対照表: which table is one, and its two columns as the lines of two texts."""
