"""The texts that printed documents hold, as chapters: protocols and agencies' copies of them, working copies, the core, an agency's own
words. Each is the tree of a page of the site, or of one made for paper alone.
"""

from collections.abc import Callable

from generator import urls
from generator.composed.codes import code_of_core, code_of_text, printed
from generator.composed.tree import Tree, parse
from generator.model.base import Marking, highest_of
from generator.model.easy_read import EasyRead
from generator.model.editions import marked_in
from generator.model.letters import Letter
from generator.model.protocol import Protocol
from generator.pages.base import PageView
from generator.pages.core import CorePage, PrintedCore, PrintedSelfCheck, core_page
from generator.pages.easy_read import easy_read_page
from generator.pages.letters import letter_page, protocol_letters_page
from generator.pages.on_paper import card_page, own_words_page, working_page
from generator.pages.protocol import protocol_page
from generator.pages.record import record_page
from generator.printing.chapters import CORE_ID, Chapter
from generator.rendering.renderer import Renderer
from generator.site.build import Site

UNMARKED = Marking.OFFICIAL
"""The marking of what is public by itself: the core, the forms."""


class Texts:
    """Makes the chapters of one site."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._county, self._renderer, self._words = site.county, renderer, renderer.words
        self._pages = {page.page_uri: page for page in site.pages}
        self._codes: dict[str, str] = {}
        self._cores: dict[type[CorePage], Chapter] = {}
        self._whole: tuple[str, Tree] = ("", Tree(()))
        """The last protocol that had no page in the site, and its tree: its code is asked for as often as it has copies."""

    def protocol(self, protocol: Protocol, agency: str = "") -> Chapter:
        """Return a composed protocol with a block to sign for each party; with `agency`, that agency's copy, which nobody signs."""
        parties = tuple(self._county.agencies[party.agency].name for party in protocol.parties)
        return self._of(protocol, self._tree(protocol, agency), parties)

    def card(self, protocol: Protocol) -> Chapter:
        """Return the fast track of a protocol."""
        return self._of(protocol, self._parsed(card_page(self._county, protocol)))

    def working(self, protocol: Protocol, agency: str, *, in_pack: bool = False) -> Chapter:
        """Return an agency's working copy of a protocol."""
        return self._of(protocol, self._parsed(working_page(self._county, protocol, agency, in_pack=in_pack)))

    def own_words(self, agency: str) -> Chapter:
        """Return what an agency says in every protocol."""
        view = own_words_page(self._county, agency)
        name = self._county.agencies[agency].name
        title = self._words.say("%(agency)s in every protocol", agency=name)
        speakers = (self._county.agencies[each] for each in self._county.groups_of(agency))
        marking = highest_of(marking for each in speakers for _, marking in marked_in(each))
        return Chapter(f"agency-{agency}", view.head.page_uri, self._parsed(view), title, "", marking, kicker=name)

    def core(self) -> Chapter:
        """Return the core by itself."""
        return self._core(PrintedCore, self._county.core.title)

    def self_check(self) -> Chapter:
        """Return the questions of every clause, with the answers apart."""
        return self._core(PrintedSelfCheck, self._words.say("Check yourself: the core in questions"))

    def record(self) -> Tree:
        """Return the page on which a decision is recorded."""
        return self._on(urls.RECORD, lambda: record_page(self._county))

    def letters(self, protocol: Protocol) -> Tree:
        """Return the page of a protocol's letters."""
        uri = urls.protocol_letters_uri(protocol.id)
        return self._on(uri, lambda: protocol_letters_page(self._county, protocol))

    def letter(self, letter: Letter) -> Tree:
        """Return the page of one letter."""
        return self._on(urls.letter_uri(letter.id), lambda: letter_page(self._county, letter))

    def easy_read(self, easy: EasyRead) -> Tree:
        """Return the page for the public."""
        return self._on(urls.EASY_READ, lambda: easy_read_page(self._county, easy))

    def _on(self, page_uri: str, make: Callable[[], PageView]) -> Tree:
        """Return a page as it was made with the site, or one of its own where the site was not made."""
        page = self._pages.get(page_uri)
        return page.tree if page else self._parsed(make())

    def code(self, protocol: Protocol) -> str:
        """Return the code of a protocol's whole text, which all its copies carry."""
        if protocol.id not in self._codes:
            self._codes[protocol.id] = code_of_text(self._tree(protocol, ""))
        return self._codes[protocol.id]

    def core_code(self) -> str:
        """Return the code of the core, from the booklet that holds it in full."""
        if CORE_ID not in self._codes:
            self._codes[CORE_ID] = code_of_core(self._parsed(core_page(self._county, PrintedCore)))
        return self._codes[CORE_ID]

    def _of(self, protocol: Protocol, tree: Tree, signatures: tuple[str, ...] = ()) -> Chapter:
        return Chapter(
            protocol.id,
            urls.protocol_uri(protocol.id),
            tree,
            protocol.title,
            protocol.version,
            self._county.marking_of(protocol),
            signatures,
            self._words.say("Tier 3 protocol under %(theme)s", theme=self._county.themes[protocol.under].title),
            printed(self.code(protocol)),
        )

    def _tree(self, protocol: Protocol, agency: str) -> Tree:
        """Return the tree of the protocol's page as it was made with the site; of a copy, or without a page, a tree of its own."""
        if agency:
            return self._parsed(protocol_page(self._county, protocol, agency))
        page = self._pages.get(urls.protocol_uri(protocol.id))
        if page:
            return page.tree
        if self._whole[0] != protocol.id:
            self._whole = protocol.id, self._parsed(protocol_page(self._county, protocol))
        return self._whole[1]

    def _core(self, kind: type[CorePage], title: str) -> Chapter:
        """Return a page made from the clauses of the core; made once, though every pack holds one."""
        if kind not in self._cores:
            view, version = core_page(self._county, kind), self._county.core.version
            code = printed(self.core_code())
            self._cores[kind] = Chapter(
                CORE_ID, view.head.page_uri, self._parsed(view), title, version, UNMARKED, code=code
            )
        return self._cores[kind]

    def _parsed(self, view: PageView) -> Tree:
        return parse(self._renderer.render(view), view.head.page_uri)
