"""The library: functions that every program can use."""

from .registry import LIBRARY

__all__ = ["LIBRARY"]
