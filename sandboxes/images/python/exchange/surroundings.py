"""What tests may put in place of parts of the library: where an answer prints to, what it reads, and what they have patched."""

import builtins
import os
import random
import sys
import types

STREAMS = ("stdout", "stderr")
BUILT_IN = ("input", "print", "open")
NOT_KEPT = ("sys", "__main__")


class Surroundings:
    """Knows what the tests have replaced in their own process, so that the answer's can be made to see the same."""

    def __init__(self):
        self.streams = {name: getattr(sys, name) for name in (*STREAMS, "stdin")}
        self.built_in = {name: getattr(builtins, name) for name in BUILT_IN}
        self.environment, self.kept = dict(os.environ), dict(os.environ._data)
        self.patches = []
        # Whether the tests seed the generator of random numbers that they have in common with the answer.
        self.has_common_random = False
        self.is_watching = False
        self.modules = []

    def watch_patches(self):
        """From here on what unittest.mock patches is known."""
        if self.is_watching:
            return
        self.is_watching = True
        from unittest import mock

        enter, leave, patches = mock._patch.__enter__, mock._patch.__exit__, self.patches

        def entered(patch):
            value = enter(patch)
            patches.append(patch)
            return value

        def left(patch, *error):
            if patch in patches:
                patches.remove(patch)
            return leave(patch, *error)

        mock._patch.__enter__, mock._patch.__exit__ = entered, left

    def has_own_environment(self):
        """Asked for every call: compared as it is kept, because to make texts of it takes longer than all the rest."""
        return getattr(os.environ, "_data", None) == self.kept

    def now(self):
        """Returns what is replaced at this moment; nothing most of the time."""
        found = {}
        captured = [name for name in STREAMS if getattr(sys, name) is not self.streams[name]]
        if captured:
            found["captured"] = captured
        current = {name: getattr(builtins, name) for name in BUILT_IN}
        patched = [["builtins", [], name, value] for name, value in current.items() if value is not self.built_in[name]]
        if sys.stdin is not self.streams["stdin"]:
            patched.append(["sys", [], "stdin", sys.stdin])
        for patch in self.patches:
            place = place_of(patch.target)
            if place is None or patch.attribute in (*STREAMS, "stdin") or [*place, patch.attribute] in [known[:3] for known in patched]:
                continue
            patched.append([*place, patch.attribute, getattr(patch.target, patch.attribute)])
        if patched:
            found["patched"] = patched
        if not self.has_own_environment():
            found["environment"] = dict(os.environ)
        if self.has_common_random:
            found["random"] = random.getstate()
        return found

    def remember_modules(self):
        """Keeps what the library's modules hold now, before any tests ran."""
        own = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] in sys.stdlib_module_names and name not in NOT_KEPT]
        self.modules = [(vars(module), dict(vars(module))) for module in own if isinstance(module, types.ModuleType)]

    def restore_modules(self):
        """Undoes what broken-off tests have left replaced in the library: an answer decides where they break off."""
        for current, known in self.modules:
            for name, value in known.items():
                if current.get(name) is not value:
                    current[name] = value

    def restore(self):
        """Undoes what tests have left replaced."""
        for name, own in self.streams.items():
            setattr(sys, name, own)
        for name, own in self.built_in.items():
            setattr(builtins, name, own)
        if not self.has_own_environment():
            os.environ.clear()
            os.environ.update(self.environment)
        for patch in reversed(list(self.patches)):
            patch.__exit__(None, None, None)


def place_of(target):
    """Returns the module of the library and the way from there to what is patched; None where it is none of the library's."""
    if isinstance(target, types.ModuleType):
        module, inner = target.__name__, []
    elif isinstance(target, type):
        module, inner = target.__module__, target.__qualname__.split(".")
    else:
        return None
    return [module, inner] if module.partition(".")[0] in sys.stdlib_module_names and sys.modules.get(module) is not None else None
