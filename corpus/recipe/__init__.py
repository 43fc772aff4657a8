"""Composes council papers in Shinjuku's form layouts: content as data, layouts as settings."""
