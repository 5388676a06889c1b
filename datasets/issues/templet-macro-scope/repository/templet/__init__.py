"""A small text template engine."""

from .environment import Environment, Template
from .errors import (
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)
from .loaders import DictLoader, FileLoader
from .values import Safe, Undefined

__all__ = [
    "DictLoader",
    "Environment",
    "FileLoader",
    "Safe",
    "Template",
    "TemplateError",
    "TemplateNotFound",
    "TemplateRuntimeError",
    "TemplateSyntaxError",
    "Undefined",
    "UndefinedError",
]

__version__ = "1.3.0"
