import json

import pytest

import withy


def value(text, files=None, trace=None):
    return withy.loads(text, files=files, trace=trace).get()


def test_field_that_was_redefined_in_between():
    text = """
    let base = { region = "eu", host = "db.example.org", url = "postgres://${self.host}/app" },
        staging = base & { host = "db.${self.region}.example.org" }
    in [staging, staging & { region = "us" }]
    """
    staging, production = value(text)
    assert staging["url"] == "postgres://db.eu.example.org/app"
    assert production["host"] == "db.us.example.org"
    assert production["url"] == "postgres://db.us.example.org/app"


def test_environments_in_several_files():
    files = {
        "base.withy": '{ region = "eu", host = "localhost", url = "http://${self.host}/",'
        ' links = { home = "${$.url}home" } }',
        "staging.withy": '(import "base.withy") & { host = "${self.zone}.example.org",'
        ' zone = "${self.region}-1" }',
        "production.withy": '(import "staging.withy") & { region = "us" }',
    }
    text = '{ staging = import "staging.withy", production = import "production.withy" }'
    exported = json.loads(withy.loads(text, files=files).export("json"))
    assert exported["staging"]["links"] == {"home": "http://eu-1.example.org/home"}
    assert exported["production"] == {
        "region": "us",
        "host": "us-1.example.org",
        "url": "http://us-1.example.org/",
        "links": {"home": "http://us-1.example.org/home"},
        "zone": "us-1",
    }


def test_chain_over_four_layers():
    text = """
    let one = { a = "a(${self.b})", b = "b", c = "c", d = "d" },
        two = one & { b = "b(${self.c})" },
        three = two & { c = "c(${self.d})" },
        four = three & { d = "D" }
    in [item.a for item in [one, two, three, four]]
    """
    assert value(text) == ["a(b)", "a(b(c))", "a(b(c(d)))", "a(b(c(D)))"]


def test_value_that_super_leads_to():
    text = """
    let base = { unit = 10, size = self.unit * 2, label = "size ${self.size}" },
        larger = base & { size = super.size + 1 },
        largest = larger & { size = super.size + 1 }
    in [largest, largest & { unit = 20 }]
    """
    assert value(text) == [
        {"unit": 10, "size": 22, "label": "size 22"},
        {"unit": 20, "size": 42, "label": "size 42"},
    ]


def test_nested_record_that_was_extended():
    text = """
    let base = { port = 80, web = { address = ":${$.port}", path = "/" } },
        admin = base & { web &= { path = "/admin", link = "http://admin${self.address}${self.path}" } }
    in [admin.web.link, (admin & { port = 81 }).web.link]
    """
    assert value(text) == ["http://admin:80/admin", "http://admin:81/admin"]


def test_field_with_a_computed_name():
    text = """
    let prefix = "db",
        base = { [prefix + "_host"] = "${self.region}.example.org", region = "eu",
                 url = "http://${self.db_host}/" }
    in [base, base & { region = "us" }]
    """
    assert [item["url"] for item in value(text)] == [
        "http://eu.example.org/",
        "http://us.example.org/",
    ]


def test_field_that_needs_the_whole_record():
    text = """
    let base = { a = 1, summary = "", title = "fields: ${self.summary}" },
        named = base & { hidden summary = join([key for key in keys(self) if length(key) == 1], ",") }
    in [named, named & { b = 2 }]
    """
    assert [item["title"] for item in value(text)] == ["fields: a", "fields: a,b"]


def test_local_of_a_lower_layer():
    text = """
    let base = { name = "x", team = "red", local label = "[${self.name}]", title = "${label}!" },
        named = base & { name = "${self.team} team" }
    in [named.title, (named & { team = "blue" }).title]
    """
    assert value(text) == ["[red team]!", "[blue team]!"]


def test_extensions_made_by_a_function():
    text = """
    let service = { domain = "example.org", host = "none", url = "http://${self.host}/" },
        called(name) = { host = "${name}.${self.domain}" },
        shop = service & called("shop"),
        mail = service & called("mail")
    in [item.url for item in [shop, mail, shop & { domain = "a.net" }, mail & { domain = "b.net" }]]
    """
    assert value(text) == [
        "http://shop.example.org/",
        "http://mail.example.org/",
        "http://shop.a.net/",
        "http://mail.b.net/",
    ]


def test_assertion_is_checked_again():
    text = """
    let base = { workers = 2, memory = 100, assert self.memory <= 1000 : "${self.memory} MB are too much" },
        sized = base & { memory = self.workers * 150 }
    in { small = sized, large = sized & { workers = 8 } }
    """
    with pytest.raises(withy.AssertionFailed, match="1200 MB are too much"):
        value(text)


def test_override_by_the_host_program():
    config = withy.loads(
        '{ host = "localhost", url = "http://${self.host}/", region = "eu" }'
    ).extend('{ host = "${self.region}.example.org" }')
    assert config.get("url") == "http://eu.example.org/"
    other = config.override({"region": "us"})
    assert other.get("url") == "http://us.example.org/"
    assert config.get("url") == "http://eu.example.org/"


def test_second_override_by_the_host_program():
    config = withy.loads('{ port = 80, web = { address = ":${$.port}", path = "/" } }')
    first = config.override({"web": {"path": "/a"}})
    assert first.get("web") == {"address": ":80", "path": "/a"}
    second = first.override({"port": 81})
    assert second.get("web") == {"address": ":81", "path": "/a"}


def test_only_what_is_affected_is_computed_again():
    messages = []
    text = """
    let base = { region = "eu", host = "h", size = 1, hidden k = 2,
                 url = trace("url", "http://${self.host}/"),
                 banner = trace("banner", "hello"),
                 area = trace("area", self.size * self.size) },
        staging = base & { host = trace("host", "${self.region}.org"), size = self.k + 1 }
    in [staging, staging & { region = "us" }, staging & { region = "jp" }]
    """
    assert [item["url"] for item in value(text, trace=messages.append)] == [
        "http://eu.org/",
        "http://us.org/",
        "http://jp.org/",
    ]
    assert sorted(messages) == ["area", "banner", *["host"] * 3, *["url"] * 3]


# -- what holds already ------------------------------------------------------------------


def test_derived_record_by_itself():
    text = """
    let base = { region = "eu", host = "h", url = "http://${self.host}/" },
        staging = base & { host = "${self.region}.org" }
    in [staging & { region = "us" }, staging]
    """
    assert [item["url"] for item in value(text)] == ["http://us.org/", "http://eu.org/"]


def test_values_are_kept_over_several_extensions():
    messages = []
    text = """
    let one = { a = 1, banner = trace("banner", "hello") },
        two = one & { b = self.a },
        three = two & { a = 3, c = self.b }
    in [one, two, three, three & { a = 4 }]
    """
    assert [item["banner"] for item in value(text, trace=messages.append)] == ["hello"] * 4
    assert messages == ["banner"]


def test_field_is_kept_if_nothing_changes_that_it_needs():
    messages = []
    text = """
    let base = { b = 1, c = 2, d = 3, a = trace("a", self.b) },
        middle = base & { b = trace("b", self.c) }
    in [middle, middle & { d = 4 }, middle & { e = 5 }]
    """
    assert [item["a"] for item in value(text, trace=messages.append)] == [2, 2, 2]
    assert sorted(messages) == ["a", "b"]


def test_nested_record_is_kept_if_it_is_not_affected():
    messages = []
    text = """
    let base = { port = 80, name = "n", web = { address = trace("address", ":${$.port}") } },
        middle = base & { web &= { path = "/" } }
    in [middle, middle & { name = "m" }]
    """
    assert [item["web"]["address"] for item in value(text, trace=messages.append)] == [":80"] * 2
    assert messages == ["address"]


def test_assertions_are_kept_if_they_are_not_affected():
    messages = []
    text = """
    let base = { size = 1, name = "n", assert trace("checked", self.size < 5) },
        middle = base & { size = self.count, count = 3 }
    in [middle, middle & { name = "m" }]
    """
    value(text, trace=messages.append)
    assert messages == ["checked"]


def test_original_is_not_changed_by_what_is_derived():
    config = withy.loads('{ a = 1, b = self.a }').extend("{ c = self.b }")
    derived = config.override({"a": 2})
    assert derived.get() == {"a": 2, "b": 2, "c": 2}
    assert config.get() == {"a": 1, "b": 1, "c": 1}


def test_replaced_field_is_still_there_for_super():
    text = """
    let base = { a = 1, b = self.a + 1 }, middle = base & { b = 10 }
    in [middle, middle & { b = super.b + self.a, a = 5 }]
    """
    assert value(text) == [{"a": 1, "b": 10}, {"a": 5, "b": 15}]
