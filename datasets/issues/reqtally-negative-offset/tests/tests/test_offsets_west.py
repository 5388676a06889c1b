from datetime import datetime, timedelta, timezone

import pytest

from reqtally import parse_line
from reqtally.cli import main
from reqtally.errors import TimestampError
from reqtally.timestamps import parse_log_time, parse_offset, parse_user_time


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def test_west_of_utc_with_minutes():
    assert parse_offset("-0330").utcoffset(None) == timedelta(hours=-3, minutes=-30)
    assert parse_offset("-09:30").utcoffset(None) == timedelta(hours=-9, minutes=-30)


def test_less_than_an_hour_west_of_utc():
    assert parse_offset("-0044").utcoffset(None) == timedelta(minutes=-44)
    assert parse_offset("-00:30").utcoffset(None) == timedelta(minutes=-30)


def test_less_than_an_hour_east_of_utc():
    assert parse_offset("+0030").utcoffset(None) == timedelta(minutes=30)


def test_minus_zero_is_utc():
    assert parse_offset("-0000").utcoffset(None) == timedelta(0)


def test_log_time_crosses_midnight():
    assert parse_log_time("12/Mar/2024:20:45:00 -0330") == utc(2024, 3, 13, 0, 15)


def test_whole_hours_west_of_utc():
    assert parse_log_time("12/Mar/2024:20:45:00 -0300") == utc(2024, 3, 12, 23, 45)


def test_user_time_west_of_utc():
    assert parse_user_time("2024-03-12T08:00-0230") == utc(2024, 3, 12, 10, 30)


@pytest.mark.parametrize("text", ["-0260", "-1500", "-3", "--030"])
def test_bad_offsets_are_still_rejected(text):
    with pytest.raises(TimestampError):
        parse_offset(text)


def test_same_moment_in_two_zones():
    line = '192.0.2.7 - - [{}] "GET / HTTP/1.1" 200 1'
    west = parse_line(line.format("12/Mar/2024:06:30:00 -0330"))
    east = parse_line(line.format("12/Mar/2024:15:45:00 +0545"))
    assert west.time == east.time == utc(2024, 3, 12, 10, 0)


def test_timeline_of_mixed_logs(tmp_path, capsys):
    line = '192.0.2.7 - - [{}] "GET / HTTP/1.1" 200 10\n'
    for name, time in (
        ("stjohns.log", "12/Mar/2024:06:40:00 -0330"),
        ("berlin.log", "12/Mar/2024:11:10:00 +0100"),
    ):
        (tmp_path / name).write_text(line.format(time), encoding="utf-8")
    files = [str(tmp_path / "stjohns.log"), str(tmp_path / "berlin.log")]
    assert main(["timeline", "--format", "csv", *files]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "hour,requests,errors,bytes",
        "2024-03-12 10:00,2,0,20",
    ]


def test_since_with_offset_west_of_utc(tmp_path, capsys):
    log = tmp_path / "access.log"
    log.write_text(
        '192.0.2.7 - - [12/Mar/2024:11:00:00 +0000] "GET /early HTTP/1.1" 200 1\n'
        '192.0.2.7 - - [12/Mar/2024:11:45:00 +0000] "GET /late HTTP/1.1" 200 1\n',
        encoding="utf-8",
    )
    argv = ["top", "--format", "csv", "--since", "2024-03-12T08:00-0330", str(log)]
    assert main(argv) == 0
    assert capsys.readouterr().out == "path,requests,percent\n/late,1,100.0\n"
