"""Rules about versions: each has one line of its history, and the newest line is the document's own version."""

from collections.abc import Iterator

from generator.rules.context import Context, decoded, rule, tiered
from generator.sources.diagnostic import Diagnostic, Label, fault
from generator.sources.source import Span


@fault("version-without-history")
def version_without_history(span: Span, version: str, newest: str) -> Diagnostic:
    """A document's version is not the newest one of its change history.

    Every version has a line that says what changed and why.
    """
    return Diagnostic(
        f"the version is `{version}`, but the newest in `history` is `{newest}`",
        span,
        help=f'add a line for `{version}` to the top of `history`; or, if nothing has changed, write `version: "{newest}"`',
    )


@rule
def check_versions_have_a_history(context: Context) -> Iterator[Diagnostic]:
    """The version of a document is the newest one of its change history."""
    for document in tiered(context):
        newest = document.model.history[0].version
        if document.model.version != newest:
            yield version_without_history(document.span("version"), document.model.version, newest)


@fault("version-repeated")
def version_repeated(span: Span, version: str, first: Span) -> Diagnostic:
    """The change history has two lines for the same version.

    Nobody could tell which text a signature on that version covers. Give the newer change a version of its own.
    """
    return Diagnostic(
        f"the version `{version}` has two lines in `history`",
        span,
        help="give the newer change the next version",
        others=(Label(first, "the other line"),),
    )


@rule
def check_versions_are_new(context: Context) -> Iterator[Diagnostic]:
    """Each line of a change history has a version of its own, so that a signature says what it covers."""
    for document in decoded(context):
        seen: dict[str, int] = {}
        for index, change in enumerate(getattr(document.model, "history", ())):
            version = getattr(change, "version", "")
            if version and version in seen:
                newer, older = (document.span("history", each, "version") for each in (seen[version], index))
                yield version_repeated(newer, version, older)
            seen.setdefault(version, index)
