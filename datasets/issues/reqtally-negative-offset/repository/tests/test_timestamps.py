from datetime import datetime, timedelta, timezone

import pytest

from reqtally.errors import TimestampError
from reqtally.timestamps import (
    floor,
    format_time,
    parse_log_time,
    parse_offset,
    parse_user_time,
)


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def test_offsets_of_whole_hours():
    assert parse_offset("+0200").utcoffset(None) == timedelta(hours=2)
    assert parse_offset("-0500").utcoffset(None) == timedelta(hours=-5)
    assert parse_offset("+00:00").utcoffset(None) == timedelta(0)


def test_offset_east_with_minutes():
    assert parse_offset("+0545").utcoffset(None) == timedelta(hours=5, minutes=45)


@pytest.mark.parametrize("text", ["0200", "+2", "+1500", "+0260", "UTC"])
def test_bad_offsets(text):
    with pytest.raises(TimestampError):
        parse_offset(text)


def test_log_time_is_converted_to_utc():
    assert parse_log_time("01/Jan/2024:00:30:00 +0100") == utc(2023, 12, 31, 23, 30)


def test_log_time_with_impossible_day():
    with pytest.raises(TimestampError):
        parse_log_time("31/Feb/2024:00:00:00 +0000")


def test_user_times():
    assert parse_user_time("2024-03-12") == utc(2024, 3, 12)
    assert parse_user_time("2024-03-12T08:30") == utc(2024, 3, 12, 8, 30)
    assert parse_user_time("2024-03-12 08:30:15+02:00") == utc(2024, 3, 12, 6, 30, 15)
    assert parse_user_time("2024-03-12T08:30Z") == utc(2024, 3, 12, 8, 30)


def test_floor_and_format():
    moment = utc(2024, 3, 12, 8, 31, 59)
    assert floor(moment, "minute") == utc(2024, 3, 12, 8, 31)
    assert floor(moment, "day") == utc(2024, 3, 12)
    assert format_time(floor(moment, "hour"), "hour") == "2024-03-12 08:00"
