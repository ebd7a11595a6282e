"""Recording that an agency signed a text: its own lines and nothing else. Refuses, in words, what cannot be true."""

from collections.abc import Iterator
from collections.abc import Mapping as Fields
from dataclasses import dataclass
from datetime import date

from generator.authors.edit.keys import line_after
from generator.authors.edit.names import refuse_unknown
from generator.authors.edit.review import one_line, require
from generator.authors.edit.splice import Splice, is_flow, node_range, offsets, spliced, written
from generator.authors.edit.workspace import Changes, Workspace
from generator.composed.passages import fingerprint
from generator.county.agreements import Part
from generator.county.county import County
from generator.county.library import Document, Library
from generator.errors import EditRefused
from generator.model.base import Document as ProtocolDocument
from generator.model.protocol import Protocol
from generator.rules.context import Context, tiered
from generator.rules.signatures import signatories
from generator.site.agreements import Texts
from generator.sources.diagnostic import did_you_mean
from generator.sources.nodes import Mapping, Sequence, plain_data
from generator.words.days import written_day
from generator.words.nearest import nearest


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed, for which agency, when; and what shows it."""

    agency: str
    post: str
    on: date
    kind: str
    reference: str
    held_by: str


@dataclass(frozen=True, slots=True)
class Signed:
    """The text that was signed."""

    version: str
    fingerprint: str
    since: date
    """The day from which there was this text to sign."""
    was: str
    """What became of it on that day: `issued`, `made`."""
    differs: tuple[Part, ...]
    """The sections in which today's text is another."""


def signable(library: Library, identifier: str, as_of: date) -> Document[ProtocolDocument]:
    """Return the document of any tier with this id or full name. Raises `EditRefused`."""
    documents = tuple(tiered(Context(library, as_of)))
    named = {found.id: found for found in documents} | {library.name_of(found): found for found in documents}
    if identifier not in named:
        refuse_unknown(library, identifier, set(named))
    return named[identifier]


def text_to_sign(county: County, texts: Texts, model: ProtocolDocument, version: str) -> Signed:
    """Return the text of a version, by default the present one. A protocol's must have been issued. Raises `EditRefused`."""
    version = version or model.version
    issued = texts.issued_of(model)
    if version in issued:
        manifest = issued[version].manifest
        differs = texts.present(model).changed_since(issued[version])
        return Signed(version, manifest.fingerprint, manifest.on, "issued", differs)
    if isinstance(model, Protocol):
        there = f"; issued were {', '.join(issued)}" if issued else ""
        raise EditRefused(
            f"version {version} of {model.id} was not issued, and agencies sign what was issued: run `protocols issue "
            f"{model.id}` first{there}"
        )
    if version != model.version:
        raise EditRefused(
            f"the text of version {version} is not kept; {model.id} can be signed as it is, as {model.version}"
        )
    made = next((change.on for change in model.history if change.version == version), county.as_of)
    return Signed(version, fingerprint(texts.present(model).tree), made, "made", ())


def record_signature(
    workspace: Workspace, county: County, document: Document[ProtocolDocument], signing: Signing, signed: Signed
) -> Changes:
    """Return the edit that adds one agency's signature on a text. Raises `EditRefused` with what cannot be true."""
    _require_signatory(document, county, signing, signed)
    _require_day(document, signing, signed)
    if signing.held_by not in county.agencies:
        refuse_unknown(workspace.library, signing.held_by, set(county.agencies))
    values: dict[str, str | dict[str, str]] = {
        "agency": signing.agency,
        "post": one_line(signing.post, "--post"),
        "on": signing.on.isoformat(),
        "version": signed.version,
        "fingerprint": signed.fingerprint,
        "evidence": {
            "kind": signing.kind,
            "reference": one_line(signing.reference, "--reference"),
            "held_by": signing.held_by,
        },
    }
    text = spliced(document.source.text, _signature_splices(document, values))
    data = plain_data(document.node)
    require(text, document, {**data, "signatures": [*(data.get("signatures") or []), values]})
    return Changes({document.source.path: text})


def _require_signatory(document: Document[ProtocolDocument], county: County, signing: Signing, signed: Signed) -> None:
    model, agency = document.model, signing.agency
    those = signatories(model)
    if agency not in those:
        hint = did_you_mean(nearest(agency, those)[:1]) or f"its parties are {', '.join(those)}"
        raise EditRefused(f"`{agency}` is not a party to {document.id}; {hint}")
    if model.retired:
        raise EditRefused(f"{document.id} was retired on {written_day(model.retired.on)}; nobody signs it any more")
    retired = county.agencies[agency].retired
    if retired and retired.on <= signing.on:
        raise EditRefused(
            f"`{agency}` no longer existed on {written_day(signing.on)}: it ended on {written_day(retired.on)}"
        )
    for found in model.signatures:
        if (found.agency, found.version) == (agency, signed.version):
            raise EditRefused(f"`{agency}` signed version {found.version} of {document.id} on {found.on} already")


def _require_day(document: Document[ProtocolDocument], signing: Signing, signed: Signed) -> None:
    if signing.on < signed.since:
        raise EditRefused(
            f"version {signed.version} of {document.id} was {signed.was} on {written_day(signed.since)}; nobody can have signed it "
            f"on {written_day(signing.on)}"
        )


def _signature_splices(
    document: Document[ProtocolDocument], values: Fields[str, str | dict[str, str]]
) -> Iterator[Splice]:
    """Yield the splice that adds a signature below the last one, or the list with the first."""
    source, root = document.source, document.node
    if not isinstance(root, Mapping) or is_flow(source, root):
        raise EditRefused(f"{source.path} is one mapping in brackets; write it with one key to a line first")
    pair = root.get("signatures")
    listed = pair.value if pair else None
    if isinstance(listed, Sequence) and listed.items and not is_flow(source, listed):
        start, end = node_range(source, listed)
        column = listed.span.column - 1
        yield _line(line_after(source, _last_word(source.text, start, end), _item(values, column)), document)
        return
    if pair is not None and listed is not None:
        start, end = node_range(source, listed)
        if isinstance(listed, Sequence) and listed.items:
            raise EditRefused(f"{source.path}: write `signatures` as a list with one `- ` to a line first")
        colon = offsets(source, pair.key.span)[1] + 1
        yield Splice(colon, max(end, colon), "\n" + _item(values, 2).rstrip("\n"))
        return
    before = root.get("review") or root.pairs[-1]
    start, end = node_range(source, before.value)
    lines = "signatures:\n" + _item(values, 2)
    yield _line(line_after(source, _last_word(source.text, start, end), lines), document)


def _last_word(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _line(place: tuple[int, str], document: Document[ProtocolDocument]) -> Splice:
    position, lines = place
    return Splice(position, position, lines.replace("\n", "\r\n") if "\r\n" in document.source.text else lines)


def _item(values: Fields[str, str | dict[str, str]], indent: int) -> str:
    """Return one item of a list, with each key on a line of its own."""
    lines = list(_lines(values, ""))
    return "".join(f"{' ' * indent}{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _lines(values: Fields[str, str | dict[str, str]], pad: str) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield f"{pad}{key}:"
            yield from _lines(dict(value), f"{pad}  ")
        else:
            yield f"{pad}{key}: {_quoted(key, value)}"


def _quoted(key: str, value: str) -> str:
    return f'"{value}"' if key == "version" and '"' not in value else written(value)
