"""Minutes (会議要録): head, speakers, agenda, decisions, and the cases that they belong to."""
