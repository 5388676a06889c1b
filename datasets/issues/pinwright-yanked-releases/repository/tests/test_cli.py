import json

import pytest

from pinwright import LockFile
from pinwright.cli import main

PACKAGES = {
    "web": {
        "1.0": {"requires": ["http"]},
        "1.1": {"requires": ["http"], "extras": {"tls": ["crypt>=3"]}},
    },
    "http": {"1.0": {}, "1.2": {}},
    "crypt": {"3.0": {}},
}


@pytest.fixture
def run(tmp_path, capsys):
    def run(command, *arguments, requires=("web[tls]",), packages=PACKAGES):
        (tmp_path / "project.toml").write_text(
            f'[project]\nname = "app"\nrequires = {json.dumps(list(requires))}\n'
        )
        (tmp_path / "index.json").write_text(json.dumps({"packages": packages}))
        files = [
            "--manifest", str(tmp_path / "project.toml"),
            "--index", str(tmp_path / "index.json"),
            "--lock", str(tmp_path / "pinwright.lock"),
        ]
        code = main([command, *files, *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    run.lock = tmp_path / "pinwright.lock"
    return run


def test_lock_and_check(run):
    assert run("check")[0] == 1
    assert run("lock") == (0, "+ crypt 3.0\n+ http 1.2\n+ web 1.1\n", "")
    assert run("check") == (0, "the lock file is up to date\n", "")
    text = run.lock.read_text()
    assert LockFile.from_json(text).to_json() == text
    assert json.loads(text)["packages"][2] == {
        "name": "web", "version": "1.1", "extras": ["tls"], "requires": ["http", "crypt>=3"],
    }


def test_locked_versions_are_kept(run):
    run("lock", requires=["web", "http<1.2"])
    assert run("lock", requires=["web"]) == (0, "", "")
    assert run("outdated") == (0, "http 1.0 -> 1.2\n", "")
    assert run("lock", "--upgrade", "http", requires=["web"]) == (0, "http 1.0 -> 1.2\n", "")


def test_why(run):
    run("lock")
    assert run("why", "crypt") == (0, "app -> web[tls] -> crypt>=3\n", "")
    assert run("why", "none")[0] == 1


def test_no_solution(run):
    code, out, err = run("lock", requires=["web>2"])
    assert (code, out) == (1, "")
    assert err.startswith("no version of web satisfies:")
    assert not run.lock.exists()


def test_broken_lock_file(run):
    run.lock.write_text('{"version": 7, "packages": []}')
    assert run("check")[0] == 2
