"""The pages that lead to others: home, the register, the tiers, the glossary."""

from collections.abc import Iterator
from datetime import timedelta

from generator import urls
from generator.model.protocol import Protocol
from generator.pages.base import PageView, Scene


def overview_pages(scene: Scene) -> Iterator[PageView]:
    """Yield the home page, the register of Tier 3 protocols, the pages of Tier 1 and Tier 2, and the glossary."""
    yield _home(scene)
    yield _register(scene)
    yield from _tiers(scene)
    yield _glossary(scene)


def _by_theme(scene: Scene) -> tuple[tuple[object, tuple[Protocol, ...]], ...]:
    """Return each theme with its protocols, both in order of title."""
    protocols = sorted((found.model for found in scene.library.protocols.values()), key=lambda found: found.title)
    return tuple(
        (theme.model, tuple(protocol for protocol in protocols if protocol.under == identifier))
        for identifier, theme in scene.library.themes.items()
    )


def _home(scene: Scene) -> PageView:
    library = scene.library
    settings = library.site.model if library.site else None
    name = settings.name if settings else "Protocols"
    facts: dict[str, object] = {
        "site": settings,
        "themes": _by_theme(scene),
        "protocol_count": len(library.protocols),
        "clause_count": len(library.current_clauses),
        "agency_count": len(library.agencies),
        "instrument_count": len(library.instruments),
        "as_of": scene.as_of,
    }
    description = settings.description if settings else ""
    return PageView("home.md.j2", urls.HOME, name, description, "protocols/site.yaml", facts)


def _register(scene: Scene) -> PageView:
    days = scene.library.site.model.review_warning_days if scene.library.site else 60
    facts: dict[str, object] = {
        "themes": _by_theme(scene),
        "owners": {name: found.model for name, found in scene.library.agencies.items()},
        "overdue": scene.as_of,
        "due": scene.as_of + timedelta(days=days),
    }
    description = "Every Tier 3 information sharing protocol: what it is for, who owns it, when it is reviewed."
    return PageView("register.md.j2", urls.REGISTER, "Protocols", description, "protocols/tier-3", facts)


def _tiers(scene: Scene) -> Iterator[PageView]:
    library = scene.library
    themes = _by_theme(scene)
    if library.overarching:
        document = library.overarching
        parties = tuple(library.agencies[agency].model for agency in document.model.parties)
        facts: dict[str, object] = {"overarching": document.model, "parties": parties, "themes": themes}
        facts["owner"] = library.agencies[document.model.owner].model
        title, summary = document.model.title, document.model.summary
        yield PageView("overarching.md.j2", urls.TIER_1, title, summary, document.source.path, facts)
    description = f"{_partnerships(len(library.themes))} asks of the protocols under it."
    yield PageView("themes.md.j2", urls.TIER_2, "Tier 2", description, "protocols/tier-2", {"themes": themes})
    for identifier, theme in library.themes.items():
        facts = {
            "theme": theme.model,
            "owner": library.agencies[theme.model.owner].model,
            "protocols": tuple(
                protocol for found, protocols in themes if found is theme.model for protocol in protocols
            ),
        }
        title, summary = theme.model.title, theme.model.summary
        yield PageView("theme.md.j2", urls.theme_uri(identifier), title, summary, theme.source.path, facts)


def _partnerships(count: int) -> str:
    """Return how many partnerships there are, as the beginning of a sentence about what each asks."""
    numbers = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    if count == 1:
        return "The partnership and what it"
    return f"The {numbers[count] if count < len(numbers) else count} partnerships and what each"


def _other_names(scene: Scene) -> Iterator[tuple[str, bool, str]]:
    """Yield each name that a term or a protocol also goes by, whether it is a former one, and what it stands for.

    In order of the alphabet. A name that the glossary explains as a term of its own is left out.
    """
    terms = scene.library.terms
    known = {name.casefold() for term in terms for name in (term.short, term.term) if name}
    names = [(name, True, f"term/{term.id}") for term in terms for name in term.formerly]
    names += [
        (name, False, identifier)
        for identifier, protocol in scene.library.protocols.items()
        for name in protocol.model.also_called
    ]
    for name, former, target in sorted(names, key=lambda found: (found[0].casefold(), found[2])):
        if name.casefold() not in known:
            yield name, former, target


def _glossary(scene: Scene) -> PageView:
    terms = sorted(scene.library.terms, key=lambda term: (term.short or term.term).casefold())
    facts: dict[str, object] = {"terms": tuple(terms), "names": tuple(_other_names(scene))}
    description = "Words and abbreviations, with what they used to be called."
    return PageView("glossary.md.j2", urls.GLOSSARY, "Glossary", description, "protocols/glossary.yaml", facts)
