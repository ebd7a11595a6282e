"""The rules that sources must keep, beyond their shape: one family a module, one rule a generator whose docstring is the rule.

The wording of a fault stands directly above the rule that finds it. A module in this folder needs no other mention to be
part of every check. To check is to read and to say what is found; it never writes or repairs.
"""

from datetime import date
from importlib import import_module
from pkgutil import iter_modules

from generator.county.library import Library
from generator.progress import Progress, unheard
from generator.rules.context import MARKED, Context, Rule
from generator.rules.silence import without_silenced
from generator.sources.diagnostic import FAULTS, Diagnostic

__all__ = ["FAULTS", "RULES", "check"]


def check(library: Library, as_of: date, progress: Progress = unheard) -> tuple[Diagnostic, ...]:
    """Return every breach of every rule that no document silences with a reason."""
    context = Context(library, as_of)
    found: list[Diagnostic] = []
    for done, rule in enumerate(RULES):
        progress(f"checked {done} of {len(RULES)} rules")
        found += rule(context)
    return tuple(without_silenced(context, found))


def _discovered() -> tuple[Rule, ...]:
    """Return every rule in this folder, by its module's name and then as the module orders them."""
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
    return tuple(sorted(MARKED, key=lambda rule: rule.__module__))


RULES = _discovered()
