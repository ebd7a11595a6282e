"""What a signature covers: the same fingerprint for the same words, for ever."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.composed.passages import fingerprint
from generator.site.build import build
from tests.conftest import AS_OF

Edit = Callable[[str, str, str], Path]

PURPOSE = r"""purpose: |
  So **that** a [child](https://a.example/x) at `risk` is *seen*:

  1. in time

     and space
  2. by R&D

  | a | b |
  | - | - |
  | \*c\* | [[core/fast-track|d]] \| e |
"""

STANDING = """standing:
  top: |
    - Ring first.
      - Then write.
  tail: Put the *incident number* on the record & file it."""

SIGNED = {
    "as it is": ((), "words-1:2663eabc2efba7b9192420c9959808f17488bff9a0304473a1db23bbc176f03a"),
    "every kind of block": (
        (("tier-3/example.yaml", "purpose: So that a child at risk is seen in time.", PURPOSE),),
        "words-1:26395a95332b8326b620453b7bc08fbba66db11d660bbd71268b19ab481a5ef3",
    ),
    "words of agencies": (
        (
            ("agencies/police.yaml", "standing:\n  tail: Put the incident number on the record.", STANDING),
            ("core/safety-first.yaml", "The law lets you", "The law\n  lets [[example|you]]"),
        ),
        "words-1:9ebe1093dd6c6e9965858f9e54899e123bbd782d394d3c459de1d55db94373d5",
    ),
}
"""Fingerprints made by the first version of `words-1`. They may be on paper: none of them may ever change."""


@pytest.mark.parametrize("name", SIGNED)
def test_a_fingerprint_that_was_signed_stays(name: str, project: Path, edit: Edit) -> None:
    edits, signed = SIGNED[name]
    for each in edits:
        edit(*each)
    page = next(page for page in build(project, AS_OF).pages if page.page_uri == "protocols/example.md")
    assert fingerprint(page.tree) == signed


@pytest.mark.parametrize(
    ("old", "new", "covered"),
    [
        ("reach_for: New concerns.", "reach_for: Old concerns.", False),
        ("triggers: [A child is harmed.]", "triggers: [A child is hurt.]", False),
        ("change: First draft.", "change: First words.", False),
        ("how: Call back first.", "how: Call back last.", True),
        ("mitigation: Ask who is there.", "mitigation: Ask who listens.", True),
    ],
)
def test_a_signature_covers_all_but_what_may_change_without_it(
    project: Path, edit: Edit, old: str, new: str, *, covered: bool
) -> None:
    def now() -> str:
        return fingerprint(
            next(page for page in build(project, AS_OF).pages if page.src_path.endswith("example.yaml")).tree
        )

    before = now()
    edit("tier-3/example.yaml", old, new)
    assert (now() != before) == covered
