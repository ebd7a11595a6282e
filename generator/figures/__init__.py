"""Pictures that are drawn at build time from the same facts as the tables they stand beside."""

from generator import urls
from generator.figures.pictures import life_of_a_review, tiers, who_shares_with_whom
from generator.files import SiteFile
from generator.pages.base import Scene
from generator.pages.matrices import sharing


def figure_files(scene: Scene) -> tuple[SiteFile, ...]:
    """Return every picture."""
    library = scene.library
    days = library.site.model.review_warning_days if library.site else 60
    return (
        SiteFile(urls.figure_uri("tiers"), tiers(library)),
        SiteFile(urls.figure_uri("life-of-a-review"), life_of_a_review(days)),
        *(
            SiteFile(urls.figure_uri(f"sharing-{theme.id}"), who_shares_with_whom(sharing(library, theme.model)))
            for theme in library.themes.values()
        ),
    )
