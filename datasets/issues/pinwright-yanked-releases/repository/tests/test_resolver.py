import pytest

from pinwright import Index, Manifest, ResolutionError, Version, resolve

INDEX = Index.from_data({
    "packages": {
        "web": {
            "1.0": {"requires": ["http>=1"]},
            "2.0": {"requires": ["http>=2"], "extras": {"tls": ["crypt>=3"]}},
            "3.0rc1": {},
        },
        "http": {"1.0": {}, "1.5": {}, "2.0": {}},
        "crypt": {"3.1": {"requires": ["http<2"]}, "3.0": {}},
        "old": {"1.0": {"requires": ["http<1.5"]}},
    }
})


def solve(*requires, preferred=None):
    manifest = Manifest.from_data({"project": {"name": "app", "requires": list(requires)}})
    return resolve(manifest, INDEX, preferred).versions()


def test_newest_versions():
    assert solve("web") == {"http": "2.0", "web": "2.0"}


def test_prerelease_only_if_named():
    assert solve("web>=3.0rc1") == {"web": "3.0rc1"}


def test_backtracking():
    assert solve("web", "old") == {"http": "1.0", "old": "1.0", "web": "1.0"}


def test_extras_add_requirements():
    assert solve("web[tls]") == {"crypt": "3.0", "http": "2.0", "web": "2.0"}


def test_extra_required_after_pin():
    assert solve("web", "web[tls]") == {"crypt": "3.0", "http": "2.0", "web": "2.0"}


def test_preferred_versions():
    preferred = {"http": Version.parse("1.5"), "web": Version.parse("1.0")}
    assert solve("web", preferred=preferred) == {"http": "1.5", "web": "1.0"}
    assert solve("web>1", preferred=preferred) == {"http": "2.0", "web": "2.0"}


def test_conflict_is_explained():
    with pytest.raises(ResolutionError) as caught:
        solve("web>=2,<3", "old")
    assert str(caught.value) == (
        "no version of http satisfies:\n"
        "  http>=2 (required by web 2.0)\n"
        "  http<1.5 (required by old 1.0)\n"
        "available: 1.0, 1.5, 2.0"
    )


def test_unknown_package():
    with pytest.raises(ResolutionError, match="there is no package nothing in the index"):
        solve("nothing>1")
