"""The rules about issued texts: each is, byte for byte, what was issued, and belongs to a document that there is."""

from collections.abc import Iterator

from generator.composed.passages import fits, section_fingerprints
from generator.county.agreements import OPENING, Present
from generator.county.issued import IssuedText, Manifest, Place, Text, in_version_order
from generator.county.library import Document
from generator.errors import UnknownMarkdown
from generator.model.base import Document as ProtocolDocument
from generator.model.base import Status
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.source import Span
from generator.words.days import written_day

_MOST_NAMED = 8
"""How many changed sections a fault names; the rest are counted."""

_RESTORE = "bring back the files that were issued (`git checkout` them, or take them from a backup); never edit them"


@fault("issued-text-changed")
def issued_text_changed(span: Span, *, has_other_line_ends: bool) -> Diagnostic:
    """An issued text is not what was issued: at least one byte of it is another.

    What agencies sign is this very text, so nothing in it may change, not even a spelling mistake or how its lines end. A mistake
    is mended in the protocol itself, as a new version. Some editors and some settings of git change the ends of lines without a
    word; the line `protocols/issued/** -text` in `.gitattributes` keeps git from it.
    """
    why = ": its lines end as they do on Windows" if has_other_line_ends else ""
    return Diagnostic(
        f"this text was changed after it was issued{why}", Span(span.path), help=f"{_RESTORE}; a mend is a new version"
    )


@fault("issued-seal-broken")
def issued_seal_broken(span: Span) -> Diagnostic:
    """The manifest of an issued text was changed after it was written.

    It says what was issued, on which day and for whose signature. Its last line is a seal over all the others.
    """
    return Diagnostic("this manifest was changed after it was written: its seal does not fit", span, help=_RESTORE)


@fault("issued-fingerprint-wrong")
def issued_fingerprint_wrong(span: Span, what: str) -> Diagnostic:
    """The manifest of an issued text gives a fingerprint that the text does not have.

    Somebody changed the text and wrote a new manifest for it by hand. Signatures on what was issued would no longer be on this text.
    """
    return Diagnostic(what, span, help=_RESTORE)


@rule
def check_issued_texts_are_as_issued(context: Context) -> Iterator[Diagnostic]:
    """Every issued text and its manifest are, byte for byte, what was issued."""
    for place in context.library.issued:
        if place.manifest and place.text:
            yield from _changes(place.manifest, place.text)


def _changes(manifest: Manifest, text: Text) -> Iterator[Diagnostic]:
    said = manifest.document
    is_sealed = said.model.seal == manifest.seal
    if not is_sealed:
        yield issued_seal_broken(said.span("seal"))
    if said.model.text != text.digest:
        if is_sealed:
            yield issued_text_changed(Span(text.source.path), has_other_line_ends=text.has_other_line_ends)
        return
    yield from _wrong_fingerprints(manifest, text)


def _wrong_fingerprints(manifest: Manifest, text: Text) -> Iterator[Diagnostic]:
    said = manifest.document
    try:
        tree = text.tree
    except UnknownMarkdown as error:
        yield issued_fingerprint_wrong(said.span("fingerprint"), f"the text cannot be read as it was issued: {error}")
        return
    if not fits(tree, said.model.fingerprint):
        yield issued_fingerprint_wrong(said.span("fingerprint"), "the text does not give this fingerprint")
    given = section_fingerprints(tree)
    if {found.section: found.fingerprint for found in said.model.sections} != given:
        wrong = (
            index for index, found in enumerate(said.model.sections) if given.get(found.section) != found.fingerprint
        )
        span = said.span("sections", index) if (index := next(wrong, None)) is not None else said.key_span("sections")
        yield issued_fingerprint_wrong(span, "the text does not give these fingerprints of its sections")


@fault("issued-incomplete")
def issued_incomplete(span: Span, missing: str) -> Diagnostic:
    """An issued text lies without its manifest, or a manifest without its text.

    Both were written in one step, so one of them was taken away. What was issued keeps its address for ever.
    """
    return Diagnostic(f"`{missing}`, which was issued with this, is not there", span, help=_RESTORE)


@rule
def check_issued_texts_are_whole(context: Context) -> Iterator[Diagnostic]:
    """Every issued text has its manifest, and every manifest its text."""
    for place in context.library.issued:
        if not place.is_unread and not (place.text and place.manifest):
            there, missing = (".md", ".yaml") if place.text else (".yaml", ".md")
            yield issued_incomplete(Span(place.path + there), f"{place.version}{missing}")


@fault("issued-misplaced")
def issued_misplaced(span: Span, name: str, value: str, place: str) -> Diagnostic:
    """The manifest of an issued text names another document, or another version, than the place in which it lies.

    An issued text keeps its file's name, as it keeps its address. A document that was renamed since leaves its issued texts where
    they are.
    """
    return Diagnostic(
        f"this was issued as {name} `{value}`, and lies where `{place}` belongs",
        span,
        help="move the two files back to where `protocols issue` put them",
    )


@fault("issued-twice")
def issued_twice(span: Span, version: str, first: Span) -> Diagnostic:
    """One version of a document was issued twice, under names that differ only in capital letters or in how a number is written.

    On some systems both names are the same file, and nobody could tell which of the two was signed.
    """
    return Diagnostic(
        f"version `{version}` was issued twice",
        span,
        help="keep the one that was issued first, and take the other away",
        others=(Label(first, "issued here too"),),
    )


@rule
def check_issued_texts_lie_in_their_places(context: Context) -> Iterator[Diagnostic]:
    """Every issued text lies under the name of its document and its version, and no two under one."""
    seen: dict[tuple[str, tuple[tuple[int, str], ...]], Place] = {}
    for place in context.library.issued:
        if place.manifest:
            yield from _misplaced(place, place.manifest)
        key = (place.folder, in_version_order(place.version))
        if key in seen:
            yield issued_twice(Span(place.path + _end(place)), place.version, Span(seen[key].path + _end(seen[key])))
        seen.setdefault(key, place)


def _misplaced(place: Place, manifest: Manifest) -> Iterator[Diagnostic]:
    document = manifest.document
    for name, value, expected in (
        ("document", document.model.document, place.folder),
        ("version", document.model.version, place.version),
    ):
        if value != expected:
            yield issued_misplaced(document.span(name), name, value, expected)


def _end(place: Place) -> str:
    return ".yaml" if place.manifest else ".md"


@fault("issued-of-nothing")
def issued_of_nothing(span: Span, identifier: str) -> Diagnostic:
    """Texts were issued of a document that is not there any more.

    What was issued keeps its address for ever, and readers find from there what holds now. So a protocol of which a version was
    issued is never deleted: it is retired, with `status: retired` and `retired:`, or renamed with `protocols rename`.
    """
    return Diagnostic(
        f"this was issued of `{identifier}`, and there is no such protocol",
        span,
        help=f"bring back `protocols/tier-3/{identifier}.yaml`; if it no longer holds, retire it: `status: retired`, and `retired:` "
        "with `on` and `why`",
    )


@rule
def check_issued_texts_have_their_document(context: Context) -> Iterator[Diagnostic]:
    """A document of which a version was issued is still there, retired at most."""
    library = context.library
    told: set[str] = set()
    for place in library.issued:
        known = library.document_of(place.folder) is not None or library.is_broken(place.folder)
        if not known and place.folder not in told:
            told.add(place.folder)
            yield issued_of_nothing(Span(place.path + _end(place)), place.folder)


@fault("issued-words-changed", Severity.WARNING)
def issued_words_changed(span: Span, version: str, day: str, sections: str) -> Diagnostic:
    """The present version was issued, and its words have changed since.

    Two texts would go by one version, and nobody could tell which of them somebody means. Words that a signature covers change only
    with a new version. The words of the core and of agencies' own requirements are part of the text.
    """
    return Diagnostic(
        f"version `{version}` was issued on {day}, and this has changed since: {sections}",
        span,
        help="raise the version, and say in `history` what changed; or take the change back",
    )


@fault("agreed-words-changed")
def agreed_words_changed(span: Span, version: str, day: str, sections: str) -> Diagnostic:
    """The words of an agreed version have changed since it was issued.

    What the agencies signed is the issued text. Published under the same version, the new words would pass for what was agreed.
    """
    return Diagnostic(
        f"version `{version}`, which is marked agreed, was issued on {day}, and this has changed since: {sections}",
        span,
        help="raise the version, write `status: draft`, and say in `history` what changed; or take the change back",
    )


def changed_since_issued(
    document: Document[ProtocolDocument], text: IssuedText, present: Present
) -> Iterator[Diagnostic]:
    """The present version has the words with which it was issued."""
    model, manifest = document.model, text.manifest
    if model.status is Status.RETIRED or present.fits(manifest.fingerprint, manifest.on):
        return
    names = [part.name or OPENING for part in present.changed_since(text)]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    sections = ", ".join(names[:_MOST_NAMED]) + more
    change = agreed_words_changed if model.status is Status.AGREED else issued_words_changed
    yield change(document.span("version"), model.version, written_day(manifest.on), sections)
