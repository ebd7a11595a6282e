"""The rule about one record in several protocols: whoever holds it is told of one period only.

Compares what protocols say of each other's files. How a period is written is left to `periods`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.county.library import Document, Library
from generator.model.agency import Agency
from generator.model.protocol import Protocol
from generator.model.tail import Retention
from generator.rules.context import Context, rule
from generator.rules.periods import LIMITS
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.source import Span
from generator.words.references import references_in

_WORD = re.compile(r"[^\W_]+")
_STANDING = ("file", "files", "record", "records", "register")
"""What the name of a record ends with that stays with its holder, and on which other protocols' papers are put."""

_FOLLOWS = LIMITS[1]
"""How a period begins that follows another record's, and so never contradicts it."""


@fault("contradictory-retention", Severity.WARNING)
def contradictory_retention(
    span: Span, period: str, other: str, other_id: str, holder: str, label: Label
) -> Diagnostic:
    """Two protocols tell one holder to keep the same record for different times.

    A nursery that reads "25 years" in one protocol and "until the school has it" in another must break one of the two. Give both
    the same period; or let the one that is not the record's own say `as long as` and the record's name. If they are two records,
    give them two names. Where the authority names another protocol as what sets the period, that one must say it too.
    """
    return Diagnostic(
        f"{holder}: kept {period} here, and {other} under `{other_id}`",
        span,
        help="give both one period, or write `as long as` and the name of the record; two records need two names",
        others=(label,),
    )


@dataclass(frozen=True)
class _Kept:
    """One record of one protocol, with who in the end holds it."""

    document: Document[Protocol]
    index: int
    kept: Retention
    words: tuple[str, ...]
    holders: frozenset[str]

    @property
    def period(self) -> str:
        """How long, as it follows "kept"."""
        return f"{'for ' if self.kept.is_length else ''}{self.kept.period}"

    @property
    def follows(self) -> bool:
        """Tell whether it is kept as long as something else."""
        return self.kept.keep_for.startswith(_FOLLOWS)

    @property
    def is_standing(self) -> bool:
        """Tell whether its name is that of a file of its holder's, and no mere part in an arrangement."""
        return len(self.words) > 1 and self.words[-1] in _STANDING and self.words[0] != "own"

    @property
    def names(self) -> Iterator[tuple[str, ...]]:
        """Every run of words in its name, the whole name too."""
        ends = range(1, len(self.words) + 1)
        return (self.words[start:end] for end in ends for start in range(end))

    def differs(self, other: "_Kept") -> bool:
        """Tell whether somebody who holds both is told of two periods."""
        return (
            not (self.follows or other.follows) and self.period != other.period and bool(self.holders & other.holders)
        )


@rule
def check_one_record_is_kept_for_one_time(context: Context) -> Iterator[Diagnostic]:
    """A holder's file is kept as long as every protocol that puts something on it says, and as the protocol that sets it says."""
    found = tuple(_kept(context.library))
    standing: dict[tuple[str, ...], list[_Kept]] = defaultdict(list)
    of_protocol: dict[str, list[_Kept]] = defaultdict(list)
    for kept in found:
        of_protocol[kept.document.id].append(kept)
        if kept.is_standing:
            standing[kept.words].append(kept)
    for kept in found:
        for file in (each for name in kept.names for each in standing.get(name, ())):
            is_first = file.words == kept.words and kept.document.id < file.document.id
            if file.document is not kept.document and not is_first and file.differs(kept):
                yield _say(context.library, kept, file)
        yield from _not_as_set(context.library, kept, of_protocol)


def _not_as_set(library: Library, kept: _Kept, of_protocol: Mapping[str, list[_Kept]]) -> Iterator[Diagnostic]:
    """Yield the fault of a record whose period another protocol sets, and that one says of no record of this holder's."""
    named = {reference.target for reference in references_in(kept.kept.authority)} - {kept.document.id}
    for identifier in sorted(named & of_protocol.keys()):
        theirs = [each for each in of_protocol[identifier] if each.holders & kept.holders]
        if theirs and all(each.differs(kept) for each in theirs):
            yield _say(library, kept, next((each for each in theirs if each.is_standing), theirs[0]))


def _kept(library: Library) -> Iterator[_Kept]:
    agencies = {name: document.model for name, document in library.agencies.items()}
    for document in library.protocols.values():
        if document.model.retired is None:
            for index, kept in enumerate(document.model.retention):
                words = tuple(_WORD.findall(kept.record.lower()))
                yield _Kept(document, index, kept, words, frozenset(_holders(agencies, kept)))


def _holders(agencies: Mapping[str, Agency], kept: Retention) -> Iterator[str]:
    for name in kept.held_by:
        if name in agencies:
            yield name
            yield from (member for member in agencies[name].members if member in agencies)


def _say(library: Library, kept: _Kept, other: _Kept) -> Diagnostic:
    holder = library.agencies[min(kept.holders & other.holders)].model.short_name
    label = Label(other.document.span("retention", other.index, "keep_for"), f"`{other.kept.record}`")
    span = kept.document.span("retention", kept.index, "keep_for")
    return contradictory_retention(span, kept.period, other.period, other.document.id, holder, label)
