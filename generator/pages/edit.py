"""The page of the forms: which sources can be edited in one, by kind. The form itself is made in the page, by its script."""

from dataclasses import dataclass
from typing import ClassVar

from generator.county.county import County
from generator.pages.base import Head, PageView, fixed_head
from generator.words.catalogue import Fixed, fixed

FORMS: tuple[tuple[str, Fixed], ...] = (
    ("tier-3", fixed("Protocols")),
    ("agencies", fixed("Agencies")),
    ("law", fixed("The law")),
)
"""The folders whose sources have a form, with what readers call them."""


@dataclass(frozen=True)
class Editable:
    """One source that has a form."""

    src_path: str
    title: str
    also: str
    """What else staff call it."""


@dataclass(frozen=True, kw_only=True)
class EditPage(PageView):
    """Everything that can be edited in a form."""

    template: ClassVar[str] = "edit.md.j2"
    head: Head = fixed_head(
        "edit",
        "Change a protocol, an agency or the law in a form, and save or send what you changed. Nothing leaves your device by itself.",
        "",
        ("form", "change a contact", "correct", "suggest a change", "without YAML"),
    )
    kinds: tuple[tuple[str, Fixed, tuple[Editable, ...]], ...]
    """For each folder its name in readers' words and its sources, in order of title."""


def editable(county: County) -> frozenset[str]:
    """Return the paths of the sources that can be edited in a form: none of which this edition leaves out a part, or a part of what it agrees."""
    not_whole = {county.path_of(each) for each in county.protocols.values() if not county.is_whole(each)}
    paths = {document.source.path for document in county.library.parsed} - county.altered - not_whole
    folders = tuple(f"protocols/{folder}/" for folder, _ in FORMS)
    return frozenset(path for path in paths if path.startswith(folders))


def edit_page(county: County) -> EditPage:
    """Return the page."""
    library, paths = county.library, editable(county)
    titles: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
        "tier-3": [(each.source.path, each.model.title, each.model.also_called) for each in library.protocols.values()],
        "agencies": [
            (each.source.path, each.model.name, (each.model.short_name,)) for each in library.agencies.values()
        ],
        "law": [(each.source.path, each.model.title, ()) for each in library.instruments.values()],
    }
    return EditPage(kinds=tuple((folder, name, _sorted(titles[folder], paths)) for folder, name in FORMS))


def _sorted(found: list[tuple[str, str, tuple[str, ...]]], paths: frozenset[str]) -> tuple[Editable, ...]:
    entries = (Editable(path, title, ", ".join(also[:3])) for path, title, also in found if path in paths)
    return tuple(sorted(entries, key=lambda entry: (entry.title.casefold(), entry.src_path)))
