"""How a record shows itself: the one door from records up to `show`, which is opened only when something is shown.

Notebooks, rich and people look for these methods on the record itself, so records need one way up, against the order
of the floors. This module is that way and nothing else:

- Only this module of records imports `show`, and of `show` only the package: its verbs, none of its modules.
- It imports within methods. A record that nobody looks at loads neither `show` nor what it draws with.
- A method hands on its arguments and decides nothing. What is shown, and how, is written where it is drawn.

`Shown` is every record, `Placed` one with spans, `Evidenced` one with evidence, `ShownDocument` the document, and
`Compared` the comparison of two clause sets.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack, cast

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped, import-not-found, unused-ignore]
    from rich.console import RenderableType

    from kaigi_extract.records.alignment import Alignment
    from kaigi_extract.records.clause import ClauseSet
    from kaigi_extract.records.document import Document
    from kaigi_extract.settings import Settings
    from kaigi_extract.show import Excerpt, Exported, Picture

Path = str | os.PathLike[str]


class PageOptions(TypedDict, total=False):
    """How a page is read again, and shown."""

    path: Path | None
    """Where the file lies now."""
    password: str | None
    dpi: float
    """Pixels to 72 points."""
    ward: str | None
    mapping: Path | None
    reader: Literal["pymupdf", "pdfplumber"]
    recogniser: str
    settings: Settings


class TableChoices(TypedDict, total=False):
    """How a 新旧対照表 is printed where houses differ."""

    unchanged: Literal["omitted", "printed"] | None
    """Whether what did not change is left out as （略）; None leaves it out of a change, and prints it of two wards."""
    lead: Literal["printed", "shortened", "omitted"]
    """Words above 号 that changed (柱書), where they did not: in full, as far as the first comma, or （略）."""
    old_side: Literal["right", "left"]
    heads: tuple[str, str] | None
    """Words over the new and the old text: 改正案 and 現行."""
    omission: str
    """What stands for what is left out."""


class Shown:
    """Any record: a table in a notebook, a tree in a terminal. Everything from the documents is escaped."""

    def _repr_html_(self) -> str:
        from kaigi_extract.show import record_html

        return record_html(cast("Any", self))

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        from kaigi_extract.show import record_text

        printer.text(record_text(cast("Any", self)))

    def __rich__(self) -> RenderableType:
        """What `rich.print` prints."""
        from kaigi_extract.show import record_tree

        return record_tree(cast("Any", self))


class Placed(Shown):
    """A record with `spans`."""

    def show(self, *, path: Path | None = None, password: str | None = None, dpi: float = 150) -> Picture | Excerpt:
        """The crop of the page, or of each of the pages, that this was read from; of a text file, its lines.

        `path` is where the file lies now, if no longer where it was read; `password` that of an encrypted one; `dpi`
        pixels to 72 points, 1,200 at most. Errors: `UnreadableSource` where the file is not there or has changed,
        `EncryptedSource`; `ValueError` for a record that does not know its file or has no place.
        """
        from kaigi_extract.show import show_record

        return show_record(cast("Any", self), path=path, password=password, dpi=dpi)


class Evidenced(Shown):
    """A record with `evidence`, field by field."""

    def show(
        self, field: str | None = None, *, path: Path | None = None, password: str | None = None, dpi: float = 150
    ) -> Picture | Excerpt:
        """The crop of the page that `field` was read from; without one, of all its fields, each in its box.

        Options and errors are those of `Evidence.show`; a field without evidence is a `ValueError` that lists those
        that have some.
        """
        from kaigi_extract.show import show_field

        return show_field(cast("Any", self), field, path=path, password=password, dpi=dpi)


class ShownDocument(Evidenced):
    """What only a whole document can show, and how it is taken away."""

    def show_page(
        self, number: int, *, path: Path | None = None, password: str | None = None, dpi: float = 100
    ) -> Picture:
        """The page with the box of every value: one colour a record, dashed where it may be misread.

        Options and errors are those of `Evidence.show`; `ValueError` also for a file without pages.
        """
        from kaigi_extract.show import show_page

        return show_page(cast("Document", self), number, path=path, password=password, dpi=dpi)

    def debug_lines(self, number: int, **options: Unpack[PageOptions]) -> Picture:
        """The page with the lines that the layout found, numbered in reading order.

        Reads the page again. `options` are those of `PageOptions`; give those of `extract` as it was given them.
        """
        from kaigi_extract.show import debug_lines

        return debug_lines(cast("Document", self), number, **options)

    def debug_tables(self, number: int, **options: Unpack[PageOptions]) -> Picture:
        """The page with its ruled lines, and the tables and cells of the layout. Options as in `debug_lines`."""
        from kaigi_extract.show import debug_tables

        return debug_tables(cast("Document", self), number, **options)

    def to_pandas(self, table: str) -> DataFrame:
        """One of the tables that `migrate` writes, of this document: "clauses", "evidence", "findings", …

        Columns and dtypes are those of the archive. Errors: `ValueError` that lists the tables; `MissingExtra`.
        """
        from kaigi_extract.show import to_pandas

        return to_pandas(cast("Document", self), table)

    def to_csv(self, table: str, path: Path | None = None) -> str:
        """One of the tables of `to_pandas` as CSV, written to `path` where one is given.

        With a byte order mark in the file, as Excel wants it for Japanese. A text that a spreadsheet would take for a
        formula has an apostrophe before it; what a terminal would obey is �.
        """
        from kaigi_extract.show import to_csv

        return to_csv(cast("Document", self), table, path)

    def to_markdown(self, table: str | None = None, path: Path | None = None) -> str:
        """The whole document to read, or one of the tables; written to `path` where one is given."""
        from kaigi_extract.show import to_markdown

        return to_markdown(cast("Document", self), table, path)

    def to_standard(
        self,
        standard: Literal["law-xml", "akoma-ntoso", "popolo", "ocd", "web-annotations"],
        path: Path | None = None,
        *,
        clause_set: str | None = None,
        law_number: str | None = None,
        source_url: str | None = None,
    ) -> Exported:
        """The document in a standard of another field; written to `path` where one is given.

        `law-xml` (法令標準XML) and `akoma-ntoso` are of one clause set, which `clause_set` names by the start of its
        title where there are several; `law_number` is its 法令番号 for law-xml. `popolo` and `ocd` (Open Civic Data)
        are of the sittings, `web-annotations` (W3C, JSON-LD) of the evidence; `source_url` is where the file can be
        had. What comes has the `text`, and what the standard has no place for: `not_carried`. Errors: `ValueError` for
        another name, an option that is not of the standard, or where no one clause set is meant.
        """
        from kaigi_extract.show import to_standard

        return to_standard(
            cast("Document", self),
            standard,
            path,
            clause_set=clause_set,
            law_number=law_number,
            source_url=source_url,
        )


class Compared(Shown):
    """Two clause sets that were held against each other: the report, and the 新旧対照表 of offices.

    An alignment that was loaded from a file does not know its sets: give them as `old` and `new`. Without them it is a
    `ValueError`.
    """

    def to_html(
        self,
        path: Path | None = None,
        *,
        old: ClauseSet | None = None,
        new: ClauseSet | None = None,
        evidence: bool = True,
    ) -> str:
        """The comparison as one page of HTML that needs nothing else, written to `path` where one is given.

        `evidence` puts the pages in that the clauses were read from; files that are not there any more are left out,
        and the page says so.
        """
        from kaigi_extract.show import to_html

        return to_html(cast("Alignment", self), path, old=old, new=new, evidence=evidence)

    def to_docx(
        self,
        path: Path,
        *,
        old: ClauseSet | None = None,
        new: ClauseSet | None = None,
        template: Path | None = None,
        **choices: Unpack[TableChoices],
    ) -> None:
        """The comparison as a 新旧対照表 in Word: new and old side by side, what changed underlined.

        `template` is a Word file of an office's own with fields in double braces, which needs the extra `template`.
        `choices` are those of `TableChoices`.
        """
        from kaigi_extract.show import to_docx

        to_docx(cast("Alignment", self), path, old=old, new=new, template=template, **choices)

    def to_xlsx(
        self,
        path: Path,
        *,
        old: ClauseSet | None = None,
        new: ClauseSet | None = None,
        **choices: Unpack[TableChoices],
    ) -> None:
        """The comparison as a 新旧対照表 in Excel. Every text is a text, whatever it begins with.

        `choices` are those of `TableChoices`.
        """
        from kaigi_extract.show import to_xlsx

        to_xlsx(cast("Alignment", self), path, old=old, new=new, **choices)


class Tabled(Shown):
    """Many clause sets held against something: one table that is shown, and taken away."""

    def to_csv(self, path: Path | None = None, *, lang: Literal["en", "ja"] = "ja") -> str:
        """The table as CSV, written to `path` where one is given, there with the byte order mark that Excel wants.

        A text that a spreadsheet would take for a formula has an apostrophe before it. `lang` is the language of what
        is not in the documents.
        """
        from kaigi_extract.show import sheet_csv

        return sheet_csv(cast("Any", self), path, lang)

    def to_html(self, path: Path | None = None, *, lang: Literal["en", "ja"] = "ja") -> str:
        """The table as one page of HTML that needs nothing else, written to `path` where one is given."""
        from kaigi_extract.show import sheet_html

        return sheet_html(cast("Any", self), path, lang)
