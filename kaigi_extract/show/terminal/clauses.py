"""Annotated clause sets as a tree to read: of each clause its topics, and who must do what. Shows records only."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from rich.tree import Tree

from kaigi_extract.records import Clause, ClauseSet, Item, Sentence
from kaigi_extract.show.sanitise import legible
from kaigi_extract.show.terminal.console import printed_for
from kaigi_extract.show.terminal.tree import LABEL


def clauses_text(clause_sets: Iterable[ClauseSet], terminal: bool) -> str:
    """A tree for each set; coloured and wrapped for a terminal only."""
    return printed_for(terminal, map(_tree, clause_sets))


def _tree(clause_set: ClauseSet) -> Tree:
    tree = Tree(Text(f"{legible(clause_set.title)} ({len(clause_set.clauses)})", "bold"), highlight=False)
    for clause in clause_set.clauses:
        head = Text.assemble(
            (f"{legible(clause.label)} ", LABEL), legible(clause.heading or ""), (f"  {_topics(clause)}", "magenta")
        )
        branch = tree.add(head)
        for sentence in clause.sentences or ():
            branch.add(Text.assemble((f"{_duty(sentence)} ", "green"), legible(sentence.text)))
        _add_items(branch, clause)
    return tree


def _topics(clause: Clause) -> str:
    return ", ".join(clause.topics or ())


def _duty(sentence: Sentence) -> str:
    return f"{sentence.actor or '?'} {sentence.modality or '?'}"


def _add_items(branch: Tree, parent: Clause | Item) -> None:
    for item in parent.items:
        _add_items(branch.add(Text.assemble((f"{legible(item.label)} ", LABEL), legible(item.text))), item)
