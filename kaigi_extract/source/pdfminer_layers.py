"""Layers (optional content) of a PDF as pdfminer's objects give them: which are switched off. Decides nothing.

As a screen shows them: by the default configuration, and by what a layer says of its use for viewing. A membership
with an expression (/VE) shows, as it does in MuPDF.
"""

from __future__ import annotations

from typing import Any

from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import decode_text


class Layers:
    """The layers of one document."""

    def __init__(self, catalog: dict[str, Any]) -> None:
        properties = resolve1(catalog.get("OCProperties"))
        self.off: dict[int, str] = {}
        """Names of the layers that are off, by the number of their object."""
        if not isinstance(properties, dict):
            return
        config = resolve1(properties.get("D"))
        config = config if isinstance(config, dict) else {}
        groups = _references(properties.get("OCGs"))
        off = {ref.objid for ref in (groups if _name(config.get("BaseState")) == "OFF" else [])}
        off -= {ref.objid for ref in _references(config.get("ON"))}
        off |= {ref.objid for ref in _references(config.get("OFF"))}
        for ref in groups:
            group = resolve1(ref)
            if isinstance(group, dict) and (ref.objid in off or _is_off_on_screen(group)):
                name = resolve1(group.get("Name"))
                self.off[ref.objid] = decode_text(name) if isinstance(name, bytes) else ""

    def why_off(self, member: Any) -> str | None:
        """The name of the layer that switches a thing off, from the value of its /OC; None where it shows."""
        if not self.off:
            return None
        if isinstance(member, PDFObjRef) and member.objid in self.off:
            return self.off[member.objid]
        membership = resolve1(member)
        if not isinstance(membership, dict) or _name(membership.get("Type")) != "OCMD" or membership.get("VE"):
            return None
        groups = _references(membership.get("OCGs"))
        off = [self.off[ref.objid] for ref in groups if ref.objid in self.off]
        if not groups or _shows(_name(membership.get("P")), len(off), len(groups)):
            return None
        return off[0] if off else ""


def _shows(policy: str | None, off: int, count: int) -> bool:
    match policy:
        case "AllOn":
            return not off
        case "AnyOff":
            return off > 0
        case "AllOff":
            return off == count
        case _:
            return off < count


def _is_off_on_screen(group: dict[str, Any]) -> bool:
    usage = resolve1(group.get("Usage"))
    view = resolve1(usage.get("View")) if isinstance(usage, dict) else None
    return isinstance(view, dict) and _name(view.get("ViewState")) == "OFF"


def _references(value: Any) -> list[PDFObjRef]:
    """The objects that an entry names: one, or an array of them."""
    if isinstance(value, PDFObjRef) and isinstance(resolve1(value), dict):
        return [value]
    found = resolve1(value)
    return [ref for ref in list_value(found) if isinstance(ref, PDFObjRef)] if isinstance(found, list) else []


def _name(value: Any) -> str | None:
    found = resolve1(value)
    return str(literal_name(found)) if isinstance(found, PSLiteral) else None


def membership_of(properties: Any, resources: Any) -> Any:
    """The value that /OC names in a content stream: a resource by its name, or a dictionary in place."""
    if isinstance(properties, PSLiteral):
        return dict_value((resources or {}).get("Properties") or {}).get(literal_name(properties))
    return properties
