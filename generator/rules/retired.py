"""Rules about what is retired: it stays at its own address, and nobody is sent there to find out what holds."""

from collections.abc import Iterator, Mapping

from generator.county.library import Library, Parsed
from generator.model.base import Replacement
from generator.rules.context import Context, decoded, rule
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.source import Span

_TELLS_WHAT_WAS = frozenset({"history", "signatures"})
"""The fields that may name what is gone: they say how it went, and who signed."""


@fault("retired-reference", Severity.WARNING)
def retired_reference(span: Span, name: str, successor: str, retired: Span) -> Diagnostic:
    """A source names a protocol, an agency or a clause that is retired, as if it still held.

    What is retired binds nobody. Somebody who follows the reference finds a page that says so, and has lost a minute. Name what
    took its place, or take the reference out. A change history may go on naming it.
    """
    return Diagnostic(
        f"`{name}` is retired",
        span,
        help=f"name `{successor}`, which took its place" if successor else "take it out, or name what holds now",
        others=(Label(retired, "retired here"),),
    )


@rule
def check_nothing_points_at_what_is_retired(context: Context) -> Iterator[Diagnostic]:
    """What binds somebody names nothing that is retired."""
    retired = dict(_retired(context.library))
    if not retired:
        return
    for document in decoded(context):
        if getattr(document.model, "retired", None) is None:
            yield from _faults_in(document, retired)


def _faults_in(document: Parsed, retired: Mapping[str, tuple[str, Span]]) -> Iterator[Diagnostic]:
    for name, value in document.named:
        if name in retired and value.path[0] not in _TELLS_WHAT_WAS:
            span = document.find(f"[[{name}", *value.path) if value.shape.markup else document.span(*value.path)
            yield retired_reference(span, name, *retired[name])


def _retired(library: Library) -> Iterator[tuple[str, tuple[str, Span]]]:
    """Yield each retired thing by its name in full, with the name of what took its place and where it says so."""
    for prefix, documents in (("", library.protocols), ("agency/", library.agencies), ("core/", library.clauses)):
        for identifier, document in documents.items():
            replacement: Replacement | None = document.model.retired
            if replacement is not None:
                successor = f"{prefix}{replacement.replaced_by}" if replacement.replaced_by else ""
                yield f"{prefix}{identifier}", (successor, document.key_span("retired"))
