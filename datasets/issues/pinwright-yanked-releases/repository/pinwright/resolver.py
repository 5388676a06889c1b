"""Search for versions that satisfy all requirements.

The search pins one package after the other, in the order in which they are first
required, and takes back the latest decision when it gets stuck.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .conflicts import Conflict, Constraint
from .errors import ResolutionError
from .index import Index, Release
from .manifest import Manifest
from .requirements import Requirement
from .versions import Version


@dataclass(frozen=True, slots=True)
class Resolution:
    """A solution: the pinned releases with the extras in use."""

    releases: Mapping[str, Release]
    extras: Mapping[str, frozenset[str]]
    constraints: tuple[Constraint, ...]

    def versions(self) -> dict[str, str]:
        """Name and version of all pinned packages, in order of names."""
        return {name: str(self.releases[name].version) for name in sorted(self.releases)}


@dataclass(slots=True)
class _State:
    """What is known and decided at one point of the search."""

    pins: dict[str, Release] = field(default_factory=dict)
    extras: dict[str, frozenset[str]] = field(default_factory=dict)
    constraints: dict[str, list[Constraint]] = field(default_factory=dict)

    def copy(self) -> _State:
        return _State(
            dict(self.pins),
            dict(self.extras),
            {name: list(items) for name, items in self.constraints.items()},
        )

    def next_package(self) -> str | None:
        return next((name for name in self.constraints if name not in self.pins), None)

    def admits(self, release: Release) -> bool:
        """Whether a release satisfies the constraints known so far."""
        return release.has_extras(self.extras.get(release.name, ())) and all(
            constraint.requirement.admits(release.version)
            for constraint in self.constraints.get(release.name, ())
        )

    def add(self, requirements: Iterable[Requirement], parent: str) -> str | None:
        """Add constraints; the result is the name of a pin they contradict."""
        for requirement in requirements:
            name = requirement.name
            self.constraints.setdefault(name, []).append(Constraint(requirement, parent))
            old = self.extras.get(name, frozenset())
            self.extras[name] = old | requirement.extras
            pinned = self.pins.get(name)
            if pinned is None:
                continue
            if not self.admits(pinned):
                return name
            for extra in sorted(self.extras[name] - old):
                contradicted = self.add(pinned.extras[extra], f"{pinned}[{extra}]")
                if contradicted is not None:
                    return contradicted
        return None

    def pin(self, release: Release) -> str | None:
        """Decide for a release; the result is the name of a contradicted pin."""
        self.pins[release.name] = release
        contradicted = self.add(release.requires, str(release))
        for extra in sorted(self.extras.get(release.name, ())):
            if contradicted is None:
                contradicted = self.add(release.extras[extra], f"{release}[{extra}]")
        return contradicted


class _Search:
    def __init__(self, index: Index, preferred: Mapping[str, Version]) -> None:
        self._index = index
        self._preferred = preferred
        self._conflict: Conflict | None = None
        self._depth = -1

    def run(self, manifest: Manifest) -> Resolution:
        state = _State()
        state.add(manifest.requires, manifest.name)
        solution = self._solve(state)
        if solution is None:
            assert self._conflict is not None
            raise ResolutionError(self._conflict)
        return Resolution(
            solution.pins,
            {name: solution.extras[name] for name in solution.pins},
            tuple(item for items in solution.constraints.values() for item in items),
        )

    def _solve(self, state: _State) -> _State | None:
        name = state.next_package()
        if name is None:
            return state
        candidates = self._candidates(name, state)
        if not candidates:
            self._record(name, state)
            return None
        for release in candidates:
            attempt = state.copy()
            contradicted = attempt.pin(release)
            if contradicted is not None:
                self._record(contradicted, attempt)
                continue
            solution = self._solve(attempt)
            if solution is not None:
                return solution
        return None

    def _candidates(self, name: str, state: _State) -> list[Release]:
        """Releases to try, best first: the preferred one, then newest first."""
        preferred = self._preferred.get(name)
        prereleases = any(
            constraint.requirement.specifiers.names_prerelease
            for constraint in state.constraints[name]
        )
        candidates = [
            release
            for release in self._index.releases(name)
            if state.admits(release)
            and (
                prereleases
                or not release.version.is_prerelease
                or release.version == preferred
            )
        ]
        candidates.sort(key=lambda release: release.version != preferred)
        return candidates

    def _record(self, name: str, state: _State) -> None:
        """Keep the conflict that was met after most decisions, the first of them."""
        if len(state.pins) <= self._depth:
            return
        self._depth = len(state.pins)
        self._conflict = Conflict(
            name,
            tuple(state.constraints[name]),
            tuple(release.version for release in reversed(self._index.releases(name))),
        )


def resolve(
    manifest: Manifest, index: Index, preferred: Mapping[str, Version] | None = None
) -> Resolution:
    """Find releases for all requirements of *manifest*.

    *preferred* holds versions that are taken if they are admitted, usually those
    of an existing lock file.
    """
    return _Search(index, preferred or {}).run(manifest)
