"""Doubtful characters weighed anew: of the readings that the engine gave, those that go together in Japanese print.

Nothing is proposed that no look at the page gave, but for characters of one shape (ー and 一). What is chosen has the
probability that it has among all readings of its place, given the engine's confidence and the n-grams around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, chain
from math import exp, log

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.ocr.character_settings import ReweighSettings
from kaigi_extract.ocr.lookalikes import SAME_SHAPE, partner
from kaigi_extract.ocr.ngrams import ORDER, Ngrams, as_read
from kaigi_extract.ocr.protocol import Character
from kaigi_extract.ocr.settings import DEFAULT_OCR
from kaigi_extract.ocr.worn_shapes import WORN

LEAST = 1e-4
"""Probability under which no reading counts: the logarithm of zero is none."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to read the places so far."""

    texts: tuple[str, ...]
    before: str
    """Its last characters, as n-grams count them."""
    weight: float
    """The logarithm of how well it goes."""


def reweigh(
    lines: Sequence[list[Character]], ngrams: Ngrams, settings: ReweighSettings = DEFAULT_OCR.reweigh
) -> list[list[Character]]:
    """The characters of lines that go on one from the other, each place read as goes best with its neighbours."""
    whole = list(chain.from_iterable(lines))
    readings = [_readings(character, settings) for character in whole]
    chosen = list(whole)
    at = 0
    while at < len(whole):
        if len(readings[at]) == 1:
            at += 1
            continue
        end = _end(readings, at)
        before = as_read("".join(character.text for character in chosen[max(at - ORDER, 0) : at]))
        ways = _ways(readings[at : min(end + ORDER - 1, len(whole))], before, ngrams, settings)
        for k in range(at, end):
            chosen[k] = _chosen(whole[k], ways, k - at)
        at = end
    ends = list(accumulate(len(line) for line in lines))
    return [chosen[end - len(line) : end] for line, end in zip(lines, ends, strict=True)]


def _readings(character: Character, settings: ReweighSettings) -> list[tuple[str, float]]:
    """What a character may be, each with the logarithm of the engine's probability: one where it is beyond doubt."""
    readings = {character.text: character.sure}
    doubted, worn = character.sure < settings.reweigh_below, WORN.get(character.text, "")
    for text, sure in character.others:
        if text in worn and character.sure < settings.worn_below and settings.worn_shape > 1.0:
            readings.setdefault(text, min(settings.worn_shape * sure, max(character.sure, sure)))
        elif doubted and sure >= settings.least_reading:
            readings.setdefault(text, sure)
    if character.text in SAME_SHAPE:
        other, share = partner(character.text), settings.other_shape
        both = readings.pop(character.text) + readings.pop(other, 0.0)
        readings |= {character.text: both * (1 - share), other: both * share}
    return [(text, log(max(sure, LEAST))) for text, sure in readings.items()]


def _end(readings: Sequence[list[tuple[str, float]]], at: int) -> int:
    """Behind the last of the doubtful places from `at` on that have fewer than an n-gram's characters between them."""
    end = at + 1
    while True:
        ahead = [k for k in range(end, min(end + ORDER - 1, len(readings))) if len(readings[k]) > 1]
        if not ahead:
            return end
        end = ahead[-1] + 1


def _ways(
    readings: Sequence[list[tuple[str, float]]], before: str, ngrams: Ngrams, settings: ReweighSettings
) -> list[_Way]:
    """The best ways to read places, the best first."""
    ways = [_Way((), before[-(ORDER - 1) :], 0.0)]
    for place in readings:
        grown: list[_Way] = []
        for way in ways:
            for text, sure in place:
                context, weight = way.before, way.weight + settings.engine_weight * sure
                for char in as_read(text):
                    weight += settings.ngram_weight * max(ngrams.chance(context, char), settings.least_ngram)
                    context = (context + char)[-(ORDER - 1) :]
                grown.append(_Way((*way.texts, text), context, weight))
        ways = sorted(grown, key=lambda way: -way.weight)[: settings.ways]
    return ways


def _chosen(character: Character, ways: Sequence[_Way], place: int) -> Character:
    """The character as the best way has it, as sure as all ways that have it make it."""
    best = ways[0]
    weights = [exp(way.weight - best.weight) for way in ways]
    chances: dict[str, float] = {}
    for way, weight in zip(ways, weights, strict=True):
        chances[way.texts[place]] = chances.get(way.texts[place], 0.0) + weight / sum(weights)
    text = best.texts[place]
    if text == character.text and len(chances) == 1:
        return character
    seen = min(character.sure + sum(sure for _, sure in character.others), 1.0)
    others = {char: sure for char, sure in [(character.text, character.sure), *character.others] if char != text}
    return replace(character, text=text, sure=min(chances[text], 1.0) * seen, others=tuple(others.items()))
