"""What changed between two clause sets, on a terminal and in plain text. Shows a `Diff`; compares nothing.

What was taken out is red and struck through, what was put in green; another spelling and renumbered references are
blue, for nothing else is meant by them. Where there are no colours, brackets say the same: [-out-] {+in+}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from kaigi_extract.catalogue import Language, in_language
from kaigi_extract.clauses.clause_diff import ClauseDiff, Diff
from kaigi_extract.clauses.edits import Edit
from kaigi_extract.records import Clause, Item, Link
from kaigi_extract.show.comparison.consequences import consequences
from kaigi_extract.show.sanitise import legible
from kaigi_extract.show.terminal.console import printed_for
from kaigi_extract.text.late_pattern import late_pattern

_SENTENCE = late_pattern(r"[^。]*。|[^。]+")
CHANGES = {
    "number": "番号",
    "heading": "見出し",
    "spelling": "表記",
    "references": "引用",
    "wording": "文言",
    "moved": "位置",
    "same": "同じ",
}
"""What changed in a clause, in Japanese; the English is the name of the change."""
STYLES = {"out": "red strike", "in": "green", "meant": "blue", "doubt": "yellow", "head": "bold", "change": "magenta"}


def diff_text(found: Diff, terminal: bool, lang: Language = "en") -> str:
    """Every link with its changes, then what is on one side only; coloured for a terminal."""
    lines = list(diff_lines(found, terminal, lang))
    for line in lines:
        line.plain = legible(line.plain)
    return "".join(line.rstrip() + "\n" for line in printed_for(terminal, lines).splitlines())


def diff_lines(found: Diff, colours: bool, lang: Language = "en") -> Iterator[Text]:
    """Line by line; where there are no `colours`, brackets say what went out and what came in."""
    alignment = found.alignment
    yield Text(f"{alignment.old} → {alignment.new}", STYLES["head"])
    for told in alignment.replacements:
        yield Text(f"{told.old} → {told.new} ({told.count})", STYLES["meant"])
    for clause in found.clauses:
        head = Text.assemble((_numbers(clause), STYLES["head"]), " ")
        _put(head, clause.heading, colours)
        yield head.append(f"  {said_of(clause.link, lang)}", STYLES["doubt" if clause.link.doubtful else "change"])
        yield from _part_lines(clause, colours)
        yield from _cell_lines(clause, colours)
        yield from (Text(f"    {told}", STYLES["doubt"]) for told in _told(clause, lang))
    for sign, style, clauses in (("+", "in", found.added), ("-", "out", found.removed)):
        for one in clauses:
            yield Text(f"{sign} {_title(one)}", STYLES[style].split()[0])
            yield Text(f"    {_printed(one)}", STYLES[style].split()[0])


def _part_lines(clause: ClauseDiff, colours: bool) -> Iterator[Text]:
    """The parts that changed, each with its label, and … in the place of those that did not; the whole text where a
    diff does not tell its parts."""
    if not clause.parts and any(edit.kind != "equal" for edit in clause.text):
        _put(line := Text("    "), changed_sentences(clause.text), colours)
        yield line
    is_left_out = False
    for part in clause.parts:
        if all(edit.kind == "equal" for edit in part.edits):
            if not is_left_out:
                yield Text("    …")
            is_left_out = True
            continue
        is_left_out = False
        depth = max(len(part.old), len(part.new)) if len(clause.old_labels) == len(clause.new_labels) == 1 else 1
        line = Text("    " + "  " * (depth - 1))
        if depth > 1:
            sides = ((part.old, part.old_places), (part.new, part.new_places))
            labels = [_which(path[-1], places) for path, places in sides if path]
            line.append(f"{' → '.join(dict.fromkeys(labels))} ")
        _put(line, changed_sentences(part.edits), colours)
        yield line


def _which(label: str, places: Sequence[int]) -> str:
    """The label of an item, with its place where others beside it bear the same: ・[2]."""
    return f"{label}[{places[-1]}]" if places else label


def changed_sentences(edits: Iterable[Edit]) -> list[Edit]:
    """The edits with the sentences around them, and … in the place of sentences that are the same."""
    run = list(edits)
    found = []
    for at, edit in enumerate(run):
        if edit.kind == "equal":
            text = _ends(edit.new, at > 0, at + 1 < len(run))
            edit = Edit(kind="equal", old=text, new=text)  # noqa: PLW2901
        found.append(edit)
    return found


def _ends(text: str, after: bool, before: bool) -> str:
    """What is the same as far as the end of the sentence that a change is in, and from the beginning of the next."""
    sentences = _SENTENCE.findall(text)
    head = sentences[0] if after and sentences else ""
    tail = sentences[-1] if before and sentences and not sentences[-1].endswith("。") else ""
    left_out = len(sentences) - bool(head) - bool(tail and (len(sentences) > 1 or not head))
    return text if left_out <= 0 else f"{head}…{tail}"


def _cell_lines(clause: ClauseDiff, colours: bool) -> Iterator[Text]:
    """Cells of tables that changed."""
    for cell in clause.link.tables:
        line = Text(f"    [{cell.row}, {cell.column}] ", STYLES["change"])
        _put(line, [Edit(kind="wording", old=cell.old or "", new=cell.new or "")], colours)
        yield line


def _told(clause: ClauseDiff, lang: Language) -> Iterator[str]:
    """What became stronger or weaker, and references that mean another clause now; cells have lines of their own."""
    for one in consequences(clause.link):
        if one.weight != "cell":
            yield one.japanese if lang == "ja" else one.english


def _put(line: Text, edits: Iterable[Edit], colours: bool) -> None:
    for edit in edits:
        if edit.kind == "equal":
            line.append(edit.new)
            continue
        meant = STYLES["doubt"] if edit.doubtful else STYLES["meant"] if _is_meant(edit) else ""
        if edit.old:
            line.append(edit.old if colours else f"[-{edit.old}-]", f"{meant} strike" if meant else STYLES["out"])
        if edit.new:
            line.append(edit.new if colours else f"{{+{edit.new}+}}", meant or STYLES["in"])


def _is_meant(edit: Edit) -> bool:
    """Whether the same is meant in other characters or numbers."""
    return edit.kind in ("spelling", "references", "replacement")


def _numbers(clause: ClauseDiff) -> str:
    """第６ → 第７; where the labels are the same, once."""
    old, new = "・".join(clause.old_labels), "・".join(clause.new_labels)
    return old if old == new else f"{old} → {new}"


def said_of(link: Link, lang: Language) -> str:
    """same, or what changed; ? where it is doubtful."""
    changes: Sequence[str] = link.changes or ("same",)
    if lang == "ja":
        said = "・".join(CHANGES[change] for change in changes)
        return f"{said} ？（{in_language(link.reason, lang)}）" if link.doubtful else said
    return f"{', '.join(changes)} ? ({link.reason})" if link.doubtful else ", ".join(changes)


def _title(clause: Clause) -> str:
    return f"{clause.label} {clause.heading or ''}".rstrip()


def _printed(parent: Clause | Item) -> str:
    return parent.text + "".join(f" {item.label} {_printed(item)}" for item in parent.items)
