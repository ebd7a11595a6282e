"""Short codes of texts, for paper: `K7Q2-9F3M`, which anybody can read out and type, stands for one fingerprint.

Eight characters of Crockford's base 32, which has no I, L, O and U: enough that no two texts of a county will share one, and far
too few to prove anything. Signatures keep the fingerprint itself.
"""

import hashlib
from collections.abc import Iterable

from generator.composed.passages import fingerprint, passages
from generator.composed.tree import Tree

_FIGURES = "0123456789abcdefghjkmnpqrstvwxyz"
_BITS = 40
_GROUP = 4


def code_of(found: str) -> str:
    """Return the code of a fingerprint, whatever its algorithm, as it stands in addresses: `k7q2-9f3m`."""
    number = int(found.rpartition(":")[2][: _BITS // 4], 16)
    figures = "".join(_FIGURES[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
    return "-".join(figures[at : at + _GROUP] for at in range(0, len(figures), _GROUP))


def printed(code: str) -> str:
    """Return a code as it stands on paper: `K7Q2-9F3M`."""
    return code.upper()


def code_of_text(tree: Tree) -> str:
    """Return the code of a composed protocol: of all that a signature on it covers."""
    return code_of(fingerprint(tree))


def code_of_core(tree: Tree) -> str:
    """Return the code of the core, from any text that holds it in full."""
    clauses = tree.clauses
    return _code_of_many(passage.text for passage in passages(tree) if passage.anchor in clauses)


def code_of_pack(codes: Iterable[str]) -> str:
    """Return the code of a pack, from those of the core and of the texts that it holds, in their order."""
    return _code_of_many(codes)


def _code_of_many(texts: Iterable[str]) -> str:
    return code_of(hashlib.sha256("\n".join(texts).encode()).hexdigest())
