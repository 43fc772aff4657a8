"""What of a Word file its blocks do not say, in words: hidden, struck or taken out text, prompts, pictures, comments.

Decides nothing: it gathers what was met while the file was read, each with the lines that it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.source.text_blocks import Notice, TextLine, cited
from kaigi_extract.source.word_runs import ParagraphText
from kaigi_extract.text import squeeze

HIDDEN = "the Word file has {count} characters of hidden text; they are in no value"
STRUCK = "struck-out words are in no value: {words}"
TAKEN_OUT = "words deleted under tracked changes are in no value: {words}"
PROMPTS = "prompts of fields that are not filled in are in no value: {words}"
READINGS = "readings printed above words are in no value: {words}"
COMMENT = "a comment is in no value: {words}"
UNREAD = "not read: {what}"


@dataclass(slots=True)
class _Kept:
    """Text of one kind that was kept out, with where it stands."""

    words: list[str] = field(default_factory=list)
    places: list[TextLine] = field(default_factory=list)

    def add(self, words: str, place: TextLine | None) -> None:
        if not words.strip():
            return
        self.words.append(words.strip())
        if place is not None:
            self.places.append(place)


@dataclass(slots=True)
class Notices:
    """Gathers what is noticed while one file is read."""

    _hidden: _Kept = field(default_factory=_Kept)
    _taken_out: _Kept = field(default_factory=_Kept)
    _prompts: _Kept = field(default_factory=_Kept)
    _readings: _Kept = field(default_factory=_Kept)
    _others: list[Notice] = field(default_factory=list)
    _marks: list[tuple[str, str, TextLine]] = field(default_factory=list)

    def about(self, text: ParagraphText, place: TextLine) -> None:
        """What a paragraph holds beside what it prints; `place` is its first line."""
        self.hidden(text.hidden, place)
        self.taken_out(text.taken_out, place)
        self._prompts.add(text.prompts, place)
        for reading in text.readings:
            self._readings.add(reading, place)
        if text.struck.strip():
            self._others.append(Notice("unread_part", "warning", Message(STRUCK, words=cited(text.struck)), [place]))
        for what in text.unread:
            self.unread(what, place)
        self._marks += [(kind, name, place) for kind, name in text.notes]

    def hidden(self, words: str, place: TextLine | None) -> None:
        """Text that is not printed."""
        self._hidden.add(words, place)

    def taken_out(self, words: str, place: TextLine | None) -> None:
        """Text that a tracked change took out."""
        self._taken_out.add(words, place)

    def unread(self, what: str, place: TextLine | None) -> None:
        """Something that is no text."""
        places = [place] if place is not None else []
        self._others.append(Notice("unread_part", "warning", Message(UNREAD, what=cited(what)), places))

    def noted(self, kind: str) -> list[str]:
        """The ids of the notes of a kind in the order of their marks."""
        return list(dict.fromkeys(name for one, name, _ in self._marks if one == kind))

    def commented(self, name: str, words: str) -> None:
        """The words of a comment that was noted."""
        places = [place for kind, one, place in self._marks if kind == "comment" and one == name]
        self._others.append(Notice("unread_part", "info", Message(COMMENT, words=cited(words)), places))

    def all(self) -> list[Notice]:
        """Everything: what is missing first, then what was left out on purpose."""
        found = []
        if self._hidden.words:
            message = Message(HIDDEN, count=len(squeeze("".join(self._hidden.words))))
            found.append(Notice("hidden_text", "warning", message, self._hidden.places))
        found += self._others
        for words, kept in ((TAKEN_OUT, self._taken_out), (PROMPTS, self._prompts), (READINGS, self._readings)):
            if kept.words:
                found.append(Notice("unread_part", "info", Message(words, words=_listed(kept.words)), kept.places))
        return found


def _listed(words: Iterable[str]) -> str:
    return cited("／".join(dict.fromkeys(words)))
