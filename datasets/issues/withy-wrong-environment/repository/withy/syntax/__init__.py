"""From text to syntax trees and back."""

from .parser import parse
from .printer import format_source, print_node

__all__ = ["format_source", "parse", "print_node"]
