"""What the rows of an agreement's tables become: flows, records kept, contacts, risks, and what parties do.

A flow is made of a row only if giver, receiver and law are found in the registers, the law exactly; every other row is a note.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from generator.authors.agreements.composition import Composition
from generator.authors.agreements.own_export import OwnFlow, read_flow
from generator.authors.agreements.places import noted
from generator.authors.agreements.reading import Piece
from generator.authors.agreements.sorting import Sorted
from generator.authors.agreements.tables import CONTROL, EXPORTED, Table
from generator.authors.agreements.texts import may_stand, plain_words
from generator.authors.edit.drafts import Draft
from generator.model.base import Marking
from generator.model.tail import LENGTH
from generator.rules.unwritten import to_be_written
from generator.sources.nodes import Path

_NOTED_AT = {"history": "history", CONTROL: "history", EXPORTED: "flows"}
_NEEDS = {
    "flows": "a flow needs a giver and a receiver whom the register knows, and one provision that it has exactly",
    EXPORTED: "a row of an export needs agencies and law by the names that the register has, each of them one alone",
    "retention": "a record needs a kind, a period, and a holder whom the register knows",
    "contacts": "a contact needs a role, and an agency that the register knows",
    "parties": "no flow that could be kept names such an agency, or the register knows none",
    "risks": "a risk needs what is done about it",
}
"""Why a row becomes a note, where nothing else is the reason."""

_UNTIL = re.compile(r"(?:until|as long as|permanently)\b")
_NO_NAME = re.compile(r"(?:An?|The|Its|Her|His|Their|[A-Z][a-z]+ing)\b")
_MOST_WORDS = 300


class Rows:
    """Places the cells of every table that was understood."""

    def __init__(self, found: Sorted, to: Composition, barred: Mapping[Piece, str]) -> None:
        self._found, self._to, self._barred = found, to, barred
        self._open = {placed.piece: placed for placed in found.open}
        self._entries: dict[str, list[dict[str, Any]]] = {}
        self.done: set[Piece] = set()
        """The cells that were placed."""

    def all(self) -> None:
        """Place them, row by row."""
        makers = {
            "flows": self._flow,
            EXPORTED: self._exported_flow,
            "retention": self._record,
            "contacts": self._contact,
            "risks": self._risk,
            "parties": self._party,
            CONTROL: self._fact,
        }
        for number, table in self._found.tables.items():
            for row in table.rows:
                cells = {column: piece for column, piece in row.items() if piece in self._open}
                if not cells:
                    continue
                barred = next((self._barred[piece] for piece in cells.values() if piece in self._barred), None)
                if barred or not (table.kind in makers and makers[table.kind](table, cells)):
                    self._note(number, table, cells, barred or _NEEDS.get(table.kind, ""))
                self.done |= set(cells.values())
        for name, entries in self._entries.items():
            self._to.draft[name] = entries
        if flows := self._entries.get("flows"):
            self._to.draft["gateways"] = [*_gateways(flows)]
            for party in self._to.draft["parties"]:
                for key, end in (("gives", "from"), ("receives", "to")):
                    party[key] = "yes" if any(party["agency"] in flow[end] for flow in flows) else "no"

    def _note(self, number: int, table: Table, cells: Mapping[int, Piece], why: str) -> None:
        first = next(iter(cells.values()))
        said = "; ".join(
            f"{table.columns.get(column, f'column {column}')}: {piece.text}" for column, piece in cells.items()
        )
        at = table.kind if table.kind in self._to.draft else _NOTED_AT.get(table.kind, "agency_requirements")
        note = noted(self._open[first], f"table {number}, row {first.row}", said, self._found)
        self._to.note(at, note, *(self._open[piece] for piece in cells.values()), why=why)

    def _keep(self, path: Path, *pieces: Piece, why: str = "") -> None:
        for piece in pieces:
            self._to.keep(self._open[piece], path, why)

    def _add(self, name: str, entry: dict[str, Any], cells: Mapping[int, Piece], why: str = "") -> int:
        entries = self._entries.setdefault(name, [])
        self._keep((name, len(entries)), *cells.values(), why=why)
        entries.append(entry)
        return len(entries)

    def _one(self, table: Table, cells: Mapping[int, Piece], name: str) -> str | None:
        """Return the text of the one cell of a name; nothing where there is none, or it cannot stand in a field."""
        found = table.cells(cells, name)
        fits = len(found) == 1 and may_stand(found[0].text) and len(found[0].text) <= _MOST_WORDS
        return plain_words(found[0].text) if fits else None

    def _all_fit(self, table: Table, cells: Mapping[int, Piece]) -> bool:
        """Tell whether every cell stands in a column of its own that is known, and can be kept."""
        names = [table.columns.get(column) for column in cells]
        return (
            None not in names
            and len(set(names)) == len(names)
            and all(may_stand(piece.text) and len(piece.text) <= _MOST_WORDS for piece in cells.values())
        )

    def _flow(self, table: Table, cells: Mapping[int, Piece]) -> bool:
        registers, one = self._found.registers, partial(self._one, table, cells)
        givers = registers.agencies(one("from") or "")
        receivers = registers.agencies(one("to") or "")
        law = registers.only_provision(one("law") or "")
        item = one("item")
        if not (item and givers and receivers and law and self._all_fit(table, cells)):
            return False
        near = [f"`{each.agency}` {each.percent}% alike" for each in (*givers, *receivers) if each.percent < 100]
        number = self._add(
            "flows",
            {
                "item": item,
                "about": [self._to.draft["people"][0]["id"]],
                "category": "personal",
                "from": [*dict.fromkeys(each.agency for each in givers)],
                "to": [*dict.fromkeys(each.agency for each in receivers)],
                "gateway": law,
                "verdict": "only-if",
                "only_if": to_be_written("what has to be true first, or another verdict"),
                "necessary_because": one("purpose") or to_be_written("why the purpose fails without it"),
                "route": self._route(one("method")),
                "when": one("when") or to_be_written("when, or how often"),
            },
            cells,
            ", ".join(near),
        )
        for key in ("about", "category", "verdict", *(("from", "to") if near else ())):
            self._to.leave_open(f"flows.{number}.{key}")
        return True

    def _exported_flow(self, table: Table, cells: Mapping[int, Piece]) -> bool:
        says = {table.columns.get(column, ""): piece.text for column, piece in cells.items()}
        if len(says) != len(cells) or says.keys() != {*table.columns.values()}:
            return False
        flow = read_flow(
            self._found.registers, *(says[name] for name in ("item", "between", "verdict", "law", "method"))
        )
        if flow is None or not all(may_stand(piece.text) for piece in cells.values()):
            return False
        self._add_exported(flow, says["purpose"], cells)
        return True

    def _add_exported(self, flow: OwnFlow, because: str, cells: Mapping[int, Piece]) -> None:
        number = self._add(
            "flows",
            {
                **_marking(is_marked=flow.is_marked),
                "item": flow.item,
                "about": [self._to.draft["people"][0]["id"]],
                "category": flow.category,
                "from": [*flow.givers],
                "to": [*flow.receivers],
                "gateway": flow.gateway,
                "verdict": flow.verdict,
                **dict([flow.condition] if flow.condition else []),
                "necessary_because": because,
                "route": self._route(flow.route, is_marked=flow.is_route_marked),
                "when": flow.when,
            },
            cells,
            f"about: {flow.about}",
        )
        self._to.leave_open(f"flows.{number}.about")

    def _route(self, method: str | None, *, is_marked: bool = False) -> str:
        if method is None:
            return str(self._to.draft["routes"][0]["name"])
        entries = self._entries.setdefault("routes", [])
        if not any(entry["name"] == method for entry in entries):
            entries.append(
                {**_marking(is_marked=is_marked), "name": method, "how": to_be_written("how it is used safely")}
            )
        return method

    def _record(self, table: Table, cells: Mapping[int, Piece]) -> bool:
        one = partial(self._one, table, cells)
        record, period, holder = one("record"), one("period"), one("holder")
        holders = self._found.registers.agencies(holder) if holder else ()
        if not (record and period and (holders or not holder) and self._all_fit(table, cells)):
            return False
        is_length, is_until = LENGTH.fullmatch(period.lower()), _UNTIL.match(period.lower())
        entry: dict[str, Any] = {
            "record": record,
            "held_by": [each.agency for each in holders] or [self._to.draft["owner"]],
            "keep_for": period.lower() if is_length or is_until else _quoting("the period", period),
            "authority": one("authority") or to_be_written("what sets the period"),
            "disposal": one("disposal") or to_be_written("how it is disposed of"),
        }
        if not is_until:
            entry["starting"] = _following(one("starting") or to_be_written("from what"))
        number = self._add("retention", entry, cells)
        if not holders or any(each.percent < 100 for each in holders):
            self._to.leave_open(f"retention.{number}.held_by")
        return True

    def _contact(self, table: Table, cells: Mapping[int, Piece]) -> bool:
        registers, role = self._found.registers, self._one(table, cells, "role")
        if self._is_post_itself(table, cells, role or ""):
            return True
        agencies = registers.agencies(self._one(table, cells, "organisation") or "")
        if role is None or len(agencies) != 1 or not self._all_fit(table, cells):
            return False
        agency = agencies[0].agency
        number = len(self._entries.get("contacts", ())) + 1
        same = registers.post(agency, role)
        posts = registers.library.agencies[agency].model.posts
        entry = {
            "id": f"contact-{number}",
            "agency": agency,
            "reach_for": _quoting("what to ask this post", role),
            "post": same or f"{agency}/{posts[0].id}",
        }
        self._add("contacts", entry, cells, "its name, number and mailbox are left to a person")
        self._to.leave_open(f"contacts.{number}.post")
        return True

    def _is_post_itself(self, table: Table, cells: Mapping[int, Piece], said: str) -> bool:
        """Keep a contact that is a post of the register, by its title and its agency's name, with the hours that the register has."""
        named = self._found.registers.post_named(said)
        reach, hours = self._one(table, cells, "reach"), self._one(table, cells, "hours")
        if named is None or reach is None or hours != named[1].hours or not self._all_fit(table, cells):
            return False
        agency, post = named
        number = len(self._entries.get("contacts", ())) + 1
        entry = {"id": f"contact-{number}", "agency": agency, "reach_for": reach, "post": f"{agency}/{post.id}"}
        self._add("contacts", entry, cells, "its number, mailbox and hours are the register's")
        return True

    def _risk(self, table: Table, cells: Mapping[int, Piece]) -> bool:
        risk, mitigation = self._one(table, cells, "risk"), self._one(table, cells, "mitigation")
        owner = self._one(table, cells, "owner")
        if not (risk and mitigation and self._all_fit(table, cells)):
            return False
        self._add("risks", {"risk": risk, "mitigation": mitigation, "owner": owner or to_be_written("post")}, cells)
        return True

    def _party(self, table: Table, cells: Mapping[int, Piece]) -> bool:
        agencies = self._found.registers.agencies(self._one(table, cells, "organisation") or "")
        parties = self._to.draft["parties"]
        index = next((at for at, each in enumerate(parties) if [each["agency"]] == [x.agency for x in agencies]), None)
        if index is None or not self._all_fit(table, cells):
            return False
        if does := self._one(table, cells, "does"):
            parties[index]["does"] = does
        near = agencies[0].percent
        self._keep(("parties", index), *cells.values(), why="" if near == 100 else f"{near}% alike")
        return True

    def _fact(self, table: Table, cells: Mapping[int, Piece]) -> bool:
        for name in ("title", "owner"):
            fact = self._found.control(name)
            if fact and [*cells.values()] == [fact] and self._is_used(name, fact):
                self._keep((name,), fact)
                return True
        return False

    def _is_used(self, name: str, fact: Piece) -> bool:
        agency = self._found.registers.agency(fact.text)
        return str(self._to.draft[name]) == (
            " ".join(fact.text.split()) if name == "title" else agency.agency if agency else ""
        )


def _marking(*, is_marked: bool) -> dict[str, str]:
    """Return the field that marks an entry; none for one that is not marked."""
    return {"marking": Marking.OFFICIAL_SENSITIVE.value} if is_marked else {}


def _following(text: str) -> str:
    """Return words as they follow others in a sentence, where their first is a word that is no name."""
    return text[:1].lower() + text[1:] if _NO_NAME.match(text) else text


def _quoting(what: str, text: str) -> str:
    return to_be_written(f"{what}; the original says ‘{text}’")


def _gateways(flows: Any) -> Iterator[Draft]:
    for name in dict.fromkeys(flow["gateway"] for flow in flows):
        used = to_be_written("what is disclosed under it, by whom to whom")
        yield {"provision": name, "used_for": used, "conditions_here": to_be_written("what must hold here")}
