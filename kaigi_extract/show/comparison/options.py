"""How a 新旧対照表 is printed where houses differ. Holds choices, sets and compares nothing."""

from __future__ import annotations

from typing import Literal, get_args

from kaigi_extract.catalogue import Message
from kaigi_extract.late_dataclass import dataclass

Unchanged = Literal["omitted", "printed"]
Lead = Literal["printed", "shortened", "omitted"]
OldSide = Literal["right", "left"]


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a 新旧対照表 is printed. Raises `ValueError` for a choice that there is not."""

    unchanged: Unchanged | None = None
    """Whether what did not change is left out as （略）; None leaves it out of a change and prints it of two wards."""
    lead: Lead = "printed"
    """The words above 号 that changed, 柱書, where they did not: in full, as far as the first comma, or （略）."""
    old_side: OldSide = "right"
    """Where the old text stands."""
    heads: tuple[str, str] | None = None
    """Words over the new and the old text: 改正案 and 現行, 新 and 旧. None leaves them to the table."""
    omission: str = "（略）"
    """What stands for what is left out: ［略］, （同左）."""

    def __post_init__(self) -> None:
        for name, value, known in (
            ("unchanged", self.unchanged, (None, *get_args(Unchanged))),
            ("lead", self.lead, get_args(Lead)),
            ("old_side", self.old_side, get_args(OldSide)),
        ):
            if value not in known:
                raise ValueError(
                    Message(
                        "{name} must be one of {listed}, not {value!r}",
                        name=name,
                        listed=", ".join(map(repr, known)),
                        value=value,
                    )
                )
        if self.heads is not None and len(self.heads) != 2:
            raise ValueError(Message("heads must be two: over the new text, over the old text"))


DEFAULT_TABLE = TableOptions()
"""As ministries print it."""
