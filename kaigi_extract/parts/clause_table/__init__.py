"""Clauses that are printed as the rows of a table: which tables are such, and the clause set of one."""
