"""References that went stale across a change: the printed numbers are as before, the clauses that bear them are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaigi_extract.clauses.changes import CLAUSE_NUMBER, Renumbering, Side
from kaigi_extract.clauses.similarity import text_key
from kaigi_extract.records import Reference, StaleReference


class StaleReferences:
    """Finds them in the clauses of a link."""

    def __init__(self, old: Side, new: Side, moved: Renumbering) -> None:
        self.old, self.new, self.moved = old, new, moved
        self.labels = {clause.key: clause.label for clause in new.clauses}
        self.keys: dict[int, list[str]] = {}
        for key, link in moved.new.items():
            self.keys.setdefault(link, []).append(key)

    def of(self, olds: Sequence[int], news: Sequence[int]) -> list[StaleReference]:
        """The references in linked clauses, given by index, that mean others than before."""
        before = [reference for at in olds for reference in self.old.references(at) if _is_numbered(reference)]
        found = []
        for reference in (reference for at in news for reference in self.new.references(at)):
            printed = text_key(reference.text)
            at = next((k for k, one in enumerate(before) if text_key(one.text) == printed), None)
            if at is not None:
                found += list(self._stale(before.pop(at), reference))
        return found

    def _stale(self, old: Reference, new: Reference) -> Iterator[StaleReference]:
        """The reference, if what it names now is the partner of another clause than what it named.

        Where neither has a partner, a clause was replaced as a whole, and the reference may well mean that.
        """
        ones, others = old.target_keys, new.target_keys
        was = {self.moved.old[key] for key in ones if key in self.moved.old}
        now = {self.moved.new[key] for key in others if key in self.moved.new}
        if was == now or not old.targets or _is_range(ones, others):
            return
        meant = [self.labels[key] for link in sorted(was) for key in self.keys.get(link, [])]
        yield StaleReference(text=new.text, meant=meant, means=[self.labels.get(key, key) for key in others])


def _is_numbered(reference: Reference) -> bool:
    return reference.kind != "law" and CLAUSE_NUMBER.search(text_key(reference.text)) is not None


def _is_range(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a range took in or let go of clauses between ends that are the same (第１条から第５条まで)."""
    return len(ones) > 1 and len(others) > 1 and len(ones) != len(others)
