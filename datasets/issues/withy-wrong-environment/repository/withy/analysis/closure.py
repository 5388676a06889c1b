"""What members of a record need by way of other fields.

In ``{ url = "http://${self.host}/", host = "www.${self.domain}" }`` the field ``url``
needs ``domain``, too, as ``host`` does.  This is worked out once for each record that is
written in a program, so that nothing of it is left to do while it is evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..syntax.nodes import FieldMember, RecordNode

if TYPE_CHECKING:
    from .footprint import Footprint


def close_footprints(record: RecordNode) -> None:
    """Add to the footprint of each member what the fields in it need in turn."""
    direct: dict[str, Footprint] = {
        item.name: item.footprint
        for item in record.members
        if isinstance(item, FieldMember) and item.name is not None and item.footprint is not None
    }
    for member in record.members:
        if member.footprint is not None:
            member.footprint = _closed(member.footprint, direct)


def _closed(footprint: Footprint, direct: dict[str, Footprint]) -> Footprint:
    names: set[str] = set()
    everything = footprint.everything
    pending = set(footprint.names)
    while pending:
        name = pending.pop()
        names.add(name)
        if name in direct:
            everything = everything or direct[name].everything
            pending |= direct[name].names - names
    return type(footprint)(frozenset(names), everything)
