"""Data files for other programs, made from the same sources as the pages; `docs/about/data.md` describes each.

Every file is the same, byte for byte, for the same sources and the same day.
"""

from functools import partial

from generator.county.county import County
from generator.exports.article_30 import processing_records
from generator.exports.calendar import reviews_ics
from generator.exports.feed import feed_xml
from generator.exports.forms import form_files
from generator.exports.linked_data import linked_data_files
from generator.exports.records import record_files
from generator.exports.register import SCHEMA_URI, register_csv, register_json, register_schema
from generator.exports.tables import flows_csv, law_csv
from generator.pages.files import SiteFile
from generator.words.catalogue import Catalogue


def export_files(county: County, words: Catalogue) -> tuple[SiteFile, ...]:
    """Return every data file. Names of columns and codes are the same in every language."""
    return (
        SiteFile("data/register.json", partial(register_json, county, words)),
        SiteFile(SCHEMA_URI, partial(register_schema, county)),
        SiteFile("data/register.csv", partial(register_csv, county, words)),
        SiteFile("data/law.csv", partial(law_csv, county, words)),
        SiteFile("data/flows.csv", partial(flows_csv, county, words)),
        SiteFile("data/reviews.ics", partial(reviews_ics, county, words)),
        SiteFile("feed.xml", partial(feed_xml, county, words)),
        *processing_records(county, words),
        *linked_data_files(county, words),
        *record_files(county, words),
        *form_files(county, words),
    )
