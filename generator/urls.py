"""The only place where addresses are made.

A `page_uri` is the path of a page's Markdown in the tree (`protocols/domestic-abuse-marac.md`), from which the publisher
makes `/protocols/domestic-abuse-marac/`. Addresses are permanent once published.
"""

from posixpath import dirname, relpath, split
from urllib.parse import urlencode

HOME = "index.md"
REGISTER = "protocols/index.md"
CORE = "core/index.md"
TIER_1 = "tier-1/index.md"
TIER_2 = "tier-2/index.md"
AGENCIES = "agencies/index.md"
LAW = "law/index.md"
GLOSSARY = "glossary/index.md"
URGENT = "urgent/index.md"
QUESTIONS = "can-i-share/index.md"
TEAMS = "teams/index.md"
GATEWAYS = "law/gateways.md"
TRAINING = "training/index.md"
TRACE = "training/trace.md"
SESSIONS = "training/sessions.md"
SCENARIOS = "training/scenarios.md"
SELF_CHECK = "training/self-check.md"
AUDIT = "audit/index.md"
CONFORMANCE = "audit/conformance.md"
OVERLAPS = "audit/overlaps.md"
READING = "audit/reading.md"
REVIEWS = "reviews/index.md"
PROGRAMME = "programme/index.md"
MATRICES = "matrices/index.md"
CHANGES = "changes/index.md"
CHECK = "check/index.md"
RECORD = "record/index.md"
LETTERS = "letters/index.md"
EASY_READ = "easy-read/index.md"
EDIT = "edit/index.md"
LEFT_OUT = "left-out/index.md"

PROCESSING_GUIDE = "about/records-of-processing.md"
"""The hand-written page that says what records of processing and linked data mean; our own terms are places on it."""

DATA = "data/"
"""Where the files for other programs are."""

LINKED_DATA = f"{DATA}protocols.jsonld"
"""The list of what every protocol says as linked data."""

TODAY = "today"
"""What stands for the present text where two versions are compared."""

PRINTED = "pdf"
"""The folder of the site that holds what was printed."""

WORD = "word"
"""The folder of the site that holds what is to be filled in with a word processor."""

FONTS_LICENCE = "assets/fonts/LICENSE.txt"
"""The licence of the typeface, beside it."""

RECORDS = "assets/records"
"""The folder of the site that holds what each protocol fills into a decision record."""

FORMS = "assets/edit"
"""The folder of the site that holds what forms are made of, and what each source says."""

FIGURES = "assets/figures"
"""The folder of the site that holds pictures."""

ANSWERS = "can-i-share/"
"""The folder of the pages that answer the question page."""

PAGES = {
    "register": ("Protocols", REGISTER),
    "agencies": ("Agencies", AGENCIES),
    "law": ("The law", LAW),
    "glossary": ("Glossary", GLOSSARY),
    "tier-2": ("Tier 2", TIER_2),
    "urgent": ("Every fast track", URGENT),
    "can-i-share": ("Can I share?", QUESTIONS),
    "teams": ("Teams of several agencies", TEAMS),
    "gateways": ("Powers, duties and restrictions by area", GATEWAYS),
    "training": ("Training", TRAINING),
    "trace": ("Training trace table", TRACE),
    "sessions": ("Session plans", SESSIONS),
    "scenarios": ("Scenarios", SCENARIOS),
    "self-check": ("Self-check", SELF_CHECK),
    "audit": ("Audit", AUDIT),
    "conformance": ("Conformance", CONFORMANCE),
    "overlaps": ("Overlaps", OVERLAPS),
    "reading": ("Length and reading level", READING),
    "reviews": ("Reviews", REVIEWS),
    "programme": ("Work programme", PROGRAMME),
    "matrices": ("Who shares what with whom", MATRICES),
    "changes": ("What changed", CHANGES),
    "check": ("Is my copy still right?", CHECK),
    "record": ("Decision record", RECORD),
    "letters": ("Letters and forms", LETTERS),
    "easy-read": ("What we share about you, and why", EASY_READ),
    "edit": ("Edit in a form", EDIT),
    "left-out": ("Left out of this edition", LEFT_OUT),
}
"""The pages that references can name, as `[[page/audit]]`: title and address."""


def protocol_uri(identifier: str) -> str:
    """Return the page of a Tier 3 protocol."""
    return f"protocols/{identifier}.md"


def letter_uri(identifier: str) -> str:
    """Return the page of a letter or form that any protocol can use."""
    return f"letters/{identifier}.md"


def protocol_letters_uri(identifier: str) -> str:
    """Return the page of a protocol's letters and forms, filled in from it as far as it says."""
    return f"protocols/{identifier}/letters.md"


def issued_uri(identifier: str, version: str) -> str:
    """Return the page of an issued version, which stays for ever."""
    return f"protocols/{identifier}/{version}.md"


def comparison_uri(identifier: str, old: str, new: str) -> str:
    """Return the page that sets two versions of a protocol against each other; `new` may be `TODAY`."""
    return f"protocols/{identifier}/compare/{old}--{new}.md"


def core_comparison_uri(old: str) -> str:
    """Return the page that sets the core of an issued text, by the core's version, against today's."""
    return f"core/compare/{old}--{TODAY}.md"


def clause_uri(identifier: str) -> str:
    """Return the page of a core clause."""
    return f"core/{identifier}.md"


def theme_uri(identifier: str) -> str:
    """Return the page of a Tier 2 theme."""
    return f"tier-2/{identifier}.md"


def agency_uri(identifier: str) -> str:
    """Return the page of an agency."""
    return f"agencies/{identifier}.md"


def together_uri(identifier: str) -> str:
    """Return the page of what an agency and each of the others share with each other."""
    return f"agencies/{identifier}/with.md"


def answers_uri(giver: str) -> str:
    """Return the page of what one agency, or any agency of a kind, may tell whom."""
    return f"{ANSWERS}{giver}.md"


def asked_uri(giver: str, receiver: str, about: str | None, *, urgent: bool) -> str:
    """Return the page of what one agency may tell whom, with the question that a script reads: `...md?to=county-police`."""
    asked = {"to": receiver, "about": about, "urgent": "1" if urgent else None}
    return f"{answers_uri(giver)}?{urlencode({name: value for name, value in asked.items() if value})}"


def printed_uri(name: str) -> str:
    """Return a printed document, whose name the printing makes: `pdf/domestic-abuse-marac--county-police.pdf`."""
    return f"{PRINTED}/{name}.pdf"


def word_uri(name: str) -> str:
    """Return a document for a word processor: `word/letters-domestic-abuse-marac.docx`."""
    return f"{WORD}/{name}.docx"


def font_uri(weight: str) -> str:
    """Return one weight of the typeface."""
    return f"assets/fonts/{weight}.woff2"


def check_address(code: str) -> str:
    """Return the place, from the site's root, that says whether the copies with a code are still right: `check/#k7q2-9f3m`."""
    return f"{web_path(CHECK)}#{code}"


def figure_uri(name: str) -> str:
    """Return a picture that is made at build time."""
    return f"{FIGURES}/{name}.svg"


def record_uri(protocol: str) -> str:
    """Return the script that says what a protocol fills into a decision record."""
    return f"{RECORDS}/{protocol}.js"


def processing_record_uri(agency: str) -> str:
    """Return the table from which an agency makes its record of processing activities."""
    return f"{DATA}article-30/{agency}.csv"


def linked_data_uri(protocol: str) -> str:
    """Return what a protocol says as linked data."""
    return f"{DATA}protocols/{protocol}.jsonld"


def form_address(src_path: str) -> str:
    """Return where a source is edited in a form, from the top of the site."""
    return f"{web_path(EDIT)}?file={src_path}"


def form_uri(name: str) -> str:
    """Return a script that a form is made of: `protocol` for one kind of source, `tier-3/domestic-abuse-marac` for one source."""
    return f"{FORMS}/{name}.js"


def team_uri(identifier: str) -> str:
    """Return the page of a team of several agencies."""
    return f"teams/{identifier}.md"


def flows_uri(theme: str) -> str:
    """Return the page that says who gives what to whom under a Tier 2 theme."""
    return f"matrices/flows-{theme}.md"


def items_uri(theme: str) -> str:
    """Return the page that sets data items against gateways under a Tier 2 theme."""
    return f"matrices/gateways-{theme}.md"


def report_uri(identifier: str) -> str:
    """Return the page that answers a report, paragraph by paragraph."""
    return f"about/{identifier}.md"


def instrument_uri(identifier: str) -> str:
    """Return the page of an instrument."""
    return f"law/{identifier}.md"


def clause_anchor(number: int, identifier: str) -> str:
    """Return the heading id of a core clause inside a composed protocol: `b12-fast-track`."""
    return f"b{number}-{identifier}"


def relative_link(from_uri: str, to_uri: str, anchor: str = "", query: str = "") -> str:
    """Return a link from one page to another, as Markdown writes it: `../law/children-act-1989.md#s47`.

    `query` is what a script there answers at once: `to=county-police`.
    Pages one folder down always climb to the top first, so that the core's links are the same text in every protocol.
    """
    if from_uri == to_uri and anchor and not query:
        return f"#{anchor}"
    folder = dirname(from_uri)
    path = f"../{to_uri}" if folder and "/" not in folder else relpath(to_uri, folder or ".")
    path = f"{path}?{query}" if query else path
    return f"{path}#{anchor}" if anchor else path


def web_path(page_uri: str) -> str:
    """Return the address of a page from the site's root: `protocols/domestic-abuse-marac/`, empty for the home page."""
    folder, name = split(page_uri)
    return "".join(f"{step}/" for step in (folder, name.removesuffix(".md")) if step not in ("", "index"))


def html_path(page_uri: str) -> str:
    """Return the file that a publisher makes of a page: `protocols/domestic-abuse-marac/index.html`."""
    return f"{web_path(page_uri)}index.html"
