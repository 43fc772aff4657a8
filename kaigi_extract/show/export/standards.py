"""The standards that a document goes out in, by name."""

from __future__ import annotations

import os
from typing import Literal, get_args

from kaigi_extract.catalogue import Message
from kaigi_extract.records import Document
from kaigi_extract.show.export.akoma_ntoso import to_akoma_ntoso
from kaigi_extract.show.export.exported import Exported
from kaigi_extract.show.export.law_xml import to_law_xml
from kaigi_extract.show.export.meetings import to_open_civic_data, to_popolo
from kaigi_extract.show.export.web_annotations import to_web_annotations

Standard = Literal["law-xml", "akoma-ntoso", "popolo", "ocd", "web-annotations"]
OF_CLAUSE_SETS = ("law-xml", "akoma-ntoso")
"""Standards of one clause set."""


def to_standard(
    document: Document,
    standard: Standard,
    path: str | os.PathLike[str] | None = None,
    *,
    clause_set: str | None = None,
    law_number: str | None = None,
    source_url: str | None = None,
) -> Exported:
    """The document, or one of its clause sets, in a standard of another field; written to `path` where one is given.

    `clause_set` is the start of a title, `law_number` the 法令番号 of a clause set for law-xml, `source_url` where the
    file can be had. Errors: `ValueError` for a name that is no standard's, an option that is not the standard's, or
    where no one clause set is meant; `OSError` where `path` cannot be written.
    """
    if standard not in get_args(Standard):
        listed = ", ".join(get_args(Standard))
        raise ValueError(Message("no standard {standard!r}; there are {listed}", standard=standard, listed=listed))
    if standard not in OF_CLAUSE_SETS and clause_set is not None:
        raise ValueError(Message("{standard} is of a whole document, and takes no clause set", standard=standard))
    if standard != "law-xml" and law_number is not None:
        raise ValueError(Message("{standard} has no place for a 法令番号; law-xml has", standard=standard))
    if standard in OF_CLAUSE_SETS and source_url is not None:
        raise ValueError(Message("{standard} has no place for the address of the file", standard=standard))
    if standard == "law-xml":
        made = to_law_xml(document, clause_set, law_number)
    elif standard == "akoma-ntoso":
        made = to_akoma_ntoso(document, clause_set)
    else:
        give = {"popolo": to_popolo, "ocd": to_open_civic_data, "web-annotations": to_web_annotations}[standard]
        made = give(document, source_url)
    if path is not None:
        made.write(path)
    return made
