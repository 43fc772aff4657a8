"""The canonical fields that a label may mean, each with a sentence of what it is. Opens nothing."""

from __future__ import annotations

from kaigi_extract.catalogue import Message
from kaigi_extract.wards.model import NO_FIELD, AllLabels

MEANINGS: dict[str, Message] = {
    "title": Message("what the matter is called, mostly ending in について"),
    "department": Message("the office of the body that is in charge"),
    "business_name": Message("the registered business of the office that the matter belongs to"),
    "counterparty": Message("who is given the work or the data: a company, another office, another body"),
    "data_items": Message("whose personal data, and which items of it"),
    "media": Message("on what or by what way the data are handed over: paper, a line, a medium"),
    "reason": Message("why it is done, and why in this way"),
    "content": Message("what is to be done: the work that is given, or how the systems are connected"),
    "current_handling": Message("how it was done up to now, before the change"),
    "periods": Message("from when to when, or when it begins"),
    "ward_safeguards": Message("what the body itself does to protect the data"),
    "counterparty_safeguards": Message("what the other side is made to do to protect the data"),
    "attachments": Message("what is enclosed"),
    "bases": Message("the articles by which the matter comes before the council"),
    "purpose": Message("what the business is for"),
    "subjects": Message("for whom the business is, or whose data it handles"),
    "description": Message("what the business does, in short"),
    "registration_number": Message("the number under which the business is registered"),
    NO_FIELD: Message("none: its value stays under extra, and nobody is asked about it again"),
}
"""In the language of the reader by `Message.into`."""


def fields_for(part: str) -> list[str]:
    """The fields that a label of a part may mean, in the order of the mapping; `other`, none, comes last where the part
    has it. `part` is a table below `labels`: cover, outline, form or registers."""
    model = AllLabels.model_fields[part].annotation
    names: list[str] = list(getattr(model, "model_fields", ()))
    return [*(name for name in names if name != NO_FIELD), *(name for name in names if name == NO_FIELD)]
