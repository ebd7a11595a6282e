"""Rules about addresses: what was published stays, or leads to what took its place."""

from collections.abc import Iterator

from generator.county.library import Document, Library
from generator.county.moves import THEME
from generator.model.addresses import Addresses
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, Severity, did_you_mean, fault
from generator.sources.source import Span
from generator.words.nearest import nearest

Ledger = Document[Addresses]

_FOLDERS = {"agency": "agencies", "core": "core", "tier-2": "tier-2", "page": "reports", "letter": "letters"}
_INSIDE = {
    "term": "the term in `protocols/glossary.yaml`",
    "team": "the team in `protocols/governance/teams.yaml`",
}
_RETIRED = "`retired:` with `on` and `why` in it"
_RETIRING = {
    "agency": f"to retire it, write {_RETIRED}",
    "core": f"to retire it, write {_RETIRED}",
    "tier-2": f"to retire it, write `status: retired` and {_RETIRED}",
    "": f"to retire a protocol, write `status: retired` and {_RETIRED}; of law that ended, say so in `force`",
}


@fault("address-lost")
def address_lost(span: Span, name: str, restore: str, retire: str) -> Diagnostic:
    """Something that was published is gone, and nothing says what took its place.

    Somebody has its address: in a letter, in a case record, on a card on the wall. So nothing that was published is deleted. Bring
    it back, and retire it if it holds no longer: a protocol with `status: retired` and `retired:`, an agency or a clause with
    `retired:`, a provision by what `force` says of it. If it has another name now, `protocols rename` would have written so; add
    the line under `moved:` yourself. If nobody can ever have had its address, take its line out of the ledger.
    """
    help_text = (
        f"bring {restore} back{f'; {retire}' if retire else ''}; if it has another name now, say so under `moved:`"
    )
    return Diagnostic(f"`{name}` was published, and is in no source any more", span, help=help_text)


@rule
def check_nothing_published_is_gone(context: Context) -> Iterator[Diagnostic]:
    """What was ever published is still there, retired at most, or leads to what took its place."""
    library, ledger = context.library, context.library.addresses
    if ledger is None:
        return
    lost = {name for name in ledger.model.published if _is_lost(library, name)}
    for index, name in enumerate(ledger.model.published):
        whole = name.partition("/")[0]
        if name in lost and not (whole != name and lost & {whole, THEME + whole}):
            yield address_lost(ledger.span("published", index), name, *_ways_back(library, name))


def _is_lost(library: Library, name: str) -> bool:
    """Return whether a name leads nowhere, as far as anybody can say while sources are at fault; a wrong move is said by itself."""
    unsaid = library.is_broken(name) or (name.startswith("team/") and library.teams is None)
    unsaid = unsaid or (name.startswith("term/") and library.glossary is None)
    return not unsaid and name not in library.lasting and library.moves.next(name) is None


def _ways_back(library: Library, name: str) -> tuple[str, str]:
    """Return what has to come back, and how it is retired; nothing for what cannot be."""
    kind, slash, identifier = name.partition("/")
    if not slash:
        return f"its file `{name}.yaml` in `protocols/tier-3/` or `protocols/law/`", _RETIRING[""]
    if kind in _FOLDERS:
        return f"`protocols/{_FOLDERS[kind]}/{identifier}.yaml`", _RETIRING.get(kind, "")
    if kind in _INSIDE:
        return _INSIDE[kind], ""
    whole = library.instruments.get(kind) or library.themes.get(kind)
    return f"`{identifier}` in `{whole.source.path}`" if whole else f"`{name}`", ""


@fault("address-not-recorded", Severity.WARNING)
def address_not_recorded(span: Span, names: tuple[str, ...], path: str) -> Diagnostic:
    """A source has a page on the site, and the ledger of addresses does not know of it.

    `protocols/addresses.yaml` holds one line for everything that was ever published, so that nothing can vanish without a word.
    `protocols new` and `rename` write the lines; so does `protocols fmt`, for what was written by hand.
    """
    lines = ", ".join(f"`- {name}`" for name in names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return Diagnostic(
        f"the ledger of addresses does not have {f'`{names[0]}`' if len(names) == 1 else f'{len(names)} names of this file'}",
        span,
        help=f"run `protocols fmt`, or add under `published:` in {path}: {lines}",
    )


@rule
def check_every_address_is_recorded(context: Context) -> Iterator[Diagnostic]:
    """Every source that has a page stands in the ledger; what has a place inside one gets its line from `protocols fmt`."""
    library, ledger = context.library, context.library.addresses
    if ledger is None:
        return
    missing = library.lasting - set(ledger.model.published)
    for document in library.parsed if missing else ():
        if library.name_of(document) in missing:
            names = tuple(sorted(missing.intersection(library.names_of(document))))
            yield address_not_recorded(document.span("id"), names, ledger.source.path)


@fault("redirect-repeated")
def redirect_repeated(span: Span, name: str, first: Span) -> Diagnostic:
    """Two lines of the ledger say where one name leads.

    One address can lead to one place. Take out the line that is wrong.
    """
    return Diagnostic(
        f"`{name}` has moved twice",
        span,
        help="take out one of the two lines",
        others=(Label(first, "the other line"),),
    )


@fault("redirect-from-what-exists")
def redirect_from_what_exists(span: Span, name: str) -> Diagnostic:
    """The ledger says that a name leads elsewhere, but there is something of that name.

    Its page would be replaced by one that leads away. What is retired keeps its own page too: there readers see that it is
    retired, and what took its place.
    """
    return Diagnostic(
        f"`{name}` is in the sources, so its address cannot lead elsewhere",
        span,
        help="take this line out; what took the place of something retired stands in its `retired: replaced_by`",
    )


@fault("redirect-to-nothing")
def redirect_to_nothing(span: Span, old: str, target: str, near: tuple[str, ...]) -> Diagnostic:
    """A redirect of the ledger leads to something that does not exist, or to something of another kind."""
    return Diagnostic(
        f"`{old}` would lead to `{target}`, and there is nothing of that name and kind", span, help=did_you_mean(near)
    )


@fault("redirect-chain")
def redirect_chain(span: Span, old: str, target: str, last: str) -> Diagnostic:
    """A redirect leads to a name that has moved on itself.

    A reader would be sent on twice. `protocols rename` and `protocols fmt` write where the way ends.
    """
    return Diagnostic(
        f"`{old}` leads to `{target}`, which has moved too", span, help=f"write `to: {last}`, or run `protocols fmt`"
    )


@fault("redirect-loop")
def redirect_loop(span: Span, old: str, way: tuple[str, ...]) -> Diagnostic:
    """Redirects lead round in a circle, so that a reader would never arrive."""
    return Diagnostic(
        f"`{old}` leads back to itself: {' to '.join(f'`{name}`' for name in way)}",
        span,
        help="let each of these lines name what is there now",
    )


@rule
def check_redirects_lead_somewhere(context: Context) -> Iterator[Diagnostic]:
    """Every redirect leads, in one step, from what is no more to something of its kind that exists."""
    library, ledger = context.library, context.library.addresses
    if ledger is None:
        return
    seen: dict[str, int] = {}
    for index, move in enumerate(ledger.model.moved):
        place = ledger.span("moved", index, "from")
        if move.from_ in seen:
            yield redirect_repeated(place, move.from_, ledger.span("moved", seen[move.from_], "from"))
        elif move.from_ in library.targets:
            yield redirect_from_what_exists(place, move.from_)
        else:
            yield from _wrong_way(library, move.from_, move.to, ledger.span("moved", index, "to"))
        seen.setdefault(move.from_, index)


def _wrong_way(library: Library, old: str, target: str, span: Span) -> Iterator[Diagnostic]:
    way = library.moves.way(target)
    if old in way or len(set(way)) < len(way):
        yield redirect_loop(span, old, (old, *way[: way.index(old) + 1 if old in way else len(way)]))
    elif target in library.lasting and _kind(target) == _kind(old):
        return
    elif len(way) > 1:
        yield redirect_chain(span, old, target, way[-1])
    elif not library.is_broken(target):
        known = [name for name in library.lasting if _kind(name) == _kind(old)]
        yield redirect_to_nothing(span, old, target, nearest(target, known))


def _kind(name: str) -> str:
    """Return what sort of thing a name in full is of, as far as it tells: parts of law and of themes look alike."""
    first, slash, _ = name.partition("/")
    return (first if first in (*_FOLDERS, *_INSIDE) else "part") if slash else ""
