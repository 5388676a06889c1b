"""Reading and rounding of points in time.

All functions work on aware ``datetime`` values in UTC.  Month names are looked
up in a table of our own since ``strptime`` depends on the locale.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from .errors import TimestampError

MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun",
         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        start=1,
    )
}

UNITS: dict[str, timedelta] = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}

_OFFSET = re.compile(r"(?P<hours>[+-]\d{2}):?(?P<minutes>\d{2})")

_LOG_TIME = re.compile(
    r"(?P<day>\d{1,2})/(?P<month>[A-Z][a-z]{2})/(?P<year>\d{4})"
    r":(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r" (?P<offset>\S+)"
)

_USER_TIME = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)


def parse_offset(text: str) -> timezone:
    """Turn an offset such as ``+0200`` or ``+02:00`` into a time zone."""
    if text == "Z":
        return timezone.utc
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise TimestampError(f"not an offset from UTC: {text!r}")
    hours = int(match["hours"])
    minutes = int(match["minutes"])
    if abs(hours) > 14 or minutes > 59:
        raise TimestampError(f"offset from UTC out of range: {text!r}")
    return timezone(timedelta(hours=hours, minutes=minutes))


def parse_log_time(text: str) -> datetime:
    """Read the time of a log line, ``12/Mar/2024:08:30:00 +0100``."""
    match = _LOG_TIME.fullmatch(text)
    if match is None:
        raise TimestampError(f"not a log time: {text!r}")
    month = MONTHS.get(match["month"])
    if month is None:
        raise TimestampError(f"unknown month in {text!r}")
    return _build(
        text,
        (int(match["year"]), month, int(match["day"])),
        (int(match["hour"]), int(match["minute"]), int(match["second"])),
        parse_offset(match["offset"]),
    )


def parse_user_time(text: str) -> datetime:
    """Read a time given by the user, ``2024-03-12`` or ``2024-03-12T08:30``.

    A missing time of day is midnight, a missing offset is UTC.
    """
    match = _USER_TIME.fullmatch(text.strip())
    if match is None:
        raise TimestampError(
            f"not a date or time: {text!r} (use YYYY-MM-DD or YYYY-MM-DDTHH:MM)"
        )
    return _build(
        text,
        (int(match["year"]), int(match["month"]), int(match["day"])),
        (int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0)),
        parse_offset(match["offset"] or "Z"),
    )


def _build(
    text: str,
    date: tuple[int, int, int],
    time: tuple[int, int, int],
    zone: timezone,
) -> datetime:
    try:
        local = datetime(*date, *time, tzinfo=zone)
    except ValueError as error:
        raise TimestampError(f"{error} in {text!r}") from None
    return local.astimezone(timezone.utc)


def floor(moment: datetime, unit: str) -> datetime:
    """Round *moment* down to a whole minute, hour or day."""
    if unit not in UNITS:
        raise TimestampError(f"unknown unit of time: {unit!r}")
    moment = moment.replace(second=0, microsecond=0)
    if unit in ("hour", "day"):
        moment = moment.replace(minute=0)
    if unit == "day":
        moment = moment.replace(hour=0)
    return moment


def format_time(moment: datetime, unit: str = "second") -> str:
    """Print *moment* as precisely as *unit* asks for."""
    layouts = {
        "day": "%Y-%m-%d",
        "hour": "%Y-%m-%d %H:00",
        "minute": "%Y-%m-%d %H:%M",
    }
    return moment.strftime(layouts.get(unit, "%Y-%m-%d %H:%M:%S"))
