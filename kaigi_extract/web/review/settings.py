"""By what the order of doubtful values is decided. A share is of 1."""

from __future__ import annotations

from kaigi_extract.late_dataclass import dataclass


@dataclass(frozen=True)
class ReviewSettings:
    """What a value is worth that is looked at. Gain is how likely it is wrong times the weight of its field."""

    found_by: float = 1.0
    """Weight of titles, numbers, days, companies and departments. A case is found and counted by them: wrong, it is in
    the wrong list, or in none."""
    handled: float = 0.8
    """Weight of what a form says of the handling: data items, periods, purpose, whose data. They are compared, and
    nobody looks for them by the character."""
    running_text: float = 0.5
    """Weight of sentences: content, safeguards, clauses. A character wrong in one seldom changes what it says."""
    listed: float = 0.3
    """Weight of attachments and materials, which name what is elsewhere."""
    unread: float = 0.9
    """How likely a value is wrong of which a finding says that it could not be read. Less than 1: some say nothing, and
    a person can only confirm that."""
