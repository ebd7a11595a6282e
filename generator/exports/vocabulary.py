"""Our words in those of others: the W3C's Data Privacy Vocabulary (DPV 2.3), its terms for the GDPR, and ODRL 2.2.

Holds only what `docs/about/records-of-processing.md` explains. Where no term means the same there is none here.
"""

from generator.model.tail import Category
from generator.model.top import Person, PersonKind

PREFIXES = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "loc": "https://w3id.org/dpv/loc#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-gb": "https://w3id.org/dpv/legal/gb#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
"""The vocabularies of others."""

DATA_TYPES = {
    Category.PERSONAL: ("dpv:PersonalData",),
    Category.SPECIAL: ("dpv:SpecialCategoryPersonalData",),
    Category.CRIMINAL: ("dpv:PersonalData", "pd:Criminal"),
    Category.DEPERSONALISED: ("dpv:Data",),
    Category.DECEASED: ("dpv:Data",),
}
"""What each kind of data is called. DPV's anonymised data is more than depersonalised, so that is only data."""

_PEOPLE_TYPES = {
    PersonKind.CHILD: "dpv:Child",
    PersonKind.ADULT_AT_RISK: "dpv:VulnerableHuman",
    PersonKind.PATIENT: "dpv:Patient",
    PersonKind.STAFF: "dpv:Employee",
}
"""The kinds of people for whom there is a term."""

_NOBODY = {PersonKind.DECEASED, PersonKind.UNNAMED}
"""The kinds of people who are no data subjects."""

LAWS = {"uk-gdpr": "legal-gb:law-GDPR", "part-3": "legal-gb:law-DPA"}
"""The law that each set of rules is in."""

_MATCHED = {f"uk-gdpr/article-6-1-{point}": f"eu-gdpr:A6-1-{point}" for point in "abcdef"} | {
    f"uk-gdpr/article-9-2-{point}": f"eu-gdpr:A9-2-{point}" for point in "abcdefghij"
}


def close_match(provision: str) -> str | None:
    """Return the term for the same point of the EU's GDPR, which is other law; nothing where it has no such point."""
    return _MATCHED.get(provision)


def is_data_subject(person: Person) -> bool:
    """Return whether a group of people can be data subjects: living people who can be identified."""
    return not set(person.kinds) <= _NOBODY


def people_types(person: Person) -> list[str]:
    """Return what a group of people is called."""
    general = "dpv:DataSubject" if is_data_subject(person) else "dpv:HumanSubject"
    return [general, *(_PEOPLE_TYPES[kind] for kind in person.kinds if kind in _PEOPLE_TYPES)]
