from datetime import datetime, timezone

import pytest

from reqtally import LogFormatError, LogParser, parse_line

COMBINED = (
    '203.0.113.9 - alice [12/Mar/2024:08:30:05 +0100] "GET /a%20b?x=1 HTTP/1.1" '
    '200 5120 "https://example.org/" "Mozilla \\"5.0\\""'
)


def test_combined_line():
    request = parse_line(COMBINED)
    assert request.host == "203.0.113.9"
    assert request.user == "alice"
    assert request.time == datetime(2024, 3, 12, 7, 30, 5, tzinfo=timezone.utc)
    assert request.path == "/a b"
    assert request.size == 5120
    assert request.referrer == "https://example.org/"
    assert request.agent == 'Mozilla "5.0"'


def test_common_line_without_size():
    request = parse_line(
        '::1 - - [01/Jan/2024:00:00:00 +0000] "HEAD / HTTP/1.0" 304 -'
    )
    assert request.user is None
    assert request.size == 0
    assert request.agent is None
    assert request.status_class == "3xx"


def test_broken_request_is_kept_as_target():
    request = parse_line('::1 - - [01/Jan/2024:00:00:00 +0000] "\\x16" 400 0')
    assert request.method == "-"
    assert request.is_error


def test_errors_are_collected():
    parser = LogParser()
    requests = list(parser.parse([COMBINED + "\n", "\n", "nonsense\n"]))
    assert len(requests) == 1
    assert [str(error) for error in parser.errors] == [
        "line 3: not in the common or combined format"
    ]


def test_strict_parser_raises():
    with pytest.raises(LogFormatError, match="line 1"):
        list(LogParser(strict=True).parse(["nonsense"]))


def test_unknown_month():
    with pytest.raises(LogFormatError, match="unknown month"):
        parse_line(COMBINED.replace("Mar", "Mrz"))
