"""Which lines head a document that is often one page long, and of which many follow each other in one file.

The layout asks, before anything is cut into parts: such a line at the top of every page is no header.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.parts.form_line import is_form_line
from kaigi_extract.parts.register.title import begins_register
from kaigi_extract.parts.settings import RegisterSettings
from kaigi_extract.parts.sheet.title_lines import is_basis
from kaigi_extract.parts.titles import bare_title, compared
from kaigi_extract.wards import Common, Ward


def heads_document(line: AnyLine, common: Common, settings: RegisterSettings) -> bool:
    """Whether a line heads a sheet that is often one page long: the title or the form's number of a register sheet, the
    article of a case."""
    return begins_register(line, common, settings) or is_form_line(line) or is_basis(line.text)


def part_titles(wards: Sequence[Ward], common: Common, longest: int) -> Callable[[str], bool]:
    """What tells whether a line of a text file heads a part: what wards call a sheet and its outline, or the title of a
    clause set. Such a line, of `longest` characters at most, belongs to no value above it."""
    words = (word for ward in wards for word in (*ward.sheet.heading, *ward.sheet.outline, *ward.sheet.bases))
    endings = tuple({compared(word) for word in words})
    titles = set(map(compared, common.clause_set_titles))
    titles |= {compared(word) for ward in wards for own in ward.clause_sets for word in own.words}

    def heads_part(text: str) -> bool:
        if len(text) > longest:
            return False
        title = compared(text)
        return title.endswith(endings) or bare_title(title) in titles

    return heads_part
