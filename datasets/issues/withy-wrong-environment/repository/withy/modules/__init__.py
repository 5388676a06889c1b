"""Files: where they come from, and importing them."""

from .loader import Loader
from .sources import FileStore, MemoryStore, Store

__all__ = ["FileStore", "Loader", "MemoryStore", "Store"]
