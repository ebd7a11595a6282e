"""Words that no text has by itself, in everything that can be marked; and a search for them in whatever a build writes."""

import gzip
import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
from ruamel.yaml import YAML

from generator.county.fields import shapes
from generator.county.gathering import gather
from generator.county.library import Document
from generator.model.agency import Agency
from generator.model.base import Entry, Markable
from generator.model.protocol import Protocol
from generator.sources.nodes import plain_data
from tests.printing.reader import Read

SENSITIVE = "official-sensitive"
HIDDEN = "zqidhidden"
"""The id of a protocol that is marked as a whole."""

ENTRIES: dict[str, dict[str, Any]] = {
    "Question": {"ask": "May I {}?", "answer": "Yes, if {} agrees.", "rests_on": "risks"},
    "Step": {"step": "Step {}", "who": "Post {}", "what": "Do {}.", "within": "the hour {}"},
    "Meeting": {
        "name": "Meeting {}",
        "chair": "Chair {}",
        "how_often": "Every {}",
        "before": "Read {}.",
        "minutes": "By {}.",
    },
    "AgencyRequirement": {"agency": "police", "top": "First {}.", "tail": "Last {}."},
    "Flow": {
        "item": "Item {}",
        "about": ["child"],
        "category": "personal",
        "from": ["police"],
        "to": ["council"],
        "gateway": "sharing-act-2001/s1",
        "verdict": "only-if",
        "only_if": "it is {}",
        "necessary_because": "Nothing else shows {}.",
        "route": "telephone",
        "when": "at {}",
    },
    "Route": {"name": "route {}", "how": "Carry {} by hand."},
    "Retention": {
        "record": "Record {}",
        "held_by": ["council"],
        "keep_for": "as long as {}",
        "authority": "Schedule {}",
        "disposal": "Burnt with {}",
    },
    "Contact": {
        "id": "zqidcontact",
        "agency": "council",
        "reach_for": "Matter {}.",
        "title": "Desk {}",
        "phone": "01632 960987",
        "email": "{}@council.example",
        "hours": "At {}",
    },
    "Risk": {"risk": "Risk {}.", "mitigation": "Lock {}.", "owner": "Owner {}"},
    "RoleTraining": {"role": "Role {}", "must_know": "Know {}.", "by_when": "Before {}"},
    "Post": {
        "id": "zqidpost",
        "kind": "other",
        "title": "Post {}",
        "phone": "01632 960986",
        "email": "{}@police.example",
        "hours": "From {}",
        "note": "Say {}.",
        "deputy": "Deputy {}",
    },
    "Standing": {"top": "Always {}.", "tail": "Never {}."},
}
"""One entry of everything that can be marked, with a place for a canary in every text."""

UNCHANGED = {
    "starting": "it follows a length alone",
    "unless": "it belongs to another verdict",
    "phone": "it is figures",
}
"""Fields of text that have no canary of their own, and why."""


class Planted:
    """A project in which canaries stand."""

    def __init__(self, project: Path) -> None:
        self.project, self.canaries, self._count = project, dict[str, str](), 0

    def canary(self, name: str) -> str:
        """Return a word of letters alone, so that no way of writing changes it."""
        self._count += 1
        letters = "".join("bcdfghjkmn"[int(figure)] for figure in f"{self._count:03d}")
        self.canaries[f"zq{letters}x"] = name
        return f"zq{letters}x"

    def entry(self, kind: type[Entry]) -> dict[str, Any]:
        """Return a marked entry. Every text that the model gives it has a canary."""
        given = ENTRIES[kind.__name__]
        texts = {name for name, shape in shapes(kind).items() if shape.plain or shape.markup}
        assert texts - set(UNCHANGED) <= {name for name, value in given.items() if "{}" in value}, kind
        return {"marking": SENSITIVE} | {
            name: value.format(self.canary(f"{kind.__name__}.{name}")) if "{}" in value else value
            for name, value in given.items()
        }

    def plant(self) -> None:
        """Put a marked entry of every kind into the protocol and the agencies, and a protocol that is marked as a whole."""
        hidden = self.read("tier-3/example.yaml")
        protocol, police = self.read("tier-3/example.yaml"), self.read("agencies/police.yaml")
        for data, entry in ((protocol, Protocol), (police, Agency)):
            for name, shape in shapes(entry).items():
                if shape.entry and issubclass(shape.entry, Markable):
                    made = self.entry(shape.entry)
                    data[name] = [*data.get(name, ()), made] if shape.is_list else made
        route = protocol["routes"][-1]["name"]
        flow = {**ENTRIES["Flow"], "item": f"Item {self.canary('flow by a marked route')}", "route": route}
        protocol["flows"].append(
            {name: value.format("nothing") if isinstance(value, str) else value for name, value in flow.items()}
        )
        post = {"id": "zqidbypost", "agency": "police", "reach_for": f"Of {self.canary('contact by a marked post')}."}
        protocol["contacts"].append({**post, "post": "police/zqidpost"})
        self.write("tier-3/example.yaml", protocol)
        self.write("agencies/police.yaml", police, comment=f"# {self.canary('comment')} beside what is marked\n")
        self.hide(hidden)
        self.refer()

    def hide(self, data: dict[str, Any]) -> None:
        """Write a protocol that is marked as a whole, with a canary in most of what it says."""
        data |= {"id": HIDDEN, "title": f"Hidden {self.canary('title')}", "marking": SENSITIVE, "also_called": []}
        data["also_called"] = [f"HP {self.canary('also_called')}"]
        data["summary"] = f"Somebody pools {self.canary('summary')}."
        data["purpose"] = f"So that {self.canary('purpose')} is seen."
        data["dpia"]["covers"] = f"All of {self.canary('dpia')}."
        data["history"][0]["change"] = f"First {self.canary('history')}."
        data["review"]["owner"] = f"The {self.canary('review')}"
        data["fast_track"]["when"] = f"Tonight {self.canary('fast track')} comes."
        for index, asked in enumerate(data["asked_as"]):
            asked["ask"] = f"{asked['ask'].rstrip('?')} {self.canary(f'question {index}')}?"
        for index, flow in enumerate(data["flows"]):
            flow["item"] = f"{flow['item']} {self.canary(f'hidden flow {index}')}"
        self.write(f"tier-3/{HIDDEN}.yaml", data)

    def refer(self) -> None:
        """Name what is hidden wherever a source can."""
        terms = self.read("glossary.yaml")
        terms["terms"][0]["meaning"] += f" See [[{HIDDEN}]] and [[{HIDDEN}|{self.canary('words of a link')}]]."
        self.write("glossary.yaml", terms)
        site = self.read("site.yaml")
        site["situations"].append({"title": f"A {self.canary('situation')} was seen", "protocol": HIDDEN})
        self.write("site.yaml", site)
        training = self.read("training/specification.yaml")
        scene = {**training["scenarios"][0], "id": "zqidscene", "title": f"A {self.canary('scenario')}"}
        training["scenarios"].append({**scene, "protocols": [HIDDEN]})
        self.write("training/specification.yaml", training)
        theme = self.read("tier-2/safe-places.yaml")
        theme["duties"] += f" And [[{HIDDEN}]]."
        self.write("tier-2/safe-places.yaml", theme)

    def read(self, name: str) -> dict[str, Any]:
        """Return what a source says."""
        library = gather(self.project).library
        document = next(found for found in library.parsed if found.source.path == f"protocols/{name}")
        assert isinstance(document, Document), name
        return dict(plain_data(document.node))

    def write(self, name: str, data: dict[str, Any], comment: str = "") -> None:
        """Write a source anew."""
        text = io.StringIO()
        yaml = YAML()
        yaml.width = 200
        yaml.dump(json.loads(json.dumps(data)), text)
        (self.project / "protocols" / name).write_text(comment + text.getvalue(), encoding="utf-8")


def found_in(folder: Path, words: Iterator[str] | tuple[str, ...]) -> dict[str, list[str]]:
    """Return in which files below a folder each word stands, in whatever way it is written there."""
    wanted = tuple(words)
    found: dict[str, list[str]] = {word: [] for word in wanted}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        text = squeezed(name) + "".join(map(squeezed, _texts(path))) if path.is_file() else squeezed(name)
        for word in wanted:
            if word in text:
                found[word].append(name)
    return found


def squeezed(text: str) -> str:
    """Return the letters and figures of a text, and those of it read as an address, as HTML and as JSON, without its elements."""
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    ways = (text, unquote(text), html.unescape(text), plain, re.sub(r"<[^>]*>", "", html.unescape(text)))
    return " ".join(re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", way).casefold()) for way in dict.fromkeys(ways))


def _texts(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    yield _decoded(data)
    if path.suffix == ".gz":
        yield _decoded(gzip.decompress(data))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (_decoded(archive.read(name)) + name for name in archive.namelist())
    if path.suffix == ".pdf":
        yield from _of_pdf(path)


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "ignore") + ("" if data.isascii() else data.decode("utf-16", "ignore"))


def _of_pdf(path: Path) -> Iterator[str]:
    """Yield what a PDF shows, and every text and stream in it, whatever that is for."""
    read = Read(path)
    yield read.root.text
    yield from read.furniture()
    for found in read.pdf.objects:
        if isinstance(found, pikepdf.Stream):
            yield _decoded(found.read_bytes())
        yield from _strings(found)


def _strings(found: Any) -> Iterator[str]:
    match found:
        case pikepdf.Dictionary() | pikepdf.Stream():
            yield from (text for key, value in found.items() for text in (key, *_direct(value)))
        case pikepdf.Array():
            yield from (text for value in found for text in _direct(value))
        case _:
            yield str(found) if isinstance(found, pikepdf.String) else ""


def _direct(value: Any) -> Iterator[str]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _strings(value)
