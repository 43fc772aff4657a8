"""The files that a PDF carries, each to be read as a document of its own. Opens nothing of what is in them."""

from __future__ import annotations

import os

from kaigi_extract.catalogue import Message
from kaigi_extract.errors import UnreadableSource
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.kinds import PDF, kind_of, media_type
from kaigi_extract.source.limits import MOST_ATTACHED
from kaigi_extract.source.native import NATIVE
from kaigi_extract.source.open import FileSource, HeldFile, hold


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that a PDF carries.

    `kaigi_extract.extract(one.data, name=one.name)` reads it.
    """

    name: str
    """As the PDF calls it."""
    data: bytes
    media_type: str
    """What it is by its bytes, for example "application/pdf"."""


def attachments(source: FileSource, *, password: str | None = None, name: str | None = None) -> list[Attachment]:
    """The files that a PDF carries, those of its list and those that hang on its pages; none of a file that is no PDF.

    `source` is a path, bytes or a file opened to read bytes; `password` opens an encrypted PDF; `name` is what bytes
    are called in messages.

    Raises:
        UnreadableSource: The file is not there, cannot be read, is damaged, or carries more files than any paper does.
        EncryptedSource: The PDF asks for a password.
    """
    held = hold(source, name)
    return of_held(held, password) if media_type(held.data) == PDF else []


def of_held(held: HeldFile, password: str | None) -> list[Attachment]:
    """The files that a PDF carries whose bytes are at hand."""
    from kaigi_extract.source.pdf_bombs import refuse_bombs
    from kaigi_extract.source.pdf_extras import attached_files, content
    from kaigi_extract.source.pymupdf_document import open_pdf
    from kaigi_extract.source.pymupdf_errors import PYMUPDF_ERRORS

    found: list[Attachment] = []
    with NATIVE, open_pdf(held.name, held.data, password) as document:
        refuse_bombs(held.name, held.data, document)
        try:
            files = list(attached_files(document))
        except PYMUPDF_ERRORS as error:
            problem = Message(
                "the list of the PDF's attached files is damaged ({error}); get a whole copy", error=error
            )
            raise UnreadableSource(held.name, problem) from error
        if len(files) > MOST_ATTACHED:
            problem = Message(
                "it carries {count} files, more than any paper does; take out the papers among them with a PDF reader",
                count=len(files),
            )
            raise UnreadableSource(held.name, problem)
        for file in files:
            try:
                data = content(document, file)
            except PYMUPDF_ERRORS:
                data = b""
            found.append(Attachment(file.name, data, kind_of(data, os.path.splitext(file.name)[1].lower())))
    return found
