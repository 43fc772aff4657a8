"""The labels of register sheets that are known, and where one is among lines."""

from __future__ import annotations

from collections.abc import Sequence

from kaigi_extract.late_dataclass import dataclass
from kaigi_extract.layout.lines import AnyLine
from kaigi_extract.parts.register.title import begins_register, may_be_title
from kaigi_extract.parts.settings import RegisterSettings
from kaigi_extract.text import squeeze
from kaigi_extract.wards import Common, Ward
from kaigi_extract.wards.model import label_keys


@dataclass(frozen=True, slots=True)
class Head:
    """Where a label is among lines."""

    line: int
    count: int
    """Lines that it takes."""
    cut: int | None = None
    """Where its value begins on its line; None where it has the line for itself."""


class KnownLabels:
    """The labels of register sheets, the ward's and those of all wards, and the settings by which they are found."""

    def __init__(self, ward: Ward | None, common: Common, settings: RegisterSettings) -> None:
        self.ward, self.common, self.settings = ward, common, settings

    def __call__(self, text: str) -> bool:
        """Whether a text is a label."""
        length = len(squeeze(text))
        is_long = length > self.settings.longest_label
        if is_long and length > self.common.longest_register_label:
            return False
        by_ward = not is_long and self.ward is not None and self.ward.field("register", text) is not None
        return by_ward or not self.common.register_labels.isdisjoint(label_keys(text))

    def is_of_registers(self, text: str) -> bool:
        """Whether a text is a label that registers have and forms of cases have not."""
        return not self.common.own_register_labels.isdisjoint(label_keys(text))

    def begins_own(self, line: AnyLine) -> bool:
        """Whether a line begins with a label that only registers have."""
        head = known_head([line], 0, self) if len(line.text) <= 2 * self.settings.longest_label else None
        return head is not None and self.is_of_registers(line.text[: head.cut])

    def is_title(self, line: AnyLine) -> bool:
        """Whether a line is the title of a sheet."""
        return begins_register(line, self.common, self.settings)

    def may_be_title(self, line: AnyLine) -> bool:
        """Whether a line may be one, if the labels below it bear it out."""
        return may_be_title(line, self.common, self.settings)


def known_head(lines: Sequence[AnyLine], at: int, knows: KnownLabels) -> Head | None:
    """The known label that begins with a line: on one to three lines by itself, or before its value."""
    for count in range(min(knows.settings.label_lines, len(lines) - at), 0, -1):
        if knows("".join(line.text for line in lines[at : at + count])):
            return Head(at, count)
    line = lines[at]
    for k in range(min(len(line.text) - 1, 2 * knows.settings.longest_label), 0, -1):
        parted = line.text[k].isspace() or line.text[k] in ":：" or line.gap(k) >= knows.settings.label_gap
        if parted and knows(line.text[:k]):
            return Head(at, 1, k)
    return None
