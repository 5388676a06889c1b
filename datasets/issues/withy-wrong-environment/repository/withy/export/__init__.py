"""Writing values in other formats."""

from .formats import FORMATS, export
from .plain import to_plain

__all__ = ["FORMATS", "export", "to_plain"]
