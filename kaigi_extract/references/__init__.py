"""Words that point to another place: found in a text, resolved in a set of clauses."""
