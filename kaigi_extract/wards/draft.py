"""A mapping to complete, from papers of a ward that has none: what was seen, and guesses that are marked as such."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kaigi_extract.records import Category, Document, Table
from kaigi_extract.text import find_citations, fold, squeeze
from kaigi_extract.wards.crosswalk import article_text
from kaigi_extract.wards.identify import LONGEST_LABEL
from kaigi_extract.wards.model import Article, Ward, label_keys

ALIKE = 0.65
"""Likeness (difflib, 0 to 1) to a label of a known ward from which on a field is guessed."""
LINE_ALIKE = 0.85
"""The same for words on the open page, which are mostly no labels."""
LINES_ABOVE = 2
"""Lines above a cited article that may be the title of its case."""
LONGEST_LINE = 40
"""Characters of a line that may be a heading or a mark."""

Table_ = Literal["outline", "form"]
_TABLES: tuple[Table_, Table_] = ("form", "outline")

_NAME = r"(?:[一-鿿・]|および|及び|に関する|の(?=保護|取扱))"
_ORDINANCE = re.compile(rf"[一-鿿]{{1,6}}?[区市町村]{_NAME}{{0,30}}?条例")
_COUNCIL = re.compile(rf"(?:[ぁ-んァ-ヶ]{{2,5}}(?=[区市町村]))?{_NAME}{{2,40}}?(?:審議会|審査会)")
_PLACE = re.compile(r"^([一-鿿ぁ-んァ-ヶ]{1,6}?[区市町村])")
_HEADING = re.compile(r"(?:諮問|報告|付議|審議)[一-鿿・]{0,6}(?:事項|書|説明書|票)$")
_MATERIAL = re.compile(r"^([一-鿿]{0,4}資料|別添|別紙)(?:No\.?|第)?\d+(?:-\d+)*号?$", re.IGNORECASE)
_COUNCIL_WORDS = re.compile("情報|[区市町村]")
"""What a council's name holds, that is no mere 当審議会."""
_ROW_NUMBER = re.compile(r"^(?:[(（]?[\d０-９]{1,2}[)）]?[.．、]?|[①-⑳])(?=\D)")
_FOOTNOTES = re.compile(r"(?:[※*＊][\d０-９]*|[:：])+$")
_NUMERAL = re.compile(r"^[\dIVX]")
_BRACKETED = re.compile(r"^[(（]([^()（）]{1,20})[)）]")


@dataclass(slots=True)
class Seen:
    """What stands in the papers, counted."""

    ordinances: Counter[str] = field(default_factory=Counter)
    councils: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    materials: Counter[str] = field(default_factory=Counter)
    articles: Counter[tuple[int, tuple[int, ...], int | None, int | None]] = field(default_factory=Counter)
    words: dict[tuple[int, tuple[int, ...], int | None, int | None], Counter[str]] = field(default_factory=dict)
    """What may tell its category: words in brackets after the citation of an article."""
    titles: dict[tuple[int, tuple[int, ...], int | None, int | None], Counter[str]] = field(default_factory=dict)
    """Lines above it."""
    labels: dict[Table_, Counter[str]] = field(default_factory=lambda: {table: Counter() for table in _TABLES})
    line_labels: Counter[str] = field(default_factory=Counter)
    """Words before white space at the start of lines outside of tables."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A field for a label, by the label of a known ward that is most like it."""

    name: str
    label: str
    ward: str
    likeness: float

    def remark(self) -> str:
        """The comment that marks it."""
        return f"guess, {self.likeness:.0%} like {self.label} ({self.ward})"


def draft_mapping(documents: Sequence[Document], known: Sequence[Ward]) -> str:
    """A mapping in TOML that `check_ward` finds sound, from papers read without one; guesses come from `known`."""
    seen = Seen()
    for document in documents:
        _look(document, known, seen)
    place = _place(seen)
    lines = [
        '# Draft of a field mapping. The format is described in the README ("A ward as a file").',
        f"# Read: {'、'.join(_plain(document.source.path) for document in documents)}",
        '# Counts are of what was seen. Every line marked "guess" must be looked at; then take the mark away.',
        "",
        *_head(seen, place),
        *_ordinances(seen, place),
        *_articles(seen, known),
        *_sheet(seen),
        *_labels(seen, known),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _look(document: Document, known: Sequence[Ward], seen: Seen) -> None:
    for section in document.sections:
        lines = section.text.split("\n")
        for at, line in enumerate(lines):
            text = squeeze(fold(line))
            seen.ordinances.update(_ordinances_in(line))
            seen.councils.update(name for name in _COUNCIL.findall(text) if _COUNCIL_WORDS.search(name))
            _look_at_articles(line, lines[max(at - LINES_ABOVE, 0) : at], seen)
            _look_at_line(line, seen)
    for table in document.tables:
        labels = _first_column(table)
        seen.labels[_kind(labels, known)].update(labels)


def _ordinances_in(line: str) -> set[str]:
    """Names of ordinances that bear a ward's: cited with an article, or standing alone."""
    cited = {squeeze(fold(citation.ordinance)) for citation in find_citations(line) if citation.ordinance}
    named = {name for name in cited if name.endswith("条例") and _PLACE.match(name)}
    return named or set(_ORDINANCE.findall(squeeze(fold(line))))


def _look_at_articles(text: str, above: Sequence[str], seen: Seen) -> None:
    """Articles of an ordinance, no other law's; without its name where words in brackets tell what it is about."""
    for citation in find_citations(text):
        bracket = _BRACKETED.match(text[citation.end :])
        if not (citation.ordinance or ("条例" if bracket else "")).endswith("条例"):
            continue
        key = (citation.article, citation.branches, citation.paragraph, citation.item)
        seen.articles[key] += 1
        seen.titles.setdefault(key, Counter()).update(line for line in above if len(line) <= LONGEST_LINE)
        if bracket:
            seen.words.setdefault(key, Counter())[bracket[1]] += 1


def _look_at_line(line: str, seen: Seen) -> None:
    text = squeeze(fold(line))
    if len(text) > LONGEST_LINE or "\t" in line:
        return
    heading = _HEADING.search(text)
    if heading and not _NUMERAL.match(text):
        seen.headings[heading[0]] += 1
    if mark := _MATERIAL.match(text.strip("【】[]()〔〕")):
        seen.materials[mark[1]] += 1
    words = line.strip("（）() \u3000").replace("：", " ").split(maxsplit=2)
    if len(words) > 1:
        numbered = len(words) > 2 and _ROW_NUMBER.sub("", words[0] + "x") == "x"
        seen.line_labels[_bare(words[numbered])] += 1


def _first_column(table: Table) -> list[str]:
    texts = (_bare(squeeze(cell.text)) for cell in table.cells if cell.column == 0)
    return [text for text in texts if text and len(text) <= LONGEST_LABEL and "。" not in text and label_keys(text)[0]]


def _bare(label: str) -> str:
    """A label without its row number and footnote marks."""
    return _FOOTNOTES.sub("", _ROW_NUMBER.sub("", label))


def _kind(labels: Iterable[str], known: Sequence[Ward]) -> Table_:
    """Which part a table is: the one whose known labels its own are more like."""
    labels = list(labels)
    score = {part: sum(guess.likeness for text in labels if (guess := _guess(part, text, known))) for part in _TABLES}
    return max(_TABLES, key=lambda part: score[part])


def _guess(part: Literal["cover", "outline", "form"], label: str, known: Sequence[Ward]) -> Guess | None:
    """The field of the known label that is most like this one."""
    key = label_keys(label)[-1]
    guesses = [
        Guess(name, other, ward.name, difflib.SequenceMatcher(None, key, label_keys(other)[-1]).ratio())
        for ward in known
        for name, labels in getattr(ward.labels, part).model_dump().items()
        for other in labels
    ]
    best = max(guesses, key=lambda guess: guess.likeness, default=None)
    return best if best is not None and best.likeness >= ALIKE else None


def _place(seen: Seen) -> str | None:
    """The ward whose name the names of ordinances and councils bear most often."""
    places = Counter[str]()
    for name, count in (seen.ordinances + seen.councils).items():
        if place := _PLACE.match(name):
            places[place[1]] += count
    return next((place for place, _ in places.most_common(1)), None)


def _cut(names: Counter[str], place: str | None) -> Counter[str]:
    """The names without what leads up to the ward's: 第１回若草区…."""
    cut = Counter[str]()
    for name, count in names.items():
        cut[name[name.find(place) :] if place and place in name else name] += count
    return cut


def _head(seen: Seen, place: str | None) -> Iterator[str]:
    yield 'id = "unknown" # guess: give the ward a name of small letters'
    if place is None:
        yield 'name = "不明" # guess: no ordinance or council with a ward\'s name was seen'
    else:
        yield f"name = {_text(place)} # guess, from the names below"
    yield '# code = "" # six digits; not in the papers'
    yield from _list("councils", _cut(seen.councils, place), "guess: remove what is no name; ")
    yield ""


def _ordinances(seen: Seen, place: str | None) -> Iterator[str]:
    for number, (name, count) in enumerate(_cut(seen.ordinances, place).most_common(), 1):
        yield "[[ordinances]]"
        yield f'id = "ordinance-{number}" # guess: any name of your own'
        yield f"name = {_text(name)} # seen {_times(count)}; remove it if no case rests on it"
        yield "# since = 1990-04-01"
        yield "# until = 2023-03-31"
        yield ""


def _articles(seen: Seen, known: Sequence[Ward]) -> Iterator[str]:
    """The articles cited; one without a guess is commented out, for no category is better than a wrong one."""
    for key, count in sorted(seen.articles.items(), key=lambda pair: _in_order(*pair[0])):
        article, branches, paragraph, item = key
        words = [word for word, _ in seen.words.get(key, Counter[str]()).most_common()]
        titles = [title for title, _ in seen.titles[key].most_common()]
        category, remark = _category(words or titles, known)
        off = "" if category else "# "
        cited = Article(article=article, branches=list(branches), paragraph=paragraph, item=item, category="other")
        yield f"# {article_text(cited)}, cited {_times(count)}"
        yield f"{off}[[articles]]"
        yield f"{off}article = {article}"
        if branches:
            yield f"{off}branches = {list(branches)}"
        if paragraph is not None:
            yield f"{off}paragraph = {paragraph}"
        if item is not None:
            yield f"{off}item = {item}"
        yield f"{off}category = {_text(category or 'other')} # {_plain(remark)}"
        yield f"{off}words = {_texts(words)}"
        yield ""


def _in_order(
    article: int, branches: tuple[int, ...], paragraph: int | None, item: int | None
) -> tuple[int, tuple[int, ...], int, int]:
    return article, branches, paragraph or 0, item or 0


def _category(words: Iterable[str], known: Sequence[Ward]) -> tuple[Category | None, str]:
    """By the words in brackets after the article or the title above it, and what known wards call theirs."""
    for word in words:
        for ward in known:
            calls = [(called, a.category) for a in ward.articles for called in a.words]
            calls += [(called, title.category) for title in ward.titles for called in title.words]
            for called, category in calls:
                if squeeze(fold(called)) in squeeze(fold(word)):
                    return category, f"guess: {word} holds {called} ({ward.name})"
    return None, "no guess: say what the article is about, and take the # away"


def _sheet(seen: Seen) -> Iterator[str]:
    yield "[sheet]"
    yield from _list("heading", seen.headings, "guess: heads a paper; ")
    yield from _list("material", seen.materials)
    yield ""


def _labels(seen: Seen, known: Sequence[Ward]) -> Iterator[str]:
    cover = {label: count for label, count in seen.line_labels.items() if _is_cover_label(label, known)}
    yield from _label_table("cover", Counter(cover), known)
    yield from _label_table("outline", seen.labels["outline"], known)
    yield from _label_table("form", seen.labels["form"] + _open_labels(seen, known), known)


def _open_labels(seen: Seen, known: Sequence[Ward]) -> Counter[str]:
    """Labels of forms without rules, which stand on the open page."""
    guesses = {label: _guess("form", label, known) for label in seen.line_labels}
    return Counter(
        {label: seen.line_labels[label] for label, guess in guesses.items() if guess and guess.likeness >= LINE_ALIKE}
    )


def _is_cover_label(label: str, known: Sequence[Ward]) -> bool:
    """Only what a known ward prints so: the open page holds too many words for mere likeness."""
    return any(ward.field("cover", label) is not None for ward in known)


def _label_table(
    part: Literal["cover", "outline", "form"], labels: Counter[str], known: Sequence[Ward]
) -> Iterator[str]:
    fields: dict[str, list[str]] = {}
    unknown: list[str] = []
    taken: set[str] = set()
    for label, count in labels.most_common():
        if label_keys(label)[0] in taken:
            continue
        taken.add(label_keys(label)[0])
        guess = _guess(part, label, known)
        if guess is None:
            unknown.append(f"#   {_text(label)}, # seen {_times(count)}")
        else:
            line = f"    {_text(label)}, # seen {_times(count)}; {guess.remark()}"
            fields.setdefault(guess.name, []).append(line)
    yield f"[labels.{part}]"
    for name, lines in fields.items():
        yield from (f"{name} = [", *lines, "]")
    if unknown:
        yield "# No guess for these: move each to its field, or leave it out and find it under `extra`."
        yield from unknown
    yield ""


def _list(key: str, counted: Counter[str], remark: str = "") -> Iterator[str]:
    if not counted:
        yield f"# {key} = [] # none seen"
        return
    yield f"{key} = ["
    for text, count in counted.most_common():
        yield f"    {_text(text)}, # {remark}seen {_times(count)}"
    yield "]"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _text(text: str) -> str:
    """A TOML string: JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _plain(text: str) -> str:
    """A text that may stand in a comment."""
    return "".join(char if char.isprintable() else "?" for char in text)
