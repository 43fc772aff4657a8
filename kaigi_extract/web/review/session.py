"""The course of a review: which value is next for whom, what was settled, and that no word is written over unseen.

What is settled is in the corrections alone; what is remembered here, who skipped what, may be forgotten.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from pydantic_core import to_jsonable_python

from kaigi_extract.errors import KaigiError
from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.records import Correction, Document, following, in_force, undoing
from kaigi_extract.records.corrected import place_at
from kaigi_extract.web.review.doubts import Doubt, doubt_of, doubts_of
from kaigi_extract.web.review.holdings import Holdings
from kaigi_extract.web.review.inputs import typed_value
from kaigi_extract.web.review.settings import ReviewSettings

Key = tuple[str, str]
"""A value: the hash of its file, and its pointer."""
SHOWN_FOR = 300.0
"""Seconds for which a value that one browser shows is not the next of another. Whoever comes back later is told who was
first."""


class Overtaken(Exception):
    """Somebody else settled the value since it was shown; `latest` is in force now, None where it was undone."""

    def __init__(self, latest: Correction | None, seen: str) -> None:
        self.latest, self.seen = latest, seen
        super().__init__("somebody else settled this value")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is."""

    settled: int
    total: int
    scanned: int
    """Documents that were looked through."""
    documents: int
    """Documents to look through."""

    @property
    def is_scanning(self) -> bool:
        """Whether values may still come."""
        return self.scanned < self.documents


class Review:
    """Doubtful values in order, settled by several people at once. Safe to use from several threads."""

    def __init__(self, holdings: Holdings, who: str | None, settings: ReviewSettings = ReviewSettings()) -> None:
        self.holdings, self.who, self.settings = holdings, who, settings
        self._lock = threading.RLock()
        self._doubts: dict[Key, Doubt] = {}
        self._order: tuple[Key, ...] | None = ()
        """None where it is to be sorted anew."""
        self._sources: dict[str, str] = {}
        self._outdated: set[Key] = set()
        self._scanned, self._documents = 0, 1
        self._skipped: dict[str, set[Key]] = defaultdict(set)
        self._settled_by: dict[str, list[tuple[Key, str]]] = defaultdict(list)
        self._shown: dict[Key, tuple[str, float]] = {}
        self._in_force: tuple[list[Correction], dict[Key, Correction]] = ([], {})
        self._found = threading.Event()
        self.problems: list[str] = []
        """Documents that could not be looked through, and why."""

    # ---- Finding ----

    def scan(self) -> None:
        """Looks through all documents for what is doubtful. Those that cannot be read are noted and passed over."""
        try:
            doubted = list(self.holdings.doubted())
            with self._lock:
                self._documents = len(doubted)
            for sha256, name in doubted:
                try:
                    self._take_in(sha256, self.holdings.document(sha256))
                except (KaigiError, KeyError) as error:
                    self.problems.append(f"{name}: {error}")
                with self._lock:
                    self._scanned += 1
        finally:
            with self._lock:
                self._documents = self._scanned
            self._found.set()

    def begin(self) -> None:
        """Scans in the background."""
        threading.Thread(target=self.scan, name="doubts", daemon=True).start()

    def wait(self, seconds: float) -> None:
        """Waits until all documents are looked through, or so long."""
        self._found.wait(seconds)

    def _take_in(self, sha256: str, document: Document) -> None:
        history = in_force(self.holdings.history(sha256))
        outdated = {one.record for one in document.findings if one.code == "correction_outdated"}
        found = [*doubts_of(document, self.settings)]
        met = {one.pointer for one in found}
        for made in history:
            again = doubt_of(made, document, self.settings) if made.pointer not in met else None
            found += [again] if again is not None else []
        with self._lock:
            self._sources[sha256] = document.source.path
            self._outdated |= {(sha256, pointer) for pointer in outdated if pointer is not None}
            self._doubts |= {(sha256, one.pointer): one for one in found}
            self._order = None

    def keep_only(self, pointers: Collection[str]) -> None:
        """Leaves out every value but those at these pointers, in whichever document."""
        with self._lock:
            self._doubts = {key: doubt for key, doubt in self._doubts.items() if key[1] in pointers}
            self._order = None

    # ---- Where the work is ----

    def order(self) -> tuple[Key, ...]:
        """Every value, the one with the highest expected gain first."""
        with self._lock:
            if self._order is None:
                self._order = tuple(sorted(self._doubts, key=self._place))
            return self._order

    def _place(self, key: Key) -> tuple[float, str, str]:
        return -self._doubts[key].gain, self._sources[key[0]], key[1]

    def doubt(self, key: Key) -> Doubt | None:
        """The doubt about a value; None where it is none of those that were found."""
        return self._doubts.get(key)

    def source(self, key: Key) -> str:
        """The name of the file that a value is in."""
        return self._sources.get(key[0], key[0])

    def settled(self, key: Key) -> Correction | None:
        """What is in force at a value; None where it is open."""
        return self._settled(self._now(), key)

    def _now(self) -> dict[Key, Correction]:
        """All that is in force, by the name or the hash of the file and the pointer."""
        with self._lock:
            history = self.holdings.everything()
            if self._in_force[0] is not history:
                self._in_force = history, {(one.source or one.sha256, one.pointer): one for one in in_force(history)}
            return self._in_force[1]

    def _settled(self, now: dict[Key, Correction], key: Key) -> Correction | None:
        if key in self._outdated:
            return None
        return now.get((self.source(key), key[1])) or now.get(key)

    def progress(self) -> Progress:
        """How far the review is."""
        order, now = self.order(), self._now()
        settled = sum(self._settled(now, key) is not None for key in order)
        return Progress(settled, len(order), self._scanned, self._documents)

    def next_open(self, browser: str, after: Key | None = None) -> Key | None:
        """The open value that comes next, round from a value on: first what nobody else looks at, nobody skipped."""
        order, now = self.order(), self._now()
        at = order.index(after) + 1 if after in order else 0
        open_ = [key for key in (*order[at:], *order[:at]) if self._settled(now, key) is None]
        others = [key for key in open_ if key != after]
        return min(others or open_, key=lambda key: self._rank(browser, key), default=None)

    def claim_next(self, browser: str, after: Key | None = None) -> Key | None:
        """The same, and no other browser is given it meanwhile."""
        with self._lock:
            key = self.next_open(browser, after)
            if key is not None:
                self.show(browser, key)
            return key

    def _rank(self, browser: str, key: Key) -> int:
        other, until = self._shown.get(key, (browser, 0.0))
        elsewhere = other != browser and until > time.monotonic()
        return 2 * (key in self._skipped[browser]) + elsewhere

    def beside(self, key: Key) -> tuple[Key | None, Key | None]:
        """The values before and behind a value, settled or not."""
        order = self.order()
        if key not in order:
            return None, None
        at = order.index(key)
        return order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None

    def show(self, browser: str, key: Key) -> None:
        """Notes that a browser shows a value."""
        with self._lock:
            self._shown[key] = browser, time.monotonic() + SHOWN_FOR

    def skip(self, browser: str, key: Key) -> None:
        """Puts a value behind all others, for this browser."""
        with self._lock:
            self._skipped[browser].add(key)
            self._shown.pop(key, None)

    def last_settled(self, browser: str) -> tuple[Key, str] | None:
        """What this browser settled last and is in force, with its `seen_of`; None where there is nothing."""
        with self._lock:
            mine = self._settled_by[browser]
            while mine:
                key, seen = mine[-1]
                made = self.settled(key)
                if made is not None and made.when.isoformat() == seen:
                    return key, seen
                mine.pop()  # undone, or somebody else had the last word
            return None

    # ---- Settling ----

    def settle(self, browser: str, key: Key, typed: Mapping[str, str], seen: str) -> Correction:
        """Confirms a value, or corrects it where something else was typed. It is written when this returns.

        `seen` is the `seen_of` the history that the value was shown with.

        Raises:
            Overtaken: Somebody settled it otherwise since.
            Untypable, InvalidCorrection: What was typed is no value of the field.
            KaigiError: It cannot be written.
        """

        def make(document: Document, history: list[Correction]) -> Correction:
            place = place_at(document, key[1])
            value = typed_value(place, typed)
            same = value == to_jsonable_python(place.value)
            now = seen_of(history, key[1])
            if now != seen and not same:
                raise Overtaken(in_force_at(history, key[1]), now)
            made = document.confirm(key[1], by=self.who) if same else document.correct(key[1], value, by=self.who)
            return following(made, history)

        made = self.holdings.keep(key[0], make)
        with self._lock:
            self._outdated.discard(key)
            self._skipped[browser].discard(key)
            self._shown.pop(key, None)
            self._settled_by[browser].append((key, made.when.isoformat()))
        return made

    def undo(self, key: Key, seen: str) -> Correction:
        """Takes back what is in force at a value; `seen` as for `settle`.

        Raises:
            Overtaken: Somebody settled it otherwise since.
            InvalidCorrection: Nothing is in force.
            KaigiError: It cannot be written.
        """

        def make(_: Document, history: list[Correction]) -> Correction:
            if (now := seen_of(history, key[1])) != seen:
                raise Overtaken(in_force_at(history, key[1]), now)
            return undoing(history, key[1], self.who)

        return self.holdings.keep(key[0], make)


def in_force_at(history: Iterable[Correction], pointer: str) -> Correction | None:
    """What is in force at a pointer of a document."""
    return next((one for one in in_force(list(history)) if one.pointer == pointer), None)


def seen_of(history: Iterable[Correction], pointer: str) -> str:
    """What changes when somebody settles or undoes a value: the moment of the last word on it."""
    return max((one.when.isoformat() for one in history if one.pointer == pointer), default="")
