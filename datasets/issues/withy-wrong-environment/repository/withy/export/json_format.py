"""Writing JSON."""

from __future__ import annotations

import json
from typing import Any


def to_json(value: Any, indent: int | None = 2) -> str:
    """A plain value as JSON, in one line if *indent* is None."""
    if indent is None:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
