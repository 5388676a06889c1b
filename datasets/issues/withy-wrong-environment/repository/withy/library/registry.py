"""All library functions together."""

from __future__ import annotations

from ..eval.values import Builtin
from .debugging import DEBUGGING
from .lists import LISTS
from .numbers import NUMBERS
from .records import RECORDS
from .strings import STRINGS

LIBRARY: dict[str, Builtin] = {
    **STRINGS.functions,
    **NUMBERS.functions,
    **LISTS.functions,
    **RECORDS.functions,
    **DEBUGGING.functions,
}
