"""A clause set as 法令標準XML (XMLSchemaForJapaneseLaw_v3, 24 November 2020), the form of e-Gov's laws.

A 特記事項 has no 法令番号, and the schema wants its year and number of every `Law`: without one the root is `LawBody`,
which the schema declares, too, and nothing is made up. Places on pages, confidence and annotations are not part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from kaigi_extract.catalogue import Message
from kaigi_extract.clauses.amending_law import Annex, Head
from kaigi_extract.clauses.sentences import split_sentences
from kaigi_extract.records import Clause, ClauseSet, Document, Item
from kaigi_extract.show.export.exported import Exported, NotCarried, exported_xml
from kaigi_extract.show.export.provisions import (
    Group,
    Paragraph,
    Provisions,
    Tree,
    is_article,
    paragraphs_of,
    tree_of,
    unplaced,
)
from kaigi_extract.show.sanitise import legible
from kaigi_extract.text import is_bullet, parse_number
from kaigi_extract.text.late_pattern import late_pattern

GROUPS = ("Part", "Chapter", "Section", "Subsection")
"""編, 章, 節, 款: a level holds the next one only."""
OUTERMOST = 2
"""The last level that may be the outermost: 節."""
DEEPEST = 10
"""Subitem10: the deepest level below an Item."""
_LAW_NUMBER = late_pattern(r"(明治|大正|昭和|平成|令和)\s*(\S{1,6}?)\s*年.{0,40}?第\s*(\S{1,12}?)\s*号")
_ERAS = {"明治": "Meiji", "大正": "Taisho", "昭和": "Showa", "平成": "Heisei", "令和": "Reiwa"}
_PROVISO = late_pattern(r"ただし|但し")


def to_law_xml(document: Document, title: str | None = None, law_number: str | None = None) -> Exported:
    """The clause set that `title` names, or the only one, with its 附則 and 別表.

    `law_number` is its 法令番号 where it has one (令和5年条例第12号): the root is `Law` then. Raises `ValueError` where
    this does not lead to one set, or the number has no era, year or number.
    """
    provisions = Provisions.of(document, title)
    lost = [*provisions.not_carried, *_unsaid(provisions, law_number)]
    body = etree.Element("LawBody")
    _put(body, "LawTitle", provisions.main.title)
    if provisions.main.preamble:
        _paragraph_of_lines(_put(body, "Preamble"), provisions.main.preamble)
    _main_provision(_put(body, "MainProvision"), provisions, lost)
    for supplement in provisions.supplements:
        _supplement(body, supplement, provisions, lost)
    for annex in provisions.annexes:
        _annex(body, annex)
    return exported_xml(body if law_number is None else _law(body, law_number), lost)


def _law(body: etree._Element, law_number: str) -> etree._Element:
    found = _LAW_NUMBER.search(law_number)
    year, number = (parse_number(found[2]), parse_number(found[3])) if found else (None, None)
    if found is None or not year or not number:
        raise ValueError(Message("{number!r} is no 法令番号; write it as 令和5年条例第12号", number=law_number))
    names = {"Era": _ERAS[found[1]], "Year": str(year), "Num": str(number), "LawType": "Misc", "Lang": "ja"}
    law = etree.Element("Law", names)
    _put(law, "LawNum", law_number)
    law.append(body)
    return law


def _unsaid(provisions: Provisions, law_number: str | None) -> Iterable[NotCarried]:
    if law_number is None:
        yield NotCarried(
            provisions.pointer,
            Message(
                "no 法令番号 is known, and the schema wants one of a Law: the root is LawBody; give it where there is "
                "one"
            ),
        )
    if (day := provisions.main.date) is not None:
        yield NotCarried(
            f"{provisions.pointer}/date",
            Message("the day {day} has no place", day=day.isoformat()),
        )


def _main_provision(parent: etree._Element, provisions: Provisions, lost: list[NotCarried]) -> None:
    tree = tree_of(provisions.main)
    clauses, groups = tree.clauses, tree.groups
    if not _fits(tree):
        lost += unplaced([*tree.heads_alone, *_heads(groups)], provisions.pointer)
        clauses, groups = provisions.main.clauses, []
    else:
        lost += unplaced(tree.heads_alone, provisions.pointer)
    _clauses(parent, clauses, lost, provisions.pointer, as_articles=bool(groups))
    for group in groups:
        _group(parent, group, lost, provisions.pointer)


def _fits(tree: Tree) -> bool:
    """Whether the schema can hold the groups: all clauses below one level, each level below the one before it."""
    if not tree.groups:
        return True
    levels = {group.head.level for group in tree.groups}
    return not tree.clauses and len(levels) == 1 and min(levels) <= OUTERMOST and all(map(_group_fits, tree.groups))


def _group_fits(group: Group) -> bool:
    level = group.head.level
    below = {held.head.level for held in group.groups}
    whole = bool(group.clauses or group.groups) and level < len(GROUPS)
    return whole and below <= {level + 1} and all(map(_group_fits, group.groups))


def _heads(groups: Iterable[Group]) -> Iterator[Head]:
    for group in groups:
        yield group.head
        yield from _heads(group.groups)


def _group(parent: etree._Element, group: Group, lost: list[NotCarried], pointer: str) -> None:
    name = GROUPS[group.head.level]
    made = _put(parent, name, Num=_number_of(group.head.label))
    _put(made, f"{name}Title", f"{group.head.label}　{group.head.title}".strip("　"))
    _clauses(made, group.clauses, lost, pointer, as_articles=True)
    for below in group.groups:
        _group(made, below, lost, pointer)


def _number_of(label: str) -> str:
    """3_2 for 第３章の２."""
    numbers = [parse_number(part) for part in re.findall(r"[^第編章節款の\s]+", label)]
    return "_".join(str(number) for number in numbers if number is not None) or legible(label)


def _clauses(
    parent: etree._Element, clauses: Sequence[Clause], lost: list[NotCarried], pointer: str, *, as_articles: bool
) -> None:
    """Clauses as 条; as 項 right below where none of them calls itself a 条 and all can be counted as 項 are."""
    plain = all(not is_article(one) and not one.branches and one.number > 0 for one in clauses)
    for clause in clauses:
        if as_articles or not plain:
            _article(parent, clause, lost, pointer)
        else:
            whole = Paragraph(clause.number, clause.label, clause.text, clause.items, clause.rows)
            _paragraph(parent, whole, lost, pointer, clause.heading)


def _article(parent: etree._Element, clause: Clause, lost: list[NotCarried], pointer: str) -> None:
    article = _put(parent, "Article", Num="_".join(map(str, [clause.number, *clause.branches])))
    if clause.heading:
        _put(article, "ArticleCaption", f"（{clause.heading}）")
    _put(article, "ArticleTitle", clause.label)
    for paragraph in paragraphs_of(clause):
        _paragraph(article, paragraph, lost, pointer)


def _paragraph(
    parent: etree._Element, held: Paragraph, lost: list[NotCarried], pointer: str, heading: str | None = None
) -> None:
    paragraph = _put(parent, "Paragraph", Num=str(held.number))
    if heading:
        _put(paragraph, "ParagraphCaption", f"（{heading}）")
    _put(paragraph, "ParagraphNum", held.label)
    _sentences(_put(paragraph, "ParagraphSentence"), held.text)
    for place, item in enumerate(held.items, 1):
        _item(paragraph, item, place, 0, lost, pointer)
    _table(paragraph, held.rows)


def _paragraph_of_lines(parent: etree._Element, text: str) -> None:
    """Words without a number, a 項 a line."""
    for number, line in enumerate(list(filter(str.strip, text.splitlines())) or [""], 1):
        paragraph = _put(parent, "Paragraph", Num=str(number))
        _put(paragraph, "ParagraphNum")
        _sentences(_put(paragraph, "ParagraphSentence"), line)


def _item(parent: etree._Element, item: Item, place: int, depth: int, lost: list[NotCarried], pointer: str) -> None:
    name = "Item" if depth == 0 else f"Subitem{depth}"
    made = _put(parent, name, Num=str(place if is_bullet(item.label) else item.number))
    _put(made, f"{name}Title", item.label)
    sentence = _put(made, f"{name}Sentence")
    _sentences(sentence, item.text)
    if depth < DEEPEST:
        for at, below in enumerate(item.items, 1):
            _item(made, below, at, depth + 1, lost, pointer)
    elif item.items:
        _fold(sentence, item.items)
        lost.append(
            NotCarried(
                pointer,
                Message(
                    "items below 「{label}」 are deeper than the schema goes: they are sentences of it",
                    label=item.label,
                ),
            )
        )
    _table(made, item.rows)


def _fold(sentence: etree._Element, items: Sequence[Item]) -> None:
    for item in items:
        words = [f"{item.label}　{item.text}", *("　".join(row) for row in item.rows)]
        for line in words:
            _put(sentence, "Sentence", line, Num=str(len(sentence) + 1))
        _fold(sentence, item.items)


def _sentences(parent: etree._Element, text: str) -> None:
    """The sentences of a text, its ただし書 apart; one that is empty where there is none."""
    found = split_sentences(text) or [""]
    provisos = [at > 0 and _PROVISO.match(words) is not None for at, words in enumerate(found)]
    for at, words in enumerate(found):
        sentence = _put(parent, "Sentence", words, Num=str(at + 1))
        if any(provisos):
            sentence.set("Function", "proviso" if provisos[at] else "main")


def _table(parent: etree._Element, rows: Sequence[Sequence[str]]) -> None:
    """A table behind the items, without rows that have no cell."""
    if not (held := [row for row in rows if row]):
        return
    table = _put(_put(parent, "TableStruct"), "Table")
    for row in held:
        made = _put(table, "TableRow")
        for cell in row:
            column = _put(made, "TableColumn")
            for number, line in enumerate(cell.splitlines() or [""], 1):
                _put(column, "Sentence", line, Num=str(number))


def _supplement(body: etree._Element, held: ClauseSet, provisions: Provisions, lost: list[NotCarried]) -> None:
    supplement = _put(body, "SupplProvision")
    _put(supplement, "SupplProvisionLabel", held.title)
    if held.preamble:
        _paragraph_of_lines(supplement, held.preamble)
    tree = tree_of(held)
    lost += unplaced([*tree.heads_alone, *_heads(tree.groups)], provisions.pointer)
    _clauses(supplement, held.clauses, lost, provisions.pointer, as_articles=False)
    if len(supplement) == 1:
        _paragraph_of_lines(supplement, "")


def _annex(body: etree._Element, annex: Annex) -> None:
    appendix = _put(body, "AppdxTable")
    _put(appendix, "AppdxTableTitle", annex.label)
    if annex.note:
        _put(appendix, "RelatedArticleNum", annex.note)
    _table(appendix, annex.rows)


def _put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """A new element below another, its text without characters that XML cannot hold."""
    made = etree.SubElement(parent, name, {key: legible(value) for key, value in attributes.items()})
    if text:
        made.text = legible(text)
    return made
