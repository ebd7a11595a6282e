"""A county as one edition may hold it. What is left out is nowhere in it, so no later stage has to ask."""

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.county.agreements import Standing
from generator.county.county import County
from generator.county.issued import Place
from generator.county.library import Library
from generator.county.reduction import reduced
from generator.edition import Edition
from generator.model.editions import HOLDS
from generator.urls import TODAY, comparison_uri


def county_for(county: County, edition: Edition) -> County:
    """Return what an edition may hold of a county: all of it for the partners."""
    if edition is Edition.PARTNER:
        return county
    cut = reduced(county.library, HOLDS[edition])
    some = replace(
        County.of(Library(cut.documents), county.as_of, agreements=county.agreements),
        edition=edition,
        gaps=cut.gaps,
        altered=cut.altered,
    )
    places = tuple(place for place in county.library.issued if _is_held(place, some, cut.gone))
    if cut.documents == county.library.parsed and places == county.library.issued:
        return replace(county, edition=edition)
    library = Library(cut.documents, issued=places, leaves_out=True)
    return replace(some, library=library, agreements=dict(_agreements(some, library)))


def _is_held(place: Place, county: County, gone: frozenset[str]) -> bool:
    """Return whether an edition may hold an issued text.

    It was made of a whole document. So the document must still be whole, nothing that was in it may have been marked when it was
    issued, and it may lead to nothing that is left out, by whatever words.
    """
    if place.manifest is None or place.text is None:
        return False
    manifest, text = place.manifest.document.model, place.text.source.text
    protocol = county.protocols.get(county.library.document_of(manifest.document) or "")
    return (
        protocol is not None
        and manifest.marking in (None, *HOLDS[county.edition])
        and county.is_whole(protocol)
        and not any(re.search(rf"(?<![\w-]){re.escape(name)}\.md", text) for name in gone)
    )


def _agreements(county: County, library: Library) -> Iterator[tuple[str, tuple[Standing, ...]]]:
    """Yield what signatures come to. They are on whole texts: where a part is left out, no section is said to have changed."""
    documents = (*county.protocols.values(), *county.themes.values(), county.overarching)
    held = {(place.folder, place.version) for place in library.issued}
    for document in documents:
        for_all = county.standings_of(document)
        if county.is_whole(document) and all(_is_compared(standing, held) for standing in for_all):
            yield county.path_of(document), for_all
        else:
            yield county.path_of(document), tuple(replace(each, changed=(), compared_uri="") for each in for_all)


def _is_compared(standing: Standing, held: set[tuple[str, str]]) -> bool:
    """Return whether the page is there that sets what was signed against today's text, if there is to be one."""
    return not standing.compared_uri or any(
        standing.compared_uri == comparison_uri(document, version, TODAY) for document, version in held
    )
