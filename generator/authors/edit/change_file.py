"""Reading a change file: what somebody chose in the forms, field by field. Whoever sends one is trusted with nothing.

Whatever is wrong with it is refused in a sentence. What the fields come to in the sources is left to `apply`.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.errors import EditRefused
from generator.sources.characters import UNSEEN
from generator.sources.nodes import Path

VERSION = 1
"""The version of the format that is read."""

APPEND = "+"
"""The last part of a path that adds an item to a list."""

MAX_BYTES = 400_000
"""The largest change file that is read."""

_MAX_FIELDS = 300
_MAX_PARTS = 12
_MAX_DEPTH = 8
_MAX_WORDS = 30_000
_MAX_INDEX = 99_999
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
"""What a field holds: text, lists and mappings, all scalars as text; nothing where it is absent."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: where it stood, what it was, and what it shall be."""

    at: Path
    was: Value
    shall_be: Value
    item: Value = None
    """The item of the innermost list around it, as it was, by which it is found again."""


@dataclass(frozen=True, slots=True)
class ChangeFile:
    """A whole change of one source."""

    path: str
    why: str
    fields: tuple[Field, ...]


def read_change(data: bytes) -> ChangeFile:
    """Return what a change file says. Raises `EditRefused` with what is wrong with it."""
    if len(data) > MAX_BYTES:
        raise EditRefused(f"the change file is {len(data):,} bytes long; one may have at most {MAX_BYTES:,}")
    members = _members(_decoded(data), ("change", "file", "why", "fields"), (), "the change file")
    if members["change"] != _Number(str(VERSION)):
        raise EditRefused(f"the change file has the version {_short(members['change'])}; this program reads {VERSION}")
    path, why, fields = members["file"], members["why"], members["fields"]
    if not isinstance(path, str) or not isinstance(why, str):
        raise EditRefused("`file` and `why` of the change file have to be text")
    if not isinstance(fields, list) or not 1 <= len(fields) <= _MAX_FIELDS:
        raise EditRefused(f"`fields` of the change file has to be a list of 1 to {_MAX_FIELDS} fields")
    return ChangeFile(path, _value(why, "`why`"), tuple(_field(each, at) for at, each in enumerate(fields, start=1)))


@dataclass(frozen=True, slots=True)
class _Number:
    """A whole number as it was written: only places in lists, and the version, may be one."""

    digits: str

    def __str__(self) -> str:
        return self.digits


def _decoded(data: bytes) -> Any:
    def refuse(found: str) -> Any:
        raise EditRefused(f"the change file holds the number {_short(found)}; values are written as text")

    try:
        return json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_without_duplicates,
            parse_int=_Number,
            parse_float=refuse,
            parse_constant=refuse,
        )
    except UnicodeDecodeError:
        raise EditRefused("the change file is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise EditRefused(f"the change file is not JSON: line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise EditRefused("the change file has lists within lists without end") from None


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise EditRefused(f"the change file gives {_short(twice)} twice in one place")
    return found


def _members(found: Any, needed: tuple[str, ...], allowed: tuple[str, ...], what: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise EditRefused(f"{what} has to be a mapping with {', '.join(f'`{name}`' for name in needed)}")
    for name in needed:
        if name not in found:
            raise EditRefused(f"{what} has no `{name}`")
    for name in found:
        if name not in (*needed, *allowed):
            raise EditRefused(f"{what} has {_short(name)}, which this program does not know")
    return found


def _field(found: Any, number: int) -> Field:
    what = f"field {number} of the change file"
    members = _members(found, ("at", "was", "shall_be"), ("item",), what)
    field = Field(
        _path(members["at"], what),
        _value(members["was"], f"`was` of {what}"),
        _value(members["shall_be"], f"`shall_be` of {what}"),
        _value(members.get("item"), f"`item` of {what}"),
    )
    if field.at[-1] == APPEND and (field.was is not None or field.shall_be is None):
        raise EditRefused(f"{what} adds to a list: `was` has to be null, and `shall_be` what is added")
    if field.was is None and field.shall_be is None:
        raise EditRefused(f"{what} says that nothing shall become nothing")
    return field


def _path(found: Any, what: str) -> Path:
    if not isinstance(found, list) or not 1 <= len(found) <= _MAX_PARTS:
        raise EditRefused(f"`at` of {what} has to be a list of 1 to {_MAX_PARTS} keys and places")
    parts: list[str | int] = []
    for number, part in enumerate(found):
        if isinstance(part, _Number) and part.digits.isdigit() and len(part.digits) <= len(str(_MAX_INDEX)) and number:
            parts.append(int(part.digits))
        elif isinstance(part, str) and (_KEY.fullmatch(part) or (part == APPEND and 0 < number == len(found) - 1)):
            parts.append(part)
        else:
            raise EditRefused(f"`at` of {what} holds {_short(part)}, which is no key and no place in a list")
    return tuple(parts)


def _value(found: Any, what: str, depth: int = 0) -> Any:
    """Return a value as it was read, once it is sure that it holds nothing but what a source can say."""
    match found:
        case None if not depth:
            return None
        case str():
            _require_words(found, what)
        case list() if depth < _MAX_DEPTH:
            for item in found:
                _value(item, what, depth + 1)
        case dict() if depth < _MAX_DEPTH:
            for key, inner in found.items():
                if not _KEY.fullmatch(key):
                    raise EditRefused(f"{what} has the key {_short(key)}, which no source may have")
                _value(inner, what, depth + 1)
        case list() | dict():
            raise EditRefused(f"{what} has lists within lists, more than {_MAX_DEPTH} deep")
        case _:
            raise EditRefused(
                f"{what} holds {_short(json.dumps(found, default=str))}; values are text, lists and mappings of text"
            )
    return found


def _require_words(words: str, what: str) -> None:
    if len(words) > _MAX_WORDS:
        raise EditRefused(f"{what} is {len(words):,} characters long; a text may have at most {_MAX_WORDS:,}")
    unseen = UNSEEN.search(words)
    if unseen:
        raise EditRefused(f"{what} holds the character U+{ord(unseen.group()):04X}, which may not stand in a source")


def _short(found: object) -> str:
    """Return something from a change file so that it can be shown: in one line, not long, nothing unseen in it."""
    shown = json.dumps(str(found)[:61])
    return shown if len(str(found)) <= 60 else f'{shown[:58]}..."'
