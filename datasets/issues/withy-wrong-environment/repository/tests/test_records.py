import pytest

import withy


def value(text, trace=None):
    return withy.loads(text, trace=trace).get()


def test_extension_is_seen_by_lower_layers():
    text = "{ port = 80, url = \"http://host:${self.port}/\" } & { port = 81 }"
    assert value(text) == {"port": 81, "url": "http://host:81/"}


def test_super():
    text = """
    let base = { tags = ["a"], size = 1 }, more = { tags = super.tags ++ ["b"] }
    in base & more & more & { size = super.size + 1 }
    """
    assert value(text) == {"tags": ["a", "b", "b"], "size": 2}


def test_nested_records_are_extended():
    text = "{ web = { port = 80, path = \"/\" } } & { web &= { port = 81 } }"
    assert value(text) == {"web": {"port": 81, "path": "/"}}


def test_root():
    assert value("{ a = 1, inner = { deep = { b = $.a + 1 } } }")["inner"]["deep"]["b"] == 2


def test_locals_and_hidden_fields():
    text = "{ local double(x) = x * 2, hidden n = 4, twice = double(self.n) } & { n = 5 }"
    assert value(text) == {"twice": 10}


def test_computed_names():
    assert value('{ ["a" + "b"] = 1, [if false then "c" else null] = 2 }') == {"ab": 1}


def test_declared_field_needs_a_value():
    with pytest.raises(withy.EvaluationError, match="'port' is declared but has no value"):
        value("{ port: Int, url = self.port }")


def test_types_of_all_layers_are_checked():
    text = "{ port: Int = 80 } & { port: Int(1..100) = 443 }"
    with pytest.raises(withy.TypeMismatch, match=r"Int\(1..100\) is expected, this is 443"):
        value(text)


def test_types_of_nested_values():
    with pytest.raises(withy.TypeMismatch, match="item 1: field 'port': Int is expected"):
        value('{ servers: [{port: Int, name?: String}] = [{port = 1}, {port = "x"}] }')


def test_assertions():
    text = '{ low = 1, high = 2, assert self.low < self.high : "low is ${self.low}" }'
    assert value(text) == {"low": 1, "high": 2}
    with pytest.raises(withy.AssertionFailed, match="low is 3"):
        value(text + " & { low = 3 }")


def test_values_that_are_not_affected_are_kept():
    messages = []
    text = """
    let base = { port = 80, banner = trace("banner", "hello"), url = ":${self.port}/" }
    in [base, base & { port = 81 }, base & { port = 82 }]
    """
    assert [item["url"] for item in value(text, messages.append)] == [":80/", ":81/", ":82/"]
    assert messages == ["banner"]


def test_what_depends_on_a_field_by_way_of_others_is_computed_again():
    text = """
    let base = { domain = "a", host = "www.${self.domain}", url = "http://${self.host}/" }
    in [base, base & { domain = "b" }]
    """
    assert [item["url"] for item in value(text)] == ["http://www.a/", "http://www.b/"]


def test_assertions_that_hold_are_not_evaluated_again():
    messages = []
    text = """
    let base = { port = 80, name = "n", assert trace("checked", self.port > 0) }
    in [base, base & { name = "m" }, base & { port = 81 }]
    """
    value(text, messages.append)
    assert messages == ["checked", "checked"]


def test_override_by_the_host():
    config = withy.loads('{ web = { port = 80, url = ":${self.port}" }, debug = false }')
    assert config.get("web.url") == ":80"
    changed = config.override({"web": {"port": 81}, "debug": True})
    assert changed.get() == {"web": {"port": 81, "url": ":81"}, "debug": True}
    assert config.get("web.url") == ":80"


def test_extend_by_text():
    config = withy.loads("{ a = 1, b = self.a }")
    assert config.extend("{ a = super.a + 1 }").get() == {"a": 2, "b": 2}
