"""A clause set as Akoma Ntoso 3.0 (OASIS LegalDocML), as cobalt and the tools around it read it.

A `doc`; of an ordinance an `act`. A day that is not known is 0001-01-01, which cobalt reads as none: the schema wants
one. Places on pages, confidence and annotations are not part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import field

from lxml import etree

from kaigi_extract._version import __version__
from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.amending_law import Annex
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Clause, ClauseSet, Document, Item
from kaigi_extract.records.tables import document_id
from kaigi_extract.show.export.exported import Exported, NotCarried, exported_xml
from kaigi_extract.show.export.provisions import (
    Group,
    Provisions,
    is_article,
    paragraphs_of,
    tree_of,
    unplaced,
)
from kaigi_extract.show.sanitise import legible
from kaigi_extract.text import is_bullet

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
NO_DAY = "0001-01-01"
"""cobalt's day for none."""
LEVELS = ("part", "chapter", "section", "subsection", "hcontainer")
"""編, 章, 節, 款, a head without a number."""
SHORT = {
    "part": "part",
    "chapter": "chp",
    "section": "sec",
    "subsection": "subsec",
    "article": "art",
    "clause": "cl",
    "paragraph": "para",
    "point": "point",
}
"""How eIds call elements (Akoma Ntoso Naming Convention 1.0, 5.3); others by their names."""
_SOFTWARE = "#kaigi-extract"
_BODY = "#council"


def to_akoma_ntoso(document: Document, title: str | None = None) -> Exported:
    """The clause set that `title` names, or the only one, with its 附則 and 別表.

    Raises `ValueError` where this does not lead to one set.
    """
    provisions = Provisions.of(document, title)
    lost = list(provisions.not_carried)
    if provisions.main.date is None:
        said = Message("no day is known, and the schema wants one: it is {day}", day=NO_DAY)
        lost.append(NotCarried(f"{provisions.pointer}/date", said))
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
    kind = "act" if provisions.main.kind == "statute" else "doc"
    main = _put(root, kind, name=provisions.main.kind)
    _meta(main, document, provisions, kind)
    _put(_put(_put(main, "preface"), "longTitle"), "p").append(_element("docTitle", provisions.main.title))
    if provisions.main.preamble:
        _block(_put(main, "preamble"), provisions.main.preamble)
    writer = _Writer(lost, provisions.pointer)
    body = _put(main, "body" if kind == "act" else "mainBody")
    writer.write_set(body, provisions.main, "")
    for supplement in provisions.supplements:
        writer.write_supplement(body, supplement)
    for annex in provisions.annexes:
        writer.write_annex(body, annex)
    return exported_xml(root, lost)


def _meta(main: etree._Element, document: Document, provisions: Provisions, kind: str) -> None:
    held = provisions.main
    day = held.date.isoformat() if held.date is not None else NO_DAY
    ward = held.ward or document.ward
    place = f"jp-{_in_address(ward)}" if ward else "jp"
    number = f"{_in_address(document_id(document.source.sha256))}-{provisions.index + 1}"
    work = f"/akn/{place}/{kind}/{held.kind.replace('_', '-')}/{day}/{number}"
    meta = _put(main, "meta")
    identification = _put(meta, "identification", source=_SOFTWARE)
    expression = f"{work}/jpn@{day if held.date is not None else ''}"
    levels = {"FRBRWork": work, "FRBRExpression": expression, "FRBRManifestation": f"{expression}.xml"}
    for level, address in levels.items():
        made = _put(identification, level)
        this = f"{expression}/!main.xml" if level == "FRBRManifestation" else f"{address}/!main"
        _put(made, "FRBRthis", value=this)
        _put(made, "FRBRuri", value=address)
        if level == "FRBRWork":
            _put(made, "FRBRalias", value=held.title or "—", name="title")
        _put(made, "FRBRdate", date=day, name="Generation")
        _put(made, "FRBRauthor", href=_SOFTWARE if level == "FRBRManifestation" else _BODY)
        if level == "FRBRWork":
            _put(made, "FRBRcountry", value="jp")
        elif level == "FRBRExpression":
            _put(made, "FRBRlanguage", language="jpn")
    references = _put(meta, "references", source=_SOFTWARE)
    body = {"eId": _BODY[1:], "href": f"/akn/ontology/organization/{place}"}
    _put(references, "TLCOrganization", showAs=document.council or ward or "不明", **body)
    software = {"eId": _SOFTWARE[1:], "href": "/akn/ontology/organization/kaigi-extract"}
    _put(references, "TLCOrganization", showAs=f"kaigi_extract {__version__}", **software)


def _in_address(text: str) -> str:
    """A name as a step of an address: what is no letter or digit of ASCII is left out."""
    return re.sub(r"[^0-9A-Za-z_-]+", "", text).lower() or "x"


@dataclass(slots=True)
class _Writer:
    """Writes provisions, each under an eId of its own."""

    lost: list[NotCarried]
    pointer: str
    used: set[str] = field(default_factory=set)

    def element(self, parent: etree._Element, name: str, number: str, above: str) -> tuple[etree._Element, str]:
        """A provision below another, and its eId."""
        step = re.sub(r"[\s/]+", "-", legible(number)) or "1"
        plain = f"{above}__" * bool(above) + f"{SHORT.get(name, name)}_{step}"
        identity, count = plain, 1
        while identity in self.used:
            count += 1
            identity = f"{plain}-{count}"
        self.used.add(identity)
        return _put(parent, name, eId=identity), identity

    def write_set(self, parent: etree._Element, held: ClauseSet, above: str) -> None:
        tree = tree_of(held)
        self.lost += unplaced(tree.heads_alone, self.pointer)
        for clause in tree.clauses:
            self.write_clause(parent, clause, above)
        for number, group in enumerate(tree.groups, 1):
            self.write_group(parent, group, number, above)

    def write_group(self, parent: etree._Element, group: Group, number: int, above: str) -> None:
        name = LEVELS[group.head.level]
        made, identity = self.element(parent, name, str(number), above)
        if name == "hcontainer":
            made.set("name", "head")
        _head(made, group.head.label, group.head.title)
        for clause in group.clauses:
            self.write_clause(made, clause, identity if name == "hcontainer" else "")
        for below, held in enumerate(group.groups, 1):
            self.write_group(made, held, below, identity)

    def write_clause(self, parent: etree._Element, clause: Clause, above: str) -> None:
        name = "article" if is_article(clause) else "clause"
        made, identity = self.element(parent, name, "-".join(map(str, [clause.number, *clause.branches])), above)
        _head(made, clause.label, clause.heading)
        paragraphs = paragraphs_of(clause)
        if len(paragraphs) == 1 and not paragraphs[0].label:
            self.write_words(made, clause.text, clause.items, clause.rows, identity)
            return
        for paragraph in paragraphs:
            held, below = self.element(made, "paragraph", str(paragraph.number), identity)
            _head(held, paragraph.label)
            self.write_words(held, paragraph.text, paragraph.items, paragraph.rows, below)

    def write_words(
        self,
        parent: etree._Element,
        text: str,
        items: Sequence[Item],
        rows: Sequence[Sequence[str]],
        identity: str,
    ) -> None:
        """Words by themselves, or above items, and tables behind them."""
        if not items:
            content = _put(parent, "content")
            _block(content, text)
            _table(content, rows)
            return
        if text.strip():
            _block(_put(parent, "intro"), text)
        for place, item in enumerate(items, 1):
            number = str(place if is_bullet(item.label) else item.number)
            made, below = self.element(parent, "point", number, identity)
            _head(made, item.label)
            self.write_words(made, item.text, item.items, item.rows, below)
        if any(rows):
            _table(_put(parent, "wrapUp"), rows)

    def write_supplement(self, body: etree._Element, held: ClauseSet) -> None:
        made, identity = self.element(body, "hcontainer", "1", "")
        made.set("name", "supplementaryProvisions")
        _head(made, "", held.title)
        if not held.clauses:
            _block(_put(made, "content"), held.preamble or "")
            return
        if held.preamble:
            _block(_put(made, "intro"), held.preamble)
        self.write_set(made, held, identity)

    def write_annex(self, body: etree._Element, annex: Annex) -> None:
        made, _ = self.element(body, "hcontainer", "1", "")
        made.set("name", "annex")
        _head(made, annex.label, annex.note)
        content = _put(made, "content")
        _block(content, "") if not any(annex.rows) else _table(content, annex.rows)


def _head(parent: etree._Element, label: str, heading: str | None = None) -> None:
    if label:
        _put(parent, "num", text=label)
    if heading:
        _put(parent, "heading", text=heading)


def _block(parent: etree._Element, text: str) -> None:
    """Words as paragraphs, one a line."""
    for line in text.splitlines() or [""]:
        _put(parent, "p", text=line)


def _table(parent: etree._Element, rows: Iterable[Sequence[str]]) -> None:
    held = [row for row in rows if row]
    if not held:
        return
    table = _put(parent, "table")
    for row in held:
        made = _put(table, "tr")
        for cell in row:
            _block(_put(made, "td"), cell)


def _element(tag: str, /, text: str = "", **attributes: str) -> etree._Element:
    made = etree.Element(f"{{{NAMESPACE}}}{tag}", {key: legible(value) for key, value in attributes.items()})
    made.text = legible(text) or None
    return made


def _put(parent: etree._Element, tag: str, /, text: str = "", **attributes: str) -> etree._Element:
    made = _element(tag, text, **attributes)
    parent.append(made)
    return made
