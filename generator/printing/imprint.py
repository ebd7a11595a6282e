"""What every printed document says of itself: its title and notice, how long it is valid, the code that it carries and where that
is answered. What a document holds is for others.
"""

import io
from datetime import date
from functools import lru_cache

import segno

from generator import urls
from generator.composed.codes import printed
from generator.composed.nodes import Text
from generator.county.county import County
from generator.edition import Edition
from generator.model.base import Replacement, Status
from generator.model.protocol import Protocol
from generator.pages.check import worded_on
from generator.printing.nodes import Data
from generator.printing.typeset import print_templates
from generator.rendering.renderer import Renderer
from generator.words.catalogue import said_in
from generator.words.days import written_day


class Imprint:
    """What the documents of one county say of themselves, in its language."""

    def __init__(self, county: County, renderer: Renderer) -> None:
        self._county, self._words = county, renderer.words
        self._said = words_of(renderer)

    def of_protocol(self, title: str, protocol: Protocol, code: str, stands_for: str) -> Data:
        """Return what every copy of a protocol has; `code` is that of its whole text."""
        return self.common(
            title,
            protocol.review.next,
            worded_on(self._county, protocol),
            self.check(code, stands_for),
            draft=protocol.status is Status.DRAFT,
            retired=protocol.retired,
        )

    def common(
        self,
        title: str,
        until: date,
        changed: date,
        check: Data,
        *,
        draft: bool,
        retired: Replacement | None = None,
    ) -> Data:
        """Return what every document has, whatever its template.

        `changed` is the day of its wording. The day of the build stands nowhere on paper: it would make every copy new every day.
        """
        say = self._words.say
        return {
            "title": title,
            "author": self._county.site.board,
            "description": self._county.site.notice,
            "keywords": (self._words.say("information sharing"), self._county.site.county),
            "date": (changed.year, changed.month, changed.day),
            "site": self._county.site.name,
            "words": self._said,
            "language": self._county.site.language.value,
            "stamp": say("RETIRED") if retired else say("DRAFT") if draft else "",
            "status": say("Retired") if retired else say("Draft") if draft else say("Agreed"),
            "notice": self._notice,
            "valid-until": self.day(until),
            "validity": say("Retired on %(day)s: not to be used.", day=self.day(retired.on))
            if retired
            else say("Valid until %(day)s.", day=self.day(until)),
            "check": check,
        }

    @property
    def _notice(self) -> str:
        """The notice that every sheet carries, with the edition where it is not for the partners."""
        county, say = self._county, self._words.say
        if county.edition is Edition.PARTNER:
            return county.site.notice
        if county.leaves_out:
            return say("%(notice)s. Public edition: something is left out", notice=county.site.notice)
        return say("%(notice)s. Public edition", notice=county.site.notice)

    def check(self, code: str, stands_for: str) -> Data:
        """Return the code that a copy carries, where it is answered, and what it stands for."""
        place = self.place_at(self._county.site.address + urls.check_address(code))
        page = self._county.site.address + urls.web_path(urls.CHECK)
        words = {"page": page, "page-words": page.partition("://")[2], "stands-for": self._words.tell(stands_for)}
        return {**place, **words, "code": printed(code)}

    def place(self, page_uri: str) -> Data:
        """Return the address of a page of the site, in words and as a square."""
        return self.place_at(self._county.site.address + urls.web_path(page_uri))

    def place_at(self, address: str) -> Data:
        """Return an address, in words and as a square."""
        return {"address": address, "address-words": address.partition("://")[2], "qr": qr_code(address)}

    def day(self, day: date) -> str:
        """Return a day as people write it."""
        return written_day(day, self._words)

    def dates(self, changed: date) -> list[Data]:
        """Return the facts of a document's wording: its day, and the edition of the site."""
        say = self._words.say
        return [
            fact(say("Wording of"), self.day(changed)),
            fact(say("Edition"), self._words.tell(self._county.edition_name)),
        ]


def fact(label: str, said: str) -> Data:
    """Return a fact of a cover: its label, and what is so."""
    return {"label": label, "words": (Text(said),)}


def words_of(renderer: Renderer) -> dict[str, str]:
    """Return what the print templates say, in the county's language: nothing where that is English."""
    code = (path.read_text(encoding="utf-8") for path in print_templates(renderer.templates / "print"))
    return renderer.words.translated(text for written in code for text in said_in(written))


@lru_cache(maxsize=1024)
def qr_code(address: str) -> str:
    """Return a QR code as SVG, dark on nothing, without a margin."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", border=0, xmldecl=False, svgns=True)
    return written.getvalue().decode()
