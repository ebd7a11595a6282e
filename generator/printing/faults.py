"""What can stop a document from being printed. Every fault names the document and, where it is known, the section."""

from generator.errors import GeneratorError


class PrintingFault(GeneratorError):
    """A document cannot be printed, so nothing is published."""

    def __init__(self, document: str, section: str, problem: str) -> None:
        place = f'{document}, section "{section}"' if section else document
        super().__init__(f"{place}: {problem}")
        self.document, self.section, self.problem = document, section, problem


class TypesettingFault(PrintingFault):
    """Typst refused a document: a fault in a print template, a character that no font has, or a rule of PDF/UA or PDF/A."""

    def __reduce__(self) -> tuple[type["TypesettingFault"], tuple[str, str, str]]:
        """Come back from another process as it was."""
        return type(self), (self.document, self.section, self.problem)


class DoesNotFit(PrintingFault):
    """A document has more pages than it may have."""

    def __init__(self, document: str, pages: int, at_most: int) -> None:
        room, shorten = "one page", "the fast track"
        if at_most > 1:
            room, shorten = f"{at_most} pages", "what it holds: the flows, the contacts, the agency’s own words"
        super().__init__(document, "", f"it must fit {room}, and takes {pages}; shorten {shorten}")
