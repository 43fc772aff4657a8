"""In which line of a TOML file each key and each value of a list is: parsers do not say, messages must."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import field

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.text.late_pattern import late_pattern

KeyPath = tuple[str | int, ...]
"""Keys and list positions from the top: ("articles", 2, "words", 0)."""

_TOML_TOKEN = late_pattern(
    r'(?P<string>"""(?:[^\\]|\\[\s\S])*?"{3,5}|\'\'\'[\s\S]*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<skipped>#[^\n]*|[ \t\r]+)|(?P<newline>\n)|(?P<mark>[\[\]{},=.])|(?P<bare>[^\s\[\]{},=.#\"']+)"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a mapping was read from, and the line of everything in it."""

    path: str
    lines: Mapping[KeyPath, int]
    text: str = ""
    """The whole file."""

    def line(self, *path: str | int) -> int | None:
        """The line of a key or value (from 1); of the table around it where it has none itself; None at the top."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None

    def place(self, *path: str | int) -> str:
        """file:line, as editors open it."""
        line = self.line(*path)
        return self.path if line is None else f"{self.path}:{line}"


class LinesLater(Mapping[KeyPath, int]):
    """`lines_of` a text, found when the first line is asked for: most are asked for none."""

    def __init__(self, text: str) -> None:
        self._text = text

    @functools.cached_property
    def _lines(self) -> dict[KeyPath, int]:
        return lines_of(self._text)

    def __getitem__(self, path: KeyPath) -> int:
        return self._lines[path]

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def lines_of(text: str) -> dict[KeyPath, int]:
    """The line of every table, key and list value of valid TOML."""
    scanner = _Scanner(_tokens(text))
    scanner.scan()
    return scanner.lines


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    line: int
    is_key: bool


def _tokens(text: str) -> list[_Token]:
    tokens, line = [], 1
    for match in _TOML_TOKEN.finditer(text):
        if match.lastgroup != "skipped":
            tokens.append(_Token(match[0], line, match.lastgroup in ("bare", "string")))
        line += match[0].count("\n")
    return tokens


@dataclass(slots=True)
class _Scanner:
    """Walks the tokens of valid TOML once; what is not valid, the parser has refused before."""

    tokens: list[_Token]
    at: int = 0
    lines: dict[KeyPath, int] = field(default_factory=dict)
    repeated: dict[KeyPath, int] = field(default_factory=dict)
    """How many tables of a repeated one have begun."""

    def scan(self) -> None:
        table: KeyPath = ()
        while self.at < len(self.tokens):
            if self._is("\n"):
                self.at += 1
            elif self._is("["):
                table = self._header()
            else:
                self._pair(table)

    def _is(self, text: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].text == text

    def _header(self) -> KeyPath:
        line = self.tokens[self.at].line
        self.at += 1
        doubled = self._is("[")
        self.at += doubled
        *parents, last = self._keys("]")
        self.at += doubled
        path: KeyPath = ()
        for key in parents:
            path = self._newest((*path, key))
        path = (*path, last)
        if doubled:
            self.repeated[path] = self.repeated.get(path, 0) + 1
            self.lines.setdefault(path, line)
        path = self._newest(path)
        self.lines.setdefault(path, line)
        return path

    def _newest(self, path: KeyPath) -> KeyPath:
        """The last table of that name, where it is a repeated one."""
        return (*path, self.repeated[path] - 1) if path in self.repeated else path

    def _keys(self, stop: str) -> list[str]:
        keys: list[str] = []
        while not self._is(stop) and self.at < len(self.tokens):
            if self.tokens[self.at].is_key:
                keys.append(self.tokens[self.at].text.strip("\"'"))
            self.at += 1
        self.at += 1
        return keys

    def _pair(self, table: KeyPath) -> None:
        line = self.tokens[self.at].line
        path = table
        for key in self._keys("="):
            path = (*path, key)
            self.lines.setdefault(path, line)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._is("["):
            self._list(path)
        elif self._is("{"):
            self._inline_table(path)
        else:
            while self.at < len(self.tokens) and self.tokens[self.at].text not in (",", "]", "}", "\n"):
                self.at += 1

    def _list(self, path: KeyPath) -> None:
        self.at += 1
        position = 0
        while self.at < len(self.tokens) and not self._is("]"):
            if self._is("\n") or self._is(","):
                self.at += 1
                continue
            self.lines[*path, position] = self.tokens[self.at].line
            self._value((*path, position))
            position += 1
        self.at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while self.at < len(self.tokens) and not self._is("}"):
            if self._is("\n") or self._is(","):
                self.at += 1
            else:
                self._pair(path)
        self.at += 1
