"""Reads a PDF as assistive software does: from its structure tree, never from the look of its pages."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

BLOCKS = frozenset({"P", "H1", "H2", "H3", "H4", "LI", "LBody", "TD", "TH", "TR", "Caption", "Div", "Title", "TOCI"})


@dataclass
class Element:
    """One element of the structure tree."""

    tag: str
    alt: str
    attributes: dict[str, object]
    inside: list["Element | str"] = field(default_factory=list)
    links: list[pikepdf.Object] = field(default_factory=list)

    @property
    def text(self) -> str:
        spaced = " " if self.tag in BLOCKS else ""
        return "".join(part if isinstance(part, str) else part.text for part in self.inside) + spaced

    def walk(self) -> Iterator["Element"]:
        yield self
        for part in self.inside:
            if isinstance(part, Element):
                yield from part.walk()


class Read:
    """A PDF that was read."""

    def __init__(self, path: Path) -> None:
        self.pdf = pikepdf.open(path)
        self._lines: dict[tuple[int, int], dict[int, set[int]]] = {}
        self._heads: dict[tuple[int, int], list[str]] = defaultdict(list)
        self._text = {page.objgen: self._marked_text(page) for page in self.pdf.pages}
        self.root = self._element(self.pdf.Root.StructTreeRoot, None)

    def _element(self, node: pikepdf.Object, page: pikepdf.Object | None) -> Element:
        page = node.get("/Pg", page)
        attributes = {}
        listed = node.get("/A", pikepdf.Array())
        for found in listed if isinstance(listed, pikepdf.Array) else [listed]:
            attributes |= {str(key): value for key, value in found.items()}
        element = Element(str(node.get("/S", "/Root"))[1:], str(node.get("/Alt", "")), attributes)
        inside = node.get("/K", pikepdf.Array())
        for part in inside if isinstance(inside, pikepdf.Array) else [inside]:
            if isinstance(part, int):
                element.inside.append(self._text[page.objgen].get(part, ""))
            elif part.get("/Type") == "/MCR":
                element.inside.append(self._text[part.get("/Pg", page).objgen].get(int(part.MCID), ""))
            elif part.get("/Type") == "/OBJR":
                element.links.append(part.Obj)
            else:
                element.inside.append(self._element(part, page))
        return element

    def sections(self) -> list[tuple[str, str]]:
        """Every heading with the words under it, down to the next heading of any kind."""
        found: list[tuple[str, list[str]]] = [("", [])]

        def visit(element: Element) -> None:
            if re.fullmatch(r"H\d", element.tag):
                heading = " ".join(element.text.split())
                found.append((re.sub(r"^([A-C]\d+)\s?(?=[A-Z])", r"\1 ", heading), []))
                return
            for part in element.inside:
                if isinstance(part, str):
                    found[-1][1].append(part)
                elif part.tag != "Lbl":
                    visit(part)
            if element.tag in BLOCKS:
                found[-1][1].append(" ")

        visit(self.root)
        return [(heading, "".join(words)) for heading, words in found]

    def _marked_text(self, page: pikepdf.Page) -> dict[int, str]:
        """The text of each marked piece of a page, by its number; what is an artifact is left out."""
        fonts = {name: _to_unicode(font) for name, font in page.resources.get("/Font", {}).items()}
        found: dict[int, list[str]] = defaultdict(list)
        lines: dict[int, set[int]] = defaultdict(set)
        self._lines[page.objgen] = lines
        height = 0
        stack: list[tuple[int | None, bool]] = []
        font: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC" | "BMC":
                    marks = operands[1] if len(operands) > 1 else {}
                    number, hidden = stack[-1] if stack else (None, False)
                    number = int(marks["/MCID"]) if "/MCID" in marks else number
                    if "/ActualText" in marks and not hidden and number is not None:
                        found[number].append(str(marks["/ActualText"]))
                        hidden = True
                    stack.append((None if str(operands[0]) == "/Artifact" else number, hidden))
                case "EMC":
                    stack.pop()
                case "cm":
                    height = round(float(operands[5]))
                case "Tf":
                    font = fonts[str(operands[0])]
                case "Tj" | "TJ":
                    number, hidden = stack[-1] if stack else (None, False)
                    if number is not None:
                        lines[number].add(height)
                    if not hidden:
                        pieces = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                        said = [_decoded(bytes(piece), font) for piece in pieces if isinstance(piece, pikepdf.String)]
                        (self._heads[page.objgen] if number is None else found[number]).extend(said)
        return {number: "".join(pieces) for number, pieces in found.items()}

    def lines(self) -> list[int]:
        """How many lines of text each page holds, without its running heads."""
        return [len(set().union(*self._lines[page.objgen].values())) for page in self.pdf.pages]

    def furniture(self) -> list[str]:
        """What the running heads and feet of each page say."""
        return ["".join(self._heads[page.objgen]) for page in self.pdf.pages]

    def order(self) -> list[list[int]]:
        """The marked pieces of each page, by their numbers, in the order in which their tags are read."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)

        def visit(node: pikepdf.Object, page: pikepdf.Object | None) -> None:
            page = node.get("/Pg", page)
            inside = node.get("/K", pikepdf.Array())
            for part in inside if isinstance(inside, pikepdf.Array) else [inside]:
                if isinstance(part, int):
                    found[page.objgen].append(part)
                elif part.get("/Type") == "/MCR":
                    found[part.get("/Pg", page).objgen].append(int(part.MCID))
                elif part.get("/Type") != "/OBJR":
                    visit(part, page)

        visit(self.pdf.Root.StructTreeRoot, None)
        return [found[page.objgen] for page in self.pdf.pages]

    def pieces(self) -> list[list[int]]:
        """The marked pieces of text of each page, by their numbers, in the order in which they are drawn."""
        return [list(self._lines[page.objgen]) for page in self.pdf.pages]

    def tags(self, *names: str) -> list[Element]:
        return [element for element in self.root.walk() if element.tag in names]


def _decoded(data: bytes, font: dict[int, str]) -> str:
    return "".join(font.get(int.from_bytes(data[at : at + 2]), "\ufffd") for at in range(0, len(data), 2))


def _to_unicode(font: pikepdf.Object) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int(text, 16)
            found |= {code: chr(start + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)}
    return found
