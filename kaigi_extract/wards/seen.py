"""What documents of an unknown ward hold that a mapping must know, counted. Works on records; opens nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kaigi_extract.records import Document, Table
from kaigi_extract.text import find_citations, fold, squeeze
from kaigi_extract.text.row_number import is_row_number, without_row_number
from kaigi_extract.wards.guesses import TABLE_PARTS, Guesses, TablePart
from kaigi_extract.wards.model import label_keys
from kaigi_extract.wards.settings import WardSettings

ArticleKey = tuple[int, tuple[int, ...], int | None, int | None]
"""Article, its branches (の2), paragraph and item."""

_IN_A_NAME = r"(?:[一-鿿・]|および|及び|に関する|の(?=保護|取扱))"
_ORDINANCE = re.compile(rf"[一-鿿]{{1,6}}?[区市町村]{_IN_A_NAME}{{0,30}}?条例")
_COUNCIL = re.compile(rf"(?:[ぁ-んァ-ヶ]{{2,5}}(?=[区市町村]))?{_IN_A_NAME}{{2,40}}?(?:審議会|審査会)")
_COUNCIL_WORDS = re.compile("情報|[区市町村]")
"""What a council's name holds, that is no mere 当審議会."""
_PLACE = re.compile(r"^([一-鿿ぁ-んァ-ヶ]{1,6}?[区市町村])")
_HEADING = re.compile(r"(?:諮問|報告|付議|審議)[一-鿿・]{0,6}(?:事項|書|説明書|票)$")
_MATERIAL_WORD = re.compile(r"^([一-鿿]{0,4}資料|別添|別紙)(?:No\.?|第)?\d+(?:-\d+)*号?$", re.IGNORECASE)
_FOOTNOTE_MARKS = re.compile(r"(?:[※*＊][\d０-９]*|[:：])+$")
_NUMERAL = re.compile(r"^[\dIVX]")
_WORDS_AFTER_ARTICLE = re.compile(r"^[(（]([^()（）]{1,20})[)）]")


@dataclass(slots=True)
class Seen:
    """What documents hold, with how often each was seen."""

    settings: WardSettings
    ordinances: Counter[str] = field(default_factory=Counter)
    councils: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    materials: Counter[str] = field(default_factory=Counter)
    """The words of marks: 資料 of 資料10-1."""
    articles: Counter[ArticleKey] = field(default_factory=Counter)
    words: dict[ArticleKey, Counter[str]] = field(default_factory=dict)
    """What may name the category of an article: words in brackets after its citation."""
    titles: dict[ArticleKey, Counter[str]] = field(default_factory=dict)
    """The lines above the citation of an article."""
    labels: dict[TablePart, Counter[str]] = field(default_factory=lambda: {part: Counter() for part in TABLE_PARTS})
    """First cells of the rows of tables."""
    line_labels: Counter[str] = field(default_factory=Counter)
    """Words before white space at the start of lines outside of tables."""

    def add(self, document: Document, guesses: Guesses) -> None:
        """Counts what one document holds; which part a table is, is guessed."""
        for section in document.sections:
            lines = section.text.split("\n")
            for at, line in enumerate(lines):
                text = squeeze(fold(line))
                self.ordinances.update(_ordinances_in(line))
                self.councils.update(name for name in _COUNCIL.findall(text) if _COUNCIL_WORDS.search(name))
                self._add_articles(line, lines[max(at - self.settings.lines_above, 0) : at])
                self._add_line(line)
        for table in document.tables:
            labels = self._first_column(table)
            self.labels[guesses.table_part(labels)].update(labels)

    def _add_articles(self, text: str, above: Sequence[str]) -> None:
        """Articles of an ordinance, no other law's; without its name where words in brackets say what it is about."""
        for citation in find_citations(text):
            bracket = _WORDS_AFTER_ARTICLE.match(text[citation.end :])
            if not (citation.ordinance or ("条例" if bracket else "")).endswith("条例"):
                continue
            key = (citation.article, citation.branches, citation.paragraph, citation.item)
            self.articles[key] += 1
            titles = (line for line in above if len(line) <= self.settings.longest_line)
            self.titles.setdefault(key, Counter()).update(titles)
            if bracket:
                self.words.setdefault(key, Counter())[bracket[1]] += 1

    def _add_line(self, line: str) -> None:
        text = squeeze(fold(line))
        if len(text) > self.settings.longest_line or "\t" in line:
            return
        heading = _HEADING.search(text)
        if heading and not _NUMERAL.match(text):
            self.headings[heading[0]] += 1
        if mark := _MATERIAL_WORD.match(text.strip("【】[]()〔〕")):
            self.materials[mark[1]] += 1
        words = line.strip("（）() \u3000").replace("：", " ").split(maxsplit=2)
        if len(words) > 1:
            numbered = len(words) > 2 and is_row_number(words[0])
            self.line_labels[_bare(words[numbered])] += 1

    def _first_column(self, table: Table) -> list[str]:
        texts = (_bare(squeeze(cell.text)) for cell in table.cells if cell.column == 0)
        longest = self.settings.longest_label
        return [text for text in texts if text and len(text) <= longest and "。" not in text and label_keys(text)[0]]

    def place(self) -> str | None:
        """The ward whose name the names of ordinances and councils bear most often."""
        places = Counter[str]()
        for name, count in (self.ordinances + self.councils).items():
            if place := _PLACE.match(name):
                places[place[1]] += count
        return next((place for place, _ in places.most_common(1)), None)


def _ordinances_in(line: str) -> set[str]:
    """Names of ordinances that bear a ward's: cited with an article, or alone."""
    cited = {squeeze(fold(citation.ordinance)) for citation in find_citations(line) if citation.ordinance}
    named = {name for name in cited if name.endswith("条例") and _PLACE.match(name)}
    return named or set(_ORDINANCE.findall(squeeze(fold(line))))


def _bare(label: str) -> str:
    """A label without its row number and footnote marks."""
    return _FOOTNOTE_MARKS.sub("", without_row_number(label))
