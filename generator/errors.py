"""The few exceptions. A fault in a source is never one of them: it is a `Diagnostic`."""

from collections.abc import Mapping

from generator.sources.diagnostic import Diagnostic
from generator.sources.source import Source


class GeneratorError(Exception):
    """The program cannot go on; the message says why, for the person who ran it."""


class EditRefused(GeneratorError):
    """An edit was asked for that cannot be made; nothing was changed. The message is one line that says why."""


class SourceErrors(GeneratorError):
    """The sources have errors, so nothing was made from them."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, Source]) -> None:
        super().__init__("the sources have errors")
        self.diagnostics = diagnostics
        self.sources = sources


class TemplateFault(GeneratorError):
    """A template failed. Names the template's own file and line, and the page that was being made."""

    def __init__(self, template: str, line: int, page_uri: str, problem: str) -> None:
        super().__init__(f"{template}:{line}: {problem} (while making {page_uri})")
        self.template, self.line, self.page_uri = template, line, page_uri


class WordsFault(GeneratorError):
    """The fixed words of the county's language are not there, or cannot be used."""


class UnknownMarkdown(GeneratorError):
    """Composed Markdown holds something outside the dialect that the templates write. Names the page and the section."""

    def __init__(self, page_uri: str, section: str, found: str) -> None:
        shown = found if len(found) <= 60 else f"{found[:57]}..."
        super().__init__(f'{page_uri}, section "{section}": `{shown}` is outside the dialect that the templates write')
        self.page_uri, self.section = page_uri, section


class PublishingFault(GeneratorError):
    """The site that was built is not fit to be published; the last good one was left as it was."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
