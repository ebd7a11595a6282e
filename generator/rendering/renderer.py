"""One page view to Markdown. The only module that imports Jinja.

Whatever a template prints is escaped as plain words unless a filter here made it: a forgotten filter can spoil a sentence's
emphasis, never let a source's text act as markup. Inside an attribute words need another form, so there a template that does
without the `attribute` filter is refused.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from markupsafe import Markup

from generator import urls
from generator.composed.outline import NOT_SIGNED, SECTIONS
from generator.composed.writing import write
from generator.county.county import County
from generator.engine import layers
from generator.errors import TemplateFault
from generator.model.editions import is_told
from generator.pages.base import PageView, label_of, roles_of
from generator.rendering.links import Explanations, Links
from generator.rendering.redlines import redlined
from generator.words.catalogue import catalogue_of
from generator.words.days import written_day, written_month
from generator.words.prose import escape

_MAILBOX = re.compile(r"[\w.+-]+@[\w.-]+")

_JINJA = r"\{\{.*?\}\}|\{%.*?%\}|\{(?![{%])"
_IN_ATTRIBUTE = re.compile(rf"""[\w-]+=(?:"(?:{_JINJA}|[^"\n{{])*"|'(?:{_JINJA}|[^'\n{{])*'|\{{\{{[^}}\n]*\}}\}})""")
"""An attribute with all that is printed into it, whatever quotes stand within what is printed."""

_ESCAPED = re.compile(r"\|\s*attribute\s*\}\}")
_MARK_LEFT = re.compile(r"(?<!\\)(?:\{\{|\{%|\{#|%\}|\}\})")
"""A mark of Jinja's own in what it made: words of a source would be escaped."""

_PRINTED = re.compile(r"\{\{.*?\}\}")
_SPECIAL_IN_ATTRIBUTE = re.compile(r"""[\\`*_{}\[\]<>&|"'#~!=]""")


class AttributesAreEscaped(Extension):
    """Refuses a template that prints anything into an attribute of HTML without the `attribute` filter, or without quotes."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the template as it is. Raises `TemplateSyntaxError` at the line of an attribute that words could leave."""
        for number, line in enumerate(source.splitlines(), start=1):
            for found in _IN_ATTRIBUTE.finditer(line):
                printed = _PRINTED.findall(found[0])
                if not all(_ESCAPED.search(each) for each in printed) or found[0].endswith("}}"):
                    problem = (
                        f"`{found[0]}` prints into an attribute; write `{{{{ ... | attribute }}}}` in double quotes"
                    )
                    raise TemplateSyntaxError(problem, number, name, filename)
        return source


class Compiled(BytecodeCache):
    """Templates that were compiled before, by their name and their text, for whoever renders one county after another."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template the code that was made of the same text."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


def _on_page(write: Callable[..., str]) -> Callable[..., Markup]:
    """Return a filter whose result depends on the page and the county: Jinja then never works it out while it compiles."""
    return pass_context(lambda _context, *arguments, **named: Markup(write(*arguments, **named)))


class Renderer:
    """The templates of one project, compiled once, with the filters they use."""

    def __init__(self, templates: Path, county: County, compiled: Compiled | None = None) -> None:
        self._county = county
        self.templates = templates
        self.words = catalogue_of(county.site.language, templates)
        self._explanations = Explanations(county, self.words)
        self._links: Links | None = None
        self._parts: dict[tuple[str, str], str] = {}
        self._layers = layers(templates)
        self._environment = Environment(
            loader=FileSystemLoader(self._layers),
            undefined=StrictUndefined,
            autoescape=True,
            finalize=self._as_markdown,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,
            auto_reload=False,
            bytecode_cache=compiled,
            extensions=[AttributesAreEscaped],
        )
        self._environment.filters |= {
            "line": _on_page(lambda text: self._current.line(self.words.tell(text))),
            "unlinked": _on_page(lambda text: self._current.unlinked(self.words.tell(text))),
            "filled": _on_page(lambda text, fillings: self._current.filled(self.words.tell(text), fillings)),
            "prose": _on_page(lambda text: self._current.prose(self.words.tell(text))),
            "attribute": lambda value: _attribute(self.words.tell(value)),
            "label": self._label,
            "day": lambda day: written_day(day, self.words),
            "month": lambda day: written_month(day, self.words),
            "frozen": lambda kept: Markup(write(kept.sections, kept.address)),
            "redlined": lambda line: Markup(redlined(line, self.words)),
            "phone": _phone,
            "mailbox": _mailbox,
            "ref": _on_page(lambda name, words="": self._current.to(name, words)),
            "capitalize_first": lambda text: _capitalized(self.words.tell(text)),
        }
        self._environment.globals |= {
            "page_link": lambda uri, words, anchor="", query="": Markup(self._current.link(uri, anchor, words, query)),
            "figure": lambda name, says: Markup(self._current.image(urls.figure_uri(name), says)),
            "once": self._once,
            "edition": county.edition_name,
            "is_told": is_told,
            "leaves_out": county.leaves_out,
            "outline": SECTIONS,
            "unsigned_sections": NOT_SIGNED,
            "say": self._say,
            "say_many": self._say_many,
            "say_plain": self.words.say,
            "role": roles_of(county),
            "urls": urls,
        }

    @property
    def _current(self) -> Links:
        if self._links is None:
            raise TypeError("text can only be written while a page is being made")
        return self._links

    def render(self, view: PageView) -> str:
        """Return the Markdown of a page, without front matter, ending in one line end. Raises `TemplateFault`."""
        with self._on(view.head.page_uri), self._located(view):
            text = _tidy(self._environment.get_template(f"pages/{view.template}").render(view.facts))
        if left := _MARK_LEFT.search(text):
            raise TemplateFault(
                f"pages/{view.template}", 0, view.head.page_uri, f"`{left[0]}` is left over from a template"
            )
        return text

    @contextmanager
    def _on(self, page_uri: str) -> Iterator[None]:
        outer, self._links = self._links, Links(self._county, self._explanations, page_uri)
        try:
            yield
        finally:
            self._links = outer

    def _say(self, english: str, **facts: object) -> Markup:
        """Return a fixed text, which is Markdown, with facts in it, which are words unless a filter made them."""
        return Markup(self.words.say(english, **self._escaped(facts)))

    def _say_many(self, one: str, many: str, count: int, **facts: object) -> Markup:
        return Markup(self.words.say_many(one, many, count, **self._escaped(facts)))

    def _escaped(self, facts: Mapping[str, object]) -> dict[str, object]:
        return {name: self._as_markdown(value) for name, value in facts.items()}

    def _as_markdown(self, value: object) -> object:
        """Escape everything that no filter has made into Markdown; fixed words are said in the county's language."""
        if isinstance(value, Markup) or hasattr(value, "__html__"):
            return value
        return Markup(escape(self.words.tell(value)))

    def _label(self, value: Enum) -> str:
        return self.words.tell(label_of(value))

    def _once(self, template: str, **facts: Any) -> Markup:
        """Return a part that is the same on every page of one folder, made once for all of them.

        It is made with links of its own, so that what the page explained before it can change nothing in it.
        """
        page_uri = self._current.page_uri
        key = (template, page_uri.split("/", maxsplit=1)[0])
        if key not in self._parts:
            with self._on(page_uri):
                self._parts[key] = self._environment.get_template(template).render(facts)
        return Markup(self._parts[key])

    @contextmanager
    def _located(self, view: PageView) -> Iterator[None]:
        """Turn any failure inside a template into one that names the template's own line and the page."""
        try:
            yield
        except TemplateSyntaxError as error:
            raise TemplateFault(
                error.name or view.template, error.lineno, view.head.page_uri, str(error.message)
            ) from error
        except (TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
            name, line = self._place(error)
            raise TemplateFault(name or view.template, line, view.head.page_uri, str(error)) from error

    def _place(self, error: BaseException) -> tuple[str, int]:
        """Return the innermost template line that the failure passed through."""
        found = ("", 0)
        trace = error.__traceback__
        while trace is not None:
            path = trace.tb_frame.f_code.co_filename
            for folder in self._layers:
                if Path(path).is_relative_to(folder):
                    found = (Path(path).relative_to(folder).as_posix(), trace.tb_lineno)
            trace = trace.tb_next
        return found


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _attribute(value: object) -> Markup:
    """Return words for an attribute of HTML that stands in Markdown: whatever either could read as its own is a number (`&#34;`)."""
    words = " ".join(str(value).split())
    return Markup(_SPECIAL_IN_ATTRIBUTE.sub(lambda match: f"&#{ord(match[0])};", words))


def _phone(number: str) -> Markup:
    """Return a telephone number that a phone can ring; words that are no number stay words."""
    digits = number.replace(" ", "")
    return Markup(f"[{number}](tel:{digits})") if digits.isdigit() else Markup(escape(number))


def _mailbox(address: str) -> Markup:
    """Return a link to a mailbox."""
    return Markup(f"[{escape(address)}](mailto:{address})") if _MAILBOX.fullmatch(address) else Markup(escape(address))


def _tidy(text: str) -> str:
    """Return the text with no space at line ends and never two blank lines together."""
    lines: list[str] = []
    for line in text.splitlines():
        stripped = line.rstrip()
        if stripped or (lines and lines[-1]):
            lines.append(stripped)
    return "\n".join(lines).strip("\n") + "\n"
