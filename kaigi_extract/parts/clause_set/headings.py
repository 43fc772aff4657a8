"""Headings on a clause's own line: in brackets, or where most clauses have one, as a short first paragraph or before
white space."""

from __future__ import annotations

from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.clause_set.node import ClauseNode
from kaigi_extract.parts.settings import ClauseSetSettings
from kaigi_extract.text import split_heading
from kaigi_extract.text.late_pattern import late_pattern

_BRIEF = late_pattern(
    r"([^\s。、].{0,38}?)\s+((?:該当)?なし|該当あり|免除(?:する)?|不要|別[紙添表記](?:のとおり)?|同上|[有無要])"
)
_APART = late_pattern(r"([^\s。、]{2,}+)[^\S\n]++(?=\S)")
_NO_HEADING = late_pattern(r"[はがをにでともへや：:]$|^(?!その他)[^一-鿿ァ-ヶA-Za-zＡ-Ｚａ-ｚ]|[（(][^）)]*$|^[^「]*」")
"""What no heading before white space is: a part of a sentence, or of something in brackets."""
_STOP_OR_COMMA = late_pattern(r"[。、]")
_ANSWERED = late_pattern(r"([^\s。、]+)\s+([^\s。、]{1,10})")
"""A heading and a short answer on one line: 総合評価に関する事項　該当なし."""
ENDING = 2
"""Characters at the end of such a heading that it shares with another of its set: 事項."""


def take_headings(nodes: list[ClauseNode], settings: ClauseSetSettings, on_lines: bool = False) -> None:
    """Headings on the clause's own line: in brackets, or where most clauses have one, as a short first paragraph or
    before white space. `on_lines` says that the headings read so far stood on the lines of the labels, too."""
    for node in nodes:
        heading, rest = split_heading(node.text.text)
        if heading is not None and node.heading is None:
            start = node.text.text.index(heading)
            end = len(node.text.text)
            node.heading = node.text.part(start, start + len(heading))
            node.text = node.text.part(end - len(rest), end)
    _take_brief_answers(nodes, settings)
    ends = {id(node): end for node in nodes if node.heading is None and (end := _heading_end(node, settings))}
    known = sum(node.heading is not None for node in nodes) if on_lines else 0
    if known + len(ends) < settings.headed_share * len(nodes):
        return
    apart = sum(_first_line_heading(node, settings) == 0 for node in nodes if id(node) in ends)
    few = apart == len(ends) and known + apart < settings.least_clauses
    for node in nodes:
        end = ends.get(id(node), 0)
        if end and not few:
            node.heading, node.text = node.text.part(0, end), _rest(node.text, end)
    endings = {node.heading.text[-ENDING:] for node in nodes if node.heading is not None}
    for node in nodes:
        answered = _ANSWERED.fullmatch(node.text.text) if node.heading is None and not node.children else None
        if answered is not None and answered[1][-ENDING:] in endings and answered.end(1) <= settings.longest_heading:
            node.heading = node.text.part(0, answered.end(1))
            node.text = node.text.part(answered.start(2), answered.end(2))


def _take_brief_answers(nodes: list[ClauseNode], settings: ClauseSetSettings) -> None:
    """３　総合評価に関する事項　該当なし: where most clauses have headings, a heading and a few words on one line."""
    headed = sum(node.heading is not None or _first_line_heading(node, settings) > 0 for node in nodes)
    if headed < settings.headed_share * len(nodes):
        return
    for node in nodes:
        match = _BRIEF.fullmatch(node.text.text) if node.heading is None and not node.children else None
        if match is not None:
            node.heading, node.text = node.text.part(*match.span(1)), node.text.part(*match.span(2))


def _rest(text: Passage, start: int) -> Passage:
    """What follows a heading, without the white space behind it."""
    length = len(text.text)
    return text.part(length - len(text.text[start:].lstrip(" \u3000")), length)


def _heading_end(node: ClauseNode, settings: ClauseSetSettings) -> int:
    """Length of a heading that a clause's text begins with: its first paragraph, or before white space."""
    return _first_line_heading(node, settings) or heading_apart(node.text.text, settings)


def heading_apart(text: str, settings: ClauseSetSettings) -> int:
    """Length of the heading before white space that a text begins with (秘密の保持　乙は、…); 0 where there is none."""
    match = _APART.match(text)
    if match is None or match.end(1) > settings.longest_heading or _NO_HEADING.search(match[1]):
        return 0
    return match.end(1)


def _first_line_heading(node: ClauseNode, settings: ClauseSetSettings) -> int:
    """Length of a first paragraph that reads as a heading; 0 where there is none."""
    first, _, rest = node.text.text.partition("\n")
    if not (rest or node.children) or len(first) > settings.longest_heading or _STOP_OR_COMMA.search(first):
        return 0
    return len(first)
