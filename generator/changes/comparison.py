"""What a change does: who signs again, what it decides, in which words, how far that reaches, and which faults it brings.

Reads both the models and the composed texts: the first say what was decided, the second that nothing was missed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.changes.events import Event, events_between
from generator.changes.frame import frame_events
from generator.changes.issued import issued_events
from generator.changes.renames import pairs, renames
from generator.changes.side import Side
from generator.changes.texts import SignAgain, Texts, texts_between, to_sign_again
from generator.sources.diagnostic import Diagnostic, Severity


@dataclass(frozen=True)
class Impact:
    """Everything that a change does, in the order in which somebody decides about it."""

    sign_again: tuple[SignAgain, ...]
    issued: tuple[Event, ...]
    """What happens to texts that were issued."""
    events: tuple[Event, ...]
    texts: Texts | None
    """The composed texts that change; nothing where one side has none."""
    new_faults: tuple[Diagnostic, ...]
    mended_faults: tuple[Diagnostic, ...]
    uncompared: tuple[str, ...] = ()
    """What could not be compared, and why, a sentence for each."""

    @property
    def is_nothing(self) -> bool:
        """Return whether nobody has anything to decide: all was compared, and no word and no value differs."""
        return not (self.events or self.issued or self.uncompared or self.has_new_texts)

    @property
    def has_new_texts(self) -> bool:
        """Return whether any composed text differs."""
        return self.texts is not None and bool(self.texts.protocols or self.texts.added or self.texts.removed)


def compare(before: Side, after: Side) -> Impact:
    """Return what changes from one version to another. What is sound on both sides is compared, whatever is not."""
    named = renames(pairs(before.library, after.library), before.library, after.library)
    texts = None
    if before.composed and after.composed:
        texts = texts_between(before.composed, after.composed, after.loaded.county, named)
    decided = events_between(before.library, after.library)
    issued = issued_events(before, after)
    framed = frame_events(before, after, texts, named, has_events=bool(decided or issued))
    faults = tuple({_key(found): found for found in side.loaded.diagnostics} for side in (before, after))
    return Impact(
        to_sign_again(before, after, named),
        issued,
        tuple(sorted((*decided, *framed), key=lambda event: event.rank)),
        texts,
        _by_severity(found for key, found in faults[1].items() if key not in faults[0]),
        _by_severity(found for key, found in faults[0].items() if key not in faults[1]),
        tuple(_uncompared(before, after)),
    )


def _key(found: Diagnostic) -> tuple[str, str, str]:
    return found.code, found.span.path, found.message


def _by_severity(found: Iterator[Diagnostic]) -> tuple[Diagnostic, ...]:
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    return tuple(sorted(found, key=lambda fault: ranks[fault.severity]))


def _uncompared(before: Side, after: Side) -> Iterator[str]:
    for side, which in ((before, "old"), (after, "new")):
        for path in side.unread:
            yield f"{path} cannot be read in the {which} version, so what changed in it is not told."
        if side.problem:
            yield f"The text of the {which} version cannot be composed: {side.problem}."
    if after.composed is None:
        count = sum(len(document.model.signatures) for document in after.library.protocols.values())
        if count:
            yield f"Whether the {count} signatures fit can only be told once the new version is mended."
