"""Explanations for people."""

from __future__ import annotations

from .conflicts import Conflict
from .lockfile import LockFile
from .manifest import Manifest


def explain_conflict(conflict: Conflict) -> str:
    """Say which requirements of a package cannot be met together."""
    if not conflict.available:
        first = f"there is no package {conflict.name} in the index, needed for:"
    else:
        first = f"no version of {conflict.name} satisfies:"
    lines = [first]
    lines += [f"  {constraint}" for constraint in conflict.constraints]
    if conflict.available:
        versions = ", ".join(str(version) for version in conflict.available)
        lines.append(f"available: {versions}")
    return "\n".join(lines)


def explain_package(name: str, manifest: Manifest, lock: LockFile) -> list[str]:
    """All chains of requirements that lead from the project to a package."""
    chains: list[str] = []

    def walk(parent: str, requirements, path: tuple[str, ...], seen: frozenset[str]) -> None:
        for requirement in requirements:
            step = (*path, f"{parent} -> {requirement}" if not path else str(requirement))
            if requirement.name == name:
                chains.append(" -> ".join(step))
                continue
            package = lock.packages.get(requirement.name)
            if package is not None and package.name not in seen:
                walk(package.name, package.requires, step, seen | {package.name})

    walk(manifest.name, manifest.requires, (), frozenset())
    return chains
