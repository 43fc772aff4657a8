"""Corrections outside of documents: kept beside a file, and exchanged as tables and patches. Changes no record."""
