"""What documents of an unknown ward hold that a mapping must know, counted. Works on records; opens nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Case, Document, Evidence, Table
from kaigi_extract.text import find_citations, fold, squeeze
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.text.row_number import is_row_number, without_row_number
from kaigi_extract.text.width import without_run_at_end
from kaigi_extract.wards.guesses import Guesses, LabelledPart
from kaigi_extract.wards.model import label_keys
from kaigi_extract.wards.names import PrintedNames
from kaigi_extract.wards.settings import WardSettings

ArticleKey = tuple[str, int, tuple[int, ...], int | None, int | None]
"""The ordinance as it is named (empty where it is not), article, its branches (の2), paragraph and item."""

_HEADING = late_pattern(
    r"(?:諮問|報告|付議|審議(?!会)|意見聴取)[一-鿿・]{0,8}(?:事項|書|票|案件|資料|調書|シート|案|概要)$"
)
_MATERIAL_WORD = late_pattern(r"^([一-鿿]{0,4}資料|別添|別紙)(?:No\.?|第)?\d+(?:-\d+)*号?$", re.IGNORECASE)
_OUTLINE = late_pattern(r"^[一-鿿ぁ-ん]{2,8}(?:の概要|概要|のあらまし|の要旨)$")
_FOOTNOTE_MARKS = late_pattern(r"(?:[※*＊][\d０-９]*+|[:：])++")
_NOTE = late_pattern(r"※(?![\d０-９]*$).+$")
_NUMERAL = late_pattern(r"^[(\[【〔]?[\dIVX①-⑳][)\]】〕.]?")
_WORDS_AFTER_ARTICLE = late_pattern(r"^[(（]([^()（）]{1,20})[)）]")
_WORDS_BEFORE_BRACKET = late_pattern(
    r"(?:^|[、。」）)]|及び|並びに|および)((?:(?!及び|並びに|および)[^、。()（）「」]){2,40})[（(]$"
)
_CARRIED = late_pattern(
    r"(?:\s|[(（][^()（）]*[)）]|及び|並びに|又は|若しくは|および|ならびに|または|もしくは|、|・|,|と|から|まで)*"
)
"""What may be between two articles of one ordinance."""
_IN_BRACKETS = late_pattern(r"^[【\[〔(<]([^【】\[\]〔〕()<>]{2,8})[】\]〕)>]")
_WITH_COLON = late_pattern(r"^\s*([^\s:：。、(（【\[〔][^:：。、\t]{1,24})[:：]\s*\S")
_NO_LABEL = late_pattern(r"。|\d\D?\d|^[-‐―−\W]*$|^[-‐―−]")
"""What cells hold that head no row: sentences, addresses and numbers, marks."""
_ROWS = ("form", "outline")
"""Kinds of sections whose lines are rows."""
_NO_PAPER = ("minutes", "clause_set", "statute", "furniture")
"""Kinds of sections that hold no case: their lines are no headings, and words before white space there no labels."""
_CASE_TABLE = 2
"""Columns of a table of labels and values."""


@dataclass(slots=True)
class Seen:
    """What documents hold, with how often each was seen."""

    settings: WardSettings
    names: PrintedNames = field(default_factory=PrintedNames)
    headings: Counter[str] = field(default_factory=Counter)
    outlines: Counter[str] = field(default_factory=Counter)
    """Headings of 事業の概要."""
    bases: Counter[str] = field(default_factory=Counter)
    """What is printed above or before the articles that a case rests on."""
    materials: Counter[str] = field(default_factory=Counter)
    """The words of marks: 資料 of 資料10-1."""
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: {"consultation": Counter(), "report": Counter()})
    """Words in brackets that say that a case is asked about, or only reported."""
    articles: Counter[ArticleKey] = field(default_factory=Counter)
    words: dict[ArticleKey, Counter[str]] = field(default_factory=dict)
    """What may name the category of an article: words in brackets after its citation."""
    titles: dict[ArticleKey, Counter[str]] = field(default_factory=dict)
    """The titles of cases that rest on an article alone, and the lines above its citation."""
    labels: dict[LabelledPart, Counter[str]] = field(
        default_factory=lambda: {"cover": Counter(), "outline": Counter(), "form": Counter()}
    )
    """What is printed before values, in tables and on lines."""
    rows: Counter[str] = field(default_factory=Counter)
    """Words before a colon in the document that is looked at."""
    read_as: dict[tuple[LabelledPart, str], str] = field(default_factory=dict)
    """The field that a label was read as, by its compared form."""
    confidence: dict[tuple[LabelledPart, str], float] = field(default_factory=dict)
    """How sure that was where general words read it, with the value and the rows around it: of several times the least
    sure."""

    def add(self, document: Document, guesses: Guesses) -> None:
        """Counts what one document holds; which part a table is, is guessed."""
        articles = Counter[ArticleKey]()
        for section in document.sections:
            lines = section.text.split("\n")
            self.names.add(lines)
            for at, line in enumerate(lines):
                articles.update(self._articles_in(line, lines[max(at - self.settings.lines_above, 0) : at]))
                if section.kind not in _NO_PAPER:
                    self._add_line(line, guesses)
                if section.kind in _ROWS:
                    self._add_row(line)
        for case in document.cases:
            there = {key[1:] for key in articles}
            articles.update(key for key in self._bases_of(case) if key[1:] not in there)
        self.articles.update(articles)
        self._add_labels(document, guesses)

    def _articles_in(self, text: str, above: Sequence[str]) -> Iterator[ArticleKey]:
        """Articles of an ordinance, no other law's; without its name where words in brackets say what it is about."""
        name, end = None, 0
        for citation in find_citations(text):
            bracket = _WORDS_AFTER_ARTICLE.match(text[citation.end :])
            carried = _CARRIED.fullmatch(text[end : citation.start]) is not None
            name, end = citation.ordinance or (name if carried else None), citation.end
            if not (name or ("条例" if bracket else "")).endswith("条例"):
                continue
            key = (_full(name), citation.article, citation.branches, citation.paragraph, citation.item)
            titles = self.titles.setdefault(key, Counter())
            titles.update(line for line in above if len(line) <= self.settings.longest_line)
            if beside := _WORDS_BEFORE_BRACKET.search(text[: citation.start]):
                titles[beside[1]] += 1 + sum(titles.values())
            if bracket:
                self.words.setdefault(key, Counter())[bracket[1]] += 1
            yield key

    def _bases_of(self, case: Case) -> Iterator[ArticleKey]:
        """The articles of ordinances that a case rests on; its title says what the only one is about."""
        for basis in case.bases:
            if not (basis.ordinance or "条例").endswith("条例"):
                continue
            key = (_full(basis.ordinance), basis.article, tuple(basis.branches), basis.paragraph, basis.item)
            titles = self.titles.setdefault(key, Counter())
            if len(case.bases) == 1 and case.title:
                titles[case.title] += 1
            yield key

    def _add_line(self, line: str, guesses: Guesses) -> None:
        text = squeeze(fold(line))
        if not text or len(text) > self.settings.longest_line or "\t" in line:
            return
        heading = _HEADING.search(text)
        if heading and not _NUMERAL.match(text):
            self.headings[heading[0]] += 1
        elif guesses.means(text) == "bases":
            self.bases[text] += 1
        elif _OUTLINE.match(text):
            self.outlines[text] += 1
        if mark := _MATERIAL_WORD.match(text.strip("【】[]()〔〕")):
            self.materials[mark[1]] += 1
        if kind := _IN_BRACKETS.match(text):
            self._add_kind(kind[1], guesses)
        words = line.strip("（）() \u3000").replace("：", " ").split(maxsplit=2)
        if len(words) > 1:
            numbered = len(words) > 2 and is_row_number(words[0])
            label = _bare(words[numbered])
            if guesses.means(label) == "bases" and find_citations(line):
                self.labels["form"][label] += 1
                return
            if guesses.is_cover_label(label):
                self.labels["cover"][label] += 1
            if guesses.on_open_page(label) or (numbered and guesses.is_known(label)):
                self.labels["form"][label] += 1

    def _add_row(self, line: str) -> None:
        """A line of a form that is a label, a colon and a value, whatever the label means."""
        row = _WITH_COLON.match(line)
        label = _bare(row[1]) if row is not None else ""
        if label and len(label) <= self.settings.longest_line // 2:
            self.rows[label] += 1

    def _add_kind(self, word: str, guesses: Guesses) -> None:
        for kind, known in guesses.kinds().items():
            if word in known:
                self.kinds[kind][word] += 1

    def _add_labels(self, document: Document, guesses: Guesses) -> None:
        """The labels that values were read by, then those in tables and before colons that no value was read by."""
        taken = {label_keys(one.label)[0] for sheet in document.registers for one in sheet.fields}
        for part, label, name, confidence in _labels_read(document):
            key = label_keys(label)[0]
            taken.add(key)
            self.labels[part][label] += 1
            if name is not None:
                sure = confidence if self.read_as.get((part, key), name) == name else 0.0
                self.read_as[part, key] = name
                self.confidence[part, key] = min(sure, self.confidence.get((part, key), sure))
        for table in document.tables:
            labels = [label for label in self._label_cells(table, guesses) if label_keys(label)[0] not in taken]
            table_part = guesses.table_part(labels)
            for label in labels:
                part = "form" if guesses.means(label) == "bases" else table_part
                self.labels[part][label] += 1
                taken.add(label_keys(label)[0])
        known = taken | {label_keys(label)[0] for labels in self.labels.values() for label in labels}
        self.labels["form"].update({one: count for one, count in self.rows.items() if label_keys(one)[0] not in known})
        self.rows.clear()

    def _label_cells(self, table: Table, guesses: Guesses) -> list[str]:
        """The cells that head rows; in a table of more than two columns also those that are known as labels."""
        columns = 1 + max((cell.column + cell.column_span - 1 for cell in table.cells), default=0)
        found = []
        for cell in table.cells:
            text = _bare(squeeze(cell.text))
            if not text or len(text) > self.settings.longest_label or _NO_LABEL.search(fold(text)):
                continue
            if cell.column == 0:
                heads_row = columns == _CASE_TABLE or guesses.means(text) is not None
            else:
                heads_row = columns > _CASE_TABLE and guesses.is_known(text)
            if heads_row:
                found.append(text)
        return found


_Read = tuple[LabelledPart, str, str | None, float]


def _labels_read(document: Document) -> Iterator[_Read]:
    """Part, label and field of what was read, and how sure that is by general words, 0 where others read it; the field
    is None for labels that nothing knows."""
    for case in document.cases:
        inner = {label_keys(label)[0] for record in (case.outline, *case.forms) for label in _printed(record)}
        for name, evidence in case.evidence.items():
            label = _bare(evidence.label or "")
            if label and name in ("title", "department") and label_keys(label)[0] not in inner:
                yield "cover", label, name, evidence.confidence or 0.0
        records: list[tuple[LabelledPart, object]] = [
            ("outline", case.outline),
            *(("form", form) for form in case.forms),
        ]
        for part, record in records:
            yield from _of_record(part, record)


def _of_record(part: LabelledPart, record: object) -> Iterator[_Read]:
    known: dict[str, Evidence] = getattr(record, "evidence", {})
    for name, evidence in known.items():
        if evidence.label and _bare(evidence.label):
            yield part, _bare(evidence.label), name, evidence.confidence or 0.0
    for extra in getattr(record, "extra", []):
        if extra.label and _bare(extra.label):
            yield part, _bare(extra.label), None, 0.0


def _printed(record: object) -> Iterable[str]:
    return (label for _, label, _, _ in _of_record("form", record))


def _full(ordinance: str | None) -> str:
    """The name of an ordinance as it is cited; empty for 条例, 本条例 and the like."""
    name = squeeze(fold(ordinance or ""))
    return name if len(name) > len("当該条例") else ""


def _bare(label: str) -> str:
    """A label without its row number, footnote marks and note."""
    return without_run_at_end(without_row_number(_NOTE.sub("", squeeze(label))), _FOOTNOTE_MARKS)
