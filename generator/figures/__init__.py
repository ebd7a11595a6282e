"""Pictures that are drawn at build time from the same facts as the tables they stand beside."""

from functools import partial

from generator import urls
from generator.county.county import County
from generator.figures.pictures import life_of_a_review, tiers, who_shares_with_whom
from generator.model.tiers import Theme
from generator.pages.files import SiteFile
from generator.pages.matrices import sharing
from generator.words.catalogue import Catalogue


def figure_files(county: County, words: Catalogue) -> tuple[SiteFile, ...]:
    """Return every picture, with its fixed words in the county's language."""
    return (
        SiteFile(urls.figure_uri("tiers"), partial(tiers, county, words)),
        SiteFile(
            urls.figure_uri("life-of-a-review"), partial(life_of_a_review, county.site.review_warning_days, words)
        ),
        *(
            SiteFile(urls.figure_uri(f"sharing-{theme.id}"), partial(_sharing, county, theme, words))
            for theme in county.themes.values()
        ),
    )


def _sharing(county: County, theme: Theme, words: Catalogue) -> bytes:
    return who_shares_with_whom(sharing(county, theme), words)
