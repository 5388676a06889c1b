import json

import pytest

from reqtally.aggregate import count_by, percentile, summarise_sizes
from reqtally.cli import main
from reqtally.errors import FilterError
from reqtally.filters import by_status, by_time
from reqtally.parser import LogParser
from reqtally.timeline import build_timeline, busiest
from reqtally.timestamps import parse_user_time

LINES = [
    '10.0.0.1 - - [12/Mar/2024:08:10:00 +0000] "GET / HTTP/1.1" 200 100',
    '10.0.0.2 - - [12/Mar/2024:11:10:00 +0100] "GET /api/items HTTP/1.1" 404 20',
    '10.0.0.1 - - [12/Mar/2024:10:59:59 +0000] "POST /api/items HTTP/1.1" 500 30',
]


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "access.log"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return str(path)


def test_count_by_orders_ties_by_value():
    counts = count_by(LogParser().parse(LINES), "path")
    assert [(c.value, c.count) for c in counts] == [("/api/items", 2), ("/", 1)]


def test_percentile_and_sizes():
    assert percentile([1, 2, 3, 4], 50) == 2
    summary = summarise_sizes(LogParser().parse(LINES))
    assert (summary.total, summary.median, summary.p95) == (150, 30, 100)


def test_timeline_keeps_empty_hours():
    timeline = build_timeline(LogParser().parse(LINES), "hour")
    assert [bucket.requests for bucket in timeline] == [1, 0, 2]
    assert busiest(timeline) is timeline[2]
    assert timeline[2].errors == 2


def test_bad_filters():
    with pytest.raises(FilterError):
        by_status("6xx")
    with pytest.raises(FilterError):
        by_time(parse_user_time("2024-03-12"), parse_user_time("2024-03-12"))


def test_cli_timeline(log, capsys):
    assert main(["timeline", "--format", "csv", log]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "hour,requests,errors,bytes",
        "2024-03-12 08:00,1,0,100",
        "2024-03-12 09:00,0,0,0",
        "2024-03-12 10:00,2,2,50",
    ]


def test_cli_filters(log, capsys):
    code = main(["top", "--format", "json", "--path", "/api/*", "--status", "4xx", log])
    assert code == 0
    assert json.loads(capsys.readouterr().out) == [
        {"path": "/api/items", "requests": 1, "percent": 100.0}
    ]


def test_cli_since_is_inclusive(log, capsys):
    assert main(["status", "--format", "csv", "--since", "2024-03-12T11:10+0100", log]) == 0
    assert capsys.readouterr().out == "status,requests,percent\n404,1,50.0\n500,1,50.0\n"


def test_cli_reports_missing_file(tmp_path, capsys):
    assert main(["status", str(tmp_path / "none.log")]) == 2
    assert capsys.readouterr().err.startswith("reqtally: ")
