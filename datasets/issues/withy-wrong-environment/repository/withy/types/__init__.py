"""The types that fields and parameters can be declared with."""

from .build import build_type
from .model import Type

__all__ = ["Type", "build_type"]
