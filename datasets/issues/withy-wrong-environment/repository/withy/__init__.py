"""A small, lazy configuration language with typed, extensible records."""

from .api import Config, load, loads
from .errors import (
    AssertionFailed,
    EvaluationError,
    ExportError,
    ImportFailed,
    ParseError,
    TypeMismatch,
    UnknownName,
    UsageError,
    WithyError,
)

__version__ = "0.14.0"

__all__ = [
    "AssertionFailed",
    "Config",
    "EvaluationError",
    "ExportError",
    "ImportFailed",
    "ParseError",
    "TypeMismatch",
    "UnknownName",
    "UsageError",
    "WithyError",
    "load",
    "loads",
]
