"""What is printed between the title of a clause set and its first clause: who its parties are, what its words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.layout.passages import Passage
from kaigi_extract.parts.clause_set.signs import is_annex, is_day, is_issue_line
from kaigi_extract.parts.part import passage_of
from kaigi_extract.parts.reading import Reading
from kaigi_extract.records import Clause, Definition, Item, Parties
from kaigi_extract.text.late_pattern import late_pattern
from kaigi_extract.wards import Common

_DEFINED = late_pattern(
    r"[（(][^（）()「」]*(?:以下|以後)[^「（）()]{0,12}「([^「」]{1,30})」と(?:いう|総称|する)[^（）()]*[）)]"
)
_DEFINED_BARE = late_pattern(r"[（(]以下、?\s*([^「」（）()、。]{1,12}?)と(?:する|いう)。?[）)]")
_BEFORE = late_pattern(
    r"(?:^|[\n。、「『]|と(?=[^と]{1,60}$)|及び|並びに|又は|(?<=[一-鿿ァ-ヶ])は、)([^\n。、]{1,60})$"
)
_JOINED = late_pattern(r"(?:と|及び|並びに|又は|、)+")
"""What joins a party to the one that is defined before it."""
_PRINCIPAL = late_pattern(r"(?:市|区|町|村|都|道|府|県|国|公社|公団|機構|組合|委員会|発注者|委託者|甲|ユーザ)$")
_CONTRACTOR = late_pattern(r"(?:会社|業者|受託者|受注者|請負者|管理者|法人|組合|団体|乙|ベンダ|事業者)$")


def preamble_of(lines: Sequence[AnyLine], reading: Reading) -> Passage:
    """The sentences above the first clause, without days and numbers of issue."""
    prose = [line for line in lines if not (is_day(line.text) or is_issue_line(line.text) or is_annex(line.text))]
    return passage_of(prose, reading.layout.passages) if prose else Passage()


def definitions_of(above: Passage) -> list[Definition]:
    """Words that the preamble defines: みどり区（以下「甲」という。）."""
    found, after = [], 0
    for match in _defined(above.text):
        between = _JOINED.match(above.text, after)
        after = between.end() if between is not None else after
        meaning = _BEFORE.search(above.text[after : match.start()])
        after = match.end()
        if meaning is not None:
            start = match.start() - len(meaning[1])
            found.append(Definition(term=match[1], meaning=meaning[1], spans=above.spans(start, match.end())))
    return found


def _defined(text: str) -> list[re.Match[str]]:
    matches = [*_DEFINED.finditer(text), *_DEFINED_BARE.finditer(text)]
    return sorted(matches, key=lambda match: match.start())


def parties_of(above: Passage, clauses: Sequence[Clause], common: Common) -> Parties:
    """The words that a set uses for its two sides: a pair that is known, as its clauses use it; else two words that its
    preamble or a clause defines, of which the clauses oblige one; else a usual word for each side."""
    text = "\n".join(_texts(clauses))
    words = f"{above.text}\n{text}"
    best, most = Parties(), 0
    for pair in common.parties:
        both = (words.count(pair.principal), words.count(f"{pair.contractor}は"))
        if all(both) and both[1] > most:
            best, most = Parties(principal=pair.principal, contractor=pair.contractor), both[1]
    defined = _defined_parties(above.text, text, common)
    if defined is not None and (not most or _names_both(defined, above.text)):
        return defined
    return best if most else _usual_parties(text, common)


def _usual_parties(text: str, common: Common) -> Parties:
    """A usual word for either side, each the one that the clauses use most as a party: the contractor as what acts.
    Neither where one of them has no such word."""
    contractor = _most_used(text, common.sides.contractors, "は")
    principal = _most_used(text, common.sides.principals, "はのにがと")
    return Parties(principal=principal, contractor=contractor) if principal and contractor else Parties()


def _most_used(text: str, words: Sequence[str], particles: str) -> str | None:
    """The word that is used most before one of some particles and is no part of a longer one; the first of equals.
    The care of a good manager (善良な管理者の注意) names none."""
    apart = r"(?<![一-鿿ァ-ヶー])(?<!善良な)(?<!善良なる)"
    counts = {word: len(re.findall(rf"{apart}{word}(?=[{particles}])", text)) for word in words}
    best = max(counts, key=lambda word: counts[word], default=None)
    return best if best is not None and counts[best] else None


def _names_both(parties: Parties, text: str) -> bool:
    return all(f"「{word}」" in text for word in (parties.principal, parties.contractor))


def _texts(clauses: Sequence[Clause | Item]) -> list[str]:
    return [text for each in clauses for text in (each.text, *_texts(each.items))]


def _defined_parties(above: str, text: str, common: Common) -> Parties | None:
    """Two words that are defined for persons: the one that is obliged is the contractor."""
    words = list(dict.fromkeys(match[1] for match in _defined(f"{above}\n{text}")))
    used = [word for word in words if any(f"{word}{particle}" in text for particle in "はのにがと")]
    for pair in common.parties:
        if pair.principal in words and pair.contractor in words:
            return Parties(principal=pair.principal, contractor=pair.contractor)
    owners = [word for word in used if _PRINCIPAL.search(word)]
    makers = [word for word in used if _CONTRACTOR.search(word) and word not in owners]
    if len(owners) == 1 and len(makers) == 1 and f"{makers[0]}は" in text:
        return Parties(principal=owners[0], contractor=makers[0])
    return None
