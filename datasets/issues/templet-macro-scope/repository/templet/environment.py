"""The environment, which holds settings, and templates made with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .context import Context
from .errors import TemplateNotFound
from .filters import BUILTIN
from .loaders import Loader
from .nodes import Body, render_body
from .parser import Parser


class Template:
    """A parsed template."""

    def __init__(self, environment: Environment, body: Body, name: str | None = None) -> None:
        self.environment = environment
        self.name = name
        self._body = body

    def render(self, **variables: Any) -> str:
        """Render the template with these variables."""
        return self.render_in(Context(self.environment, variables))

    def render_in(self, context: Context) -> str:
        """Render the template in a context that exists already."""
        return render_body(self._body, context)


class Environment:
    """Settings, filters, globals and a cache of parsed templates."""

    def __init__(
        self,
        loader: Loader | None = None,
        *,
        autoescape: bool = False,
        strict: bool = False,
        globals: Mapping[str, Any] | None = None,
    ) -> None:
        self.loader = loader
        self.autoescape = autoescape
        self.strict = strict
        self.globals: dict[str, Any] = {"range": range, **(globals or {})}
        self.filters: dict[str, Callable[..., Any]] = dict(BUILTIN)
        self._cache: dict[str, Template] = {}

    def from_string(self, source: str) -> Template:
        return Template(self, Parser(source).parse())

    def get_template(self, name: str) -> Template:
        """Load and parse a template, once."""
        if name not in self._cache:
            if self.loader is None:
                raise TemplateNotFound(name)
            body = Parser(self.loader.load(name), name).parse()
            self._cache[name] = Template(self, body, name)
        return self._cache[name]
