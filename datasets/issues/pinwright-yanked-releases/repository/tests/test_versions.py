import pytest

from pinwright import InputError, Requirement, Version
from pinwright.specifiers import SpecifierSet


def test_order_of_versions():
    texts = ["1.0a1", "1.0b2", "1.0rc1", "1.0", "1.0.1", "1.9", "1.10", "2"]
    assert sorted(map(Version.parse, reversed(texts))) == [Version.parse(t) for t in texts]
    assert Version.parse("1.4") == Version.parse("1.4.0")


@pytest.mark.parametrize(
    "specifiers,version,expected",
    [
        (">=1.4,<2", "1.9", True),
        (">=1.4,<2", "2.0", False),
        ("~=1.4", "1.9", True),
        ("~=1.4.2", "1.5", False),
        ("==1.4.*", "1.4.7", True),
        ("!=1.4.*", "1.4", False),
        ("", "3", True),
    ],
)
def test_specifiers(specifiers, version, expected):
    assert SpecifierSet.parse(specifiers).contains(Version.parse(version)) is expected


def test_requirements():
    requirement = Requirement.parse("My_Web [tls, http2] >=2.0, <3")
    assert requirement.name == "my-web"
    assert str(requirement) == "my-web[http2,tls]>=2.0,<3"


@pytest.mark.parametrize("text", ["", "web=1", "web>=x", "web~=1", "web>1.*"])
def test_bad_requirements(text):
    with pytest.raises(InputError):
        Requirement.parse(text)
