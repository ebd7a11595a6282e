"""The few exceptions. A fault in a source is never one of them: it is a `Diagnostic`."""

from collections.abc import Mapping

from generator.diagnostics.base import Diagnostic
from generator.source import Source


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


class PublishingFault(GeneratorError):
    """The site that was built is not fit to be published; the last good one was left as it was."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
