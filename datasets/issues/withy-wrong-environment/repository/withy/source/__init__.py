"""Source texts, positions in them, and how they are shown in messages."""

from .render import excerpt
from .text import Source, Span

__all__ = ["Source", "Span", "excerpt"]
