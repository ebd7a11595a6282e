"""Pictures that are drawn at build time from the same facts as the tables they stand beside."""

from generator import urls
from generator.county.county import County
from generator.figures.pictures import life_of_a_review, tiers, who_shares_with_whom
from generator.pages.files import SiteFile
from generator.pages.matrices import sharing


def figure_files(county: County) -> tuple[SiteFile, ...]:
    """Return every picture."""
    return (
        SiteFile(urls.figure_uri("tiers"), tiers(county)),
        SiteFile(urls.figure_uri("life-of-a-review"), life_of_a_review(county.site.review_warning_days)),
        *(
            SiteFile(urls.figure_uri(f"sharing-{theme.id}"), who_shares_with_whom(sharing(county, theme)))
            for theme in county.themes.values()
        ),
    )
