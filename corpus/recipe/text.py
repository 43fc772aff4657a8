"""Content as the text that an extraction leaves: tabs for rules, tags, dashes, labels and values on several rows."""

import textwrap

from .content import Clause, Item, Paper, plain
from .html import COVER_TITLE, by_kind

ROW = 38  # characters in a row of the outline before it is cut
SPLIT_LABEL = "委託にあたり区が行う情報保護対策"  # this label stands on two rows
SPLIT_AT = 12  # characters of it on the first
TAGGED = "委託の内容"  # this value keeps its paragraph tags
ROWS = "委託に伴い事業者に処理させる情報項目(だれの、どのような項目か)"  # one row a paragraph, then empty labels


def page(paper: Paper) -> str:
    """The whole text."""
    return "\n".join([*_cover(paper), *_outline(paper), *_forms(paper), *_clauses(paper)])


def _cover(paper: Paper) -> list[str]:
    lines = ["", COVER_TITLE.replace("　", " "), "", "件", "", "名", "", paper.title, ""]
    lines += [paper.cover_line, "", "条例の根拠"]
    for head, bases in by_kind(paper):
        lines += ["", head, "", *bases]
    return [*lines, "", paper.department_line.format(paper.department), ""]


def _outline(paper: Paper) -> list[str]:
    lines = ["事業の概要", ""]
    for label, texts in paper.outline.items():
        rows = [row for text in texts for row in textwrap.wrap(text, ROW)]
        lines += [f"{label}\t{rows[0]}", *(f"\t{row}" for row in rows[1:])]
    return [*lines, ""]


def _forms(paper: Paper) -> list[str]:
    lines: list[str] = []
    for form in paper.forms:
        lines += [f"件名 {form.title}", ""]
        for label, texts in form.fields.items():
            lines += _field(label, [plain(x) for x in texts])
        lines.append("")
    return lines


def _field(label: str, texts: list[str]) -> list[str]:
    if label == SPLIT_LABEL:
        return [f"{label[:SPLIT_AT]}\t{texts[0]}", f"{label[SPLIT_AT:]}\t{texts[1]}", *(f"\t{x}" for x in texts[2:])]
    if label == ROWS:
        return [f"{label}\t{texts[0]}", *(f"\t{x}" for x in texts[1:])]
    if label == TAGGED:
        return [f"{label}\t" + " ".join(f"<p>{x}</p>" for x in texts)]
    return [f"{label}\t" + " ".join(texts)]


def _clauses(paper: Paper) -> list[str]:
    lines, heading = [paper.clause_title, ""], ""
    for clause in paper.clauses:
        if clause.heading != heading:
            lines += [f"({clause.heading})", ""]
        heading = clause.heading
        lines += [*_numbered(clause, 0), ""]
    return lines


def _numbered(part: Clause | Item, depth: int) -> list[str]:
    own = f"{' ' * depth}- {part.label} {part.text}"
    return [own, *(line for item in part.items for line in _numbered(item, depth + 1))]
