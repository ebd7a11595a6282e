"""Rules about markings: none is lower than its document's, and the public edition is whole without what is marked higher."""

from collections.abc import Iterator

from generator.county.reduction import Hole, reduced
from generator.edition import Edition
from generator.model.base import Document as ProtocolDocument
from generator.model.base import Marking
from generator.model.editions import HOLDS, marked_in
from generator.rules.context import Context, decoded, rule
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.nodes import Scalar, node_at
from generator.sources.source import Span


@fault("marking-too-low")
def marking_too_low(span: Span, marking: str, whole: str) -> Diagnostic:
    """Something in a document is marked lower than the document.

    The marking of a document holds for all of it. A part can be marked higher, never lower: whoever may not have the document may
    not have the part.
    """
    return Diagnostic(
        f"this is marked `{marking}`, in a document that is marked `{whole}`",
        span,
        help="take the line out; or lower the document's marking, and mark the parts that need more",
    )


@rule
def check_parts_are_not_marked_lower(context: Context) -> Iterator[Diagnostic]:
    """No part of a document is marked lower than the document."""
    order = list(Marking)
    for document in decoded(context):
        if isinstance(document.model, ProtocolDocument):
            whole = document.model.marking
            for path, marking in marked_in(document.model):
                if order.index(marking) < order.index(whole):
                    yield marking_too_low(document.span(*path, "marking"), marking.value, whole.value)


@fault("marked-but-needed")
def marked_but_needed(span: Span, problem: str, mend: str) -> Diagnostic:
    """The public edition cannot be without something that is marked higher than it may hold.

    What is marked `official-sensitive` stands in the partners' edition alone. With it goes what cannot be said without it: a flow
    whose route is marked, a contact whose post is. But a fast track needs somebody to ring, a protocol needs four questions and
    Tier 1 binds everybody: where such a thing is marked, nothing right could be published.
    """
    return Diagnostic(problem, span, help=mend)


@rule
def check_the_public_edition_is_whole(context: Context) -> Iterator[Diagnostic]:
    """Every document that the public edition has is whole without what is marked higher."""
    for hole in reduced(context.library, HOLDS[Edition.PUBLIC]).holes:
        yield _worded(hole)


def _worded(hole: Hole) -> Diagnostic:
    document, path = hole.document, hole.path
    name = next(str(step) for step in reversed(path) if isinstance(step, str))
    value = node_at(document.node, path)
    whole = "mark this whole document `official-sensitive` too" if issubclass(document.entry, ProtocolDocument) else ""
    if path == ("marking",):
        problem, mend = "Tier 1 binds every agency, so the public edition has it", "write `marking: official`"
    elif isinstance(value, Scalar):
        problem = f"`{value.text}` is marked higher than the public edition may hold, and `{name}` cannot be without it"
        mend = " or ".join(filter(None, ("name another one,", whole)))
    else:
        problem = f"too much of `{name}` is marked: the public edition cannot be without it"
        mend = " or ".join(filter(None, ("leave more of it unmarked,", whole)))
    return marked_but_needed(document.key_span(*path), problem, mend.rstrip(","))
