"""Pure functions on strings: width, numbers, dates and periods, citations, numbering labels, printed lists.

Every reading carries ``start`` and ``end``: offsets into the string given. Nothing here imports another room.
"""

from kaigi_extract.text.choices import ChoiceReading, read_choices
from kaigi_extract.text.citations import Citation, find_citations, further_paragraphs
from kaigi_extract.text.counterparty import CounterpartyReading, read_counterparty
from kaigi_extract.text.data_items import DataItemReading, DataItemsReading, read_data_items
from kaigi_extract.text.dates import DateReading, find_dates
from kaigi_extract.text.enclosed import ENCLOSED
from kaigi_extract.text.headings import clause_heading, split_heading
from kaigi_extract.text.label import Label
from kaigi_extract.text.labels import is_bullet, match_decimal, match_due, match_label, match_lone, match_term
from kaigi_extract.text.measures import MeasureReading, read_measures
from kaigi_extract.text.numbers import parse_number
from kaigi_extract.text.periods import PeriodReading, find_periods
from kaigi_extract.text.unread_times import UnreadTime, find_unread_times
from kaigi_extract.text.width import drop_invisible, fold, label_key, repair_characters, squeeze, text_key, visible

__all__ = [
    "ENCLOSED",
    "ChoiceReading",
    "Citation",
    "CounterpartyReading",
    "DataItemReading",
    "DataItemsReading",
    "DateReading",
    "Label",
    "MeasureReading",
    "PeriodReading",
    "UnreadTime",
    "clause_heading",
    "drop_invisible",
    "find_citations",
    "find_dates",
    "find_periods",
    "find_unread_times",
    "fold",
    "further_paragraphs",
    "is_bullet",
    "label_key",
    "match_decimal",
    "match_due",
    "match_label",
    "match_lone",
    "match_term",
    "parse_number",
    "read_choices",
    "read_counterparty",
    "read_data_items",
    "read_measures",
    "repair_characters",
    "split_heading",
    "squeeze",
    "text_key",
    "visible",
]
