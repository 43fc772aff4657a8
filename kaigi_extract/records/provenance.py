"""What a record came from: the file it was read from, the sets that were aligned. Imports nothing of ours but records.

It is kept beside the fields of a record and is none of them: copies and pickles carry it, but it is not compared and
not written. A record that was composed by hand, or loaded without its document, has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from kaigi_extract.records.base import Record
from kaigi_extract.records.display import Evidenced, Placed
from kaigi_extract.records.walk import walk

if TYPE_CHECKING:
    from kaigi_extract.records.alignment import Alignment
    from kaigi_extract.records.clause import ClauseSet
    from kaigi_extract.records.document import Document, Source

_SOURCE, _SETS, _SETTINGS = "_source", "_sets", "_settings"
"""Names among a record's attributes that no field can have."""
AnyDocument = TypeVar("AnyDocument", bound="Document")


def remember_source(document: AnyDocument, within: Record | None = None) -> AnyDocument:
    """Notes at every record of the document that has a place, or of the record `within` it alone, which file it was
    read from, and returns the document."""
    for node in walk(document if within is None else within):
        if isinstance(node.record, (Placed, Evidenced)):
            vars(node.record)[_SOURCE] = document.source
    return document


def source_of(record: Record) -> Source | None:
    """The file that a record was read from; None where it does not know."""
    source: Source | None = vars(record).get(_SOURCE)
    return source


def remember_sets(alignment: Alignment, old: ClauseSet, new: ClauseSet, settings: object = None) -> Alignment:
    """Notes at an alignment which sets it is of and by which settings it was made, and returns the alignment."""
    vars(alignment).update({_SETS: (old, new), _SETTINGS: settings})
    return alignment


def settings_of(alignment: Alignment) -> Any:
    """The settings that an alignment was made by, as they were noted; None for an alignment that was loaded."""
    return vars(alignment).get(_SETTINGS)


def sets_of(alignment: Alignment) -> tuple[ClauseSet, ClauseSet] | None:
    """The old and the new set; None for an alignment that was loaded."""
    sets: tuple[ClauseSet, ClauseSet] | None = vars(alignment).get(_SETS)
    return sets
