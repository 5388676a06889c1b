import json

import pytest

from pinwright import Index, InputError, LockFile, Manifest, ResolutionError, Version, resolve
from pinwright.cli import main

LIB = {
    "1.0": {},
    "1.4": {},
    "1.5": {"yanked": "deletes the cache"},
    "1.6": {"yanked": True},
}


def solve(packages, *requires, preferred=None):
    manifest = Manifest.from_data({"project": {"name": "app", "requires": list(requires)}})
    locked = {name: Version.parse(version) for name, version in (preferred or {}).items()}
    return resolve(manifest, Index.from_data({"packages": packages}), locked).versions()


def fail(packages, *requires):
    with pytest.raises(ResolutionError) as caught:
        solve(packages, *requires)
    return str(caught.value)


def test_yanked_releases_are_not_chosen():
    assert solve({"lib": LIB}, "lib") == {"lib": "1.4"}


@pytest.mark.parametrize("value", [False, None])
def test_not_yanked(value):
    assert solve({"lib": {"1.0": {}, "1.1": {"yanked": value}}}, "lib") == {"lib": "1.1"}


@pytest.mark.parametrize("value", [True, "", "reason"])
def test_all_marks(value):
    assert solve({"lib": {"1.0": {}, "1.1": {"yanked": value}}}, "lib") == {"lib": "1.0"}


@pytest.mark.parametrize("value", [1, 0, ["reason"]])
def test_bad_marks(value):
    with pytest.raises(InputError):
        Index.from_data({"packages": {"lib": {"1.0": {"yanked": value}}}})


def test_exact_requirement():
    assert solve({"lib": LIB}, "lib==1.5") == {"lib": "1.5"}
    assert solve({"lib": LIB}, "lib>=1,==1.6.0") == {"lib": "1.6"}


@pytest.mark.parametrize("condition", ["==1.5.*", ">=1.5,<=1.5", "~=1.5"])
def test_other_conditions_do_not_excuse(condition):
    assert fail({"lib": LIB}, "lib" + condition).startswith("no version of lib satisfies:")


def test_exact_requirement_for_another_version_does_not_excuse():
    assert solve({"lib": LIB}, "lib!=1.4") == {"lib": "1.0"}
    assert solve({"lib": LIB}, "lib==1.0") == {"lib": "1.0"}


@pytest.mark.parametrize("requires", [("a", "b"), ("b", "a")])
def test_exact_requirement_of_a_package(requires):
    packages = {
        "lib": LIB,
        "a": {"1.0": {"requires": ["lib>=1"]}},
        "b": {"1.0": {"requires": ["lib==1.5"]}},
    }
    assert solve(packages, *requires) == {"a": "1.0", "b": "1.0", "lib": "1.5"}


def test_exact_requirement_found_late():
    packages = {
        "lib": LIB,
        "a": {"1.0": {"requires": ["b"]}},
        "b": {"1.0": {"requires": ["c"]}},
        "c": {"1.0": {"requires": ["lib==1.5"]}},
    }
    expected = {"a": "1.0", "b": "1.0", "c": "1.0", "lib": "1.5"}
    assert solve(packages, "lib", "a") == expected
    assert solve(packages, "lib>1.4", "a") == expected


def test_exact_requirement_of_yanked_release_itself_found_late():
    packages = {
        "lib": {"1.0": {}, "1.5": {"yanked": True, "requires": ["dep>=2"]}},
        "dep": {"1.0": {}, "2.0": {"yanked": True}},
        "a": {"1.0": {"requires": ["lib==1.5", "dep==2.0"]}},
    }
    assert solve(packages, "dep", "lib", "a") == {"a": "1.0", "dep": "2.0", "lib": "1.5"}


def test_release_outside_of_the_solution_excuses_nothing():
    packages = {
        "lib": LIB,
        "a": {"2.0": {"requires": ["lib==1.5", "gone"]}, "1.0": {}},
    }
    assert solve(packages, "a", "lib") == {"a": "1.0", "lib": "1.4"}
    message = fail(packages, "a", "lib>=1.5")
    assert message.splitlines()[0] in (
        "no version of lib satisfies:",
        "there is no package gone in the index, needed for:",
    )


def test_requirement_of_yanked_release_does_not_excuse_itself():
    packages = {
        "lib": {"1.0": {}, "1.5": {"yanked": True}},
        "a": {"1.0": {}, "2.0": {"yanked": True, "requires": ["lib==1.5"]}},
    }
    assert solve(packages, "lib", "a") == {"a": "1.0", "lib": "1.0"}
    fail(packages, "lib>1", "a")


def test_locked_version_is_kept():
    assert solve({"lib": LIB}, "lib", preferred={"lib": "1.5"}) == {"lib": "1.5"}
    assert solve({"lib": LIB}, "lib!=1.5", preferred={"lib": "1.5"}) == {"lib": "1.4"}


def test_conflict_with_hint():
    assert fail({"lib": LIB}, "lib>=1.5") == (
        "no version of lib satisfies:\n"
        "  lib>=1.5 (required by app)\n"
        "available: 1.0, 1.4, 1.5 (yanked), 1.6 (yanked)\n"
        "hint: lib 1.6 is yanked, it is only used if lib==1.6 is required"
    )


def test_hint_names_a_version_that_satisfies_everything():
    assert fail({"lib": LIB, "a": {"1": {"requires": ["lib<1.6"]}}}, "a", "lib>1.4") == (
        "no version of lib satisfies:\n"
        "  lib>1.4 (required by app)\n"
        "  lib<1.6 (required by a 1)\n"
        "available: 1.0, 1.4, 1.5 (yanked), 1.6 (yanked)\n"
        "hint: lib 1.5 is yanked, it is only used if lib==1.5 is required"
    )


def test_no_hint_if_no_yanked_version_fits():
    assert fail({"lib": LIB}, "lib>=2") == (
        "no version of lib satisfies:\n"
        "  lib>=2 (required by app)\n"
        "available: 1.0, 1.4, 1.5 (yanked), 1.6 (yanked)"
    )


@pytest.fixture
def run(tmp_path, capsys):
    lock = tmp_path / "pinwright.lock"

    def run(command, *arguments, requires=("lib",), lib=LIB, others=None):
        (tmp_path / "project.toml").write_text(
            f'[project]\nname = "app"\nrequires = {json.dumps(list(requires))}\n'
        )
        packages = {"lib": lib, **(others or {})}
        (tmp_path / "index.json").write_text(json.dumps({"packages": packages}))
        code = main([
            command,
            "--manifest", str(tmp_path / "project.toml"),
            "--index", str(tmp_path / "index.json"),
            "--lock", str(lock),
            *arguments,
        ])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    run.entries = lambda: {
        item["name"]: item for item in json.loads(lock.read_text())["packages"]
    }
    run.lock = lock
    return run


def test_lock_warns_and_marks(run):
    others = {"zip": {"2.0": {"yanked": True}}, "abc": {"1.0": {}}}
    result = run("lock", requires=["zip==2.0", "abc", "lib==1.5"], others=others)
    assert result == (
        0,
        "+ abc 1.0\n+ lib 1.5\n+ zip 2.0\n",
        "warning: lib 1.5 is yanked: deletes the cache\nwarning: zip 2.0 is yanked\n",
    )
    entries = run.entries()
    assert entries["lib"]["yanked"] == "deletes the cache"
    assert entries["zip"]["yanked"] is True
    assert "yanked" not in entries["abc"]


def test_empty_reason_is_no_reason(run):
    lib = {"1.0": {"yanked": ""}}
    result = run("lock", requires=["lib==1.0"], lib=lib)
    assert result == (0, "+ lib 1.0\n", "warning: lib 1.0 is yanked\n")
    assert run.entries()["lib"]["yanked"] is True


def test_lock_file_keeps_marks(run):
    run("lock", requires=["lib==1.5"])
    text = run.lock.read_text()
    assert "deletes the cache" in text
    assert json.loads(text)["version"] == 1
    assert LockFile.from_json(text).to_json() == text


def test_lock_file_keeps_marks_without_reason(run):
    run("lock", requires=["lib==1.6"])
    text = run.lock.read_text()
    assert '"yanked": true' in text
    assert LockFile.from_json(text).to_json() == text


def test_marks_follow_the_index(run):
    run("lock", lib={"1.4": {}, "1.5": {}})
    assert "yanked" not in run.entries()["lib"]
    assert run("lock") == (0, "", "warning: lib 1.5 is yanked: deletes the cache\n")
    assert run.entries()["lib"]["yanked"] == "deletes the cache"
    assert run("lock", lib={"1.4": {}, "1.5": {}}) == (0, "", "")
    assert "yanked" not in run.entries()["lib"]


def test_check_goes_by_the_index(run):
    fine = "the lock file is up to date\n"
    run("lock", lib={"1.5": {}})
    assert run("check") == (0, fine, "warning: lib 1.5 is yanked: deletes the cache\n")
    run("lock")
    assert run("check", lib={"1.5": {}}) == (0, fine, "")


def test_check_warns_about_lock_files_that_do_not_fit(run):
    run("lock", requires=["lib==1.6"])
    code, out, err = run("check", requires=["lib<1.6"])
    assert (code, err) == (1, "warning: lib 1.6 is yanked\n")
    assert out == "lib<1.6 (required by app) is locked to 1.6\n"


@pytest.mark.parametrize("arguments", [("--upgrade",), ("--upgrade", "lib")])
def test_upgrade_leaves_yanked_version(run, arguments):
    run("lock", lib={"1.5": {}})
    assert run("lock", *arguments) == (0, "lib 1.5 -> 1.4\n", "")


def test_upgrade_of_another_package_keeps_yanked_version(run):
    run("lock", lib={"1.5": {}})
    code, out, err = run("lock", "--upgrade", "other")
    assert (code, out) == (0, "")
    assert err == "warning: lib 1.5 is yanked: deletes the cache\n"


def test_outdated_does_not_offer_yanked_releases(run):
    run("lock", lib={"1.0": {}})
    assert run("outdated") == (0, "lib 1.0 -> 1.4\n", "")
    run("lock", "--upgrade")
    assert run("outdated") == (0, "", "")


def test_bad_mark_is_an_input_error(run):
    assert run("lock", lib={"1.0": {"yanked": 3}})[0] == 2
