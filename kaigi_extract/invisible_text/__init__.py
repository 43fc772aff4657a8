"""Recognised text written invisibly over the scan that it was read from, so that the scan can be searched and copied.

May import pikepdf, which comes with the extra `searchable`; opens pages to read them only through `source` and `ocr`.
"""
