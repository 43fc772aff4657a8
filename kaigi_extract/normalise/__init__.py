"""Pure functions on strings: width, numbers, dates and periods, citations, numbering labels, printed lists.

Every reading carries ``start`` and ``end``: offsets into the string given. Nothing here imports another room.
"""

from .choices import ChoiceReading, read_choices
from .citation import Citation, find_citations
from .counterparty import CounterpartyReading, read_counterparty
from .data_items import DataItemReading, DataItemsReading, read_data_items
from .date import DateReading, find_dates
from .measures import MeasureReading, read_measures
from .number import parse_number
from .numbering import Label, clause_heading, match_due, match_label, split_heading
from .period import PeriodReading, find_periods
from .reference import Pointer, ReferenceReading, defined_names, find_references, last_named
from .width import fold, label_key, mend, squeeze

__all__ = [
    "ChoiceReading",
    "Citation",
    "CounterpartyReading",
    "DataItemReading",
    "DataItemsReading",
    "DateReading",
    "Label",
    "MeasureReading",
    "PeriodReading",
    "Pointer",
    "ReferenceReading",
    "clause_heading",
    "defined_names",
    "find_citations",
    "find_dates",
    "find_periods",
    "find_references",
    "fold",
    "label_key",
    "last_named",
    "match_due",
    "match_label",
    "mend",
    "parse_number",
    "read_choices",
    "read_counterparty",
    "read_data_items",
    "read_measures",
    "split_heading",
    "squeeze",
]
