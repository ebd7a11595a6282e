"""The commands that record what people did: a review, an issue, a signature, a check of the law. Adapters.

Exit codes: 0 it was recorded, 1 the sources have errors, 2 it was refused.
"""

from datetime import date

import click

from generator.authors.edit.confirm import confirm_law
from generator.authors.edit.issue import issue, prepare
from generator.authors.edit.review import record_review
from generator.authors.edit.sign import Signing, record_signature, signable, text_to_sign
from generator.authors.edit.workspace import new_faults, open_workspace, write
from generator.commands.asking import refusals, require_past
from generator.commands.surroundings import Day, as_of_option, project_root
from generator.errors import EditRefused
from generator.model.base import EvidenceKind
from generator.site.agreements import Texts, load_agreed
from generator.site.build import build


@click.command("review")
@click.argument("identifier", metavar="ID")
@click.option("--on", type=Day(), required=True, help="The day of the review.")
@click.option("--outcome", required=True, help="What it decided, in a sentence.")
@click.option(
    "--next", "following", type=Day(), help="The day of the next one; the document's interval later if not given."
)
@as_of_option
def review_command(identifier: str, on: date, outcome: str, following: date | None, as_of: date) -> None:
    """Record that a document was reviewed, and when it is due next."""
    root = project_root()
    with refusals():
        require_past(on, as_of)
        workspace = open_workspace(root)
        changes = record_review(workspace, identifier, on, outcome, following)
        workspace.after(changes)
        write(root, changes)
        click.echo(f"recorded the review of {on} in {next(iter(changes.texts))}")


@click.command("sign")
@click.argument("identifier", metavar="ID")
@click.option("--agency", required=True, help="The agency that signed.")
@click.option("--post", required=True, help="The post that signed for it, never a person's name.")
@click.option("--on", type=Day(), required=True, help="The day of signature.")
@click.option(
    "--evidence",
    "kind",
    type=click.Choice(tuple(kind.value for kind in EvidenceKind)),
    required=True,
    help="What shows that it signed.",
)
@click.option(
    "--reference", required=True, help="How that is found: the reference of a letter, the number of a minute."
)
@click.option("--held-by", required=True, help="The agency that keeps it.")
@click.option("--version", default="", help="The version that was signed; the present one if not given.")
@as_of_option
def sign_command(identifier: str, on: date, version: str, as_of: date, **said: str) -> None:
    """Record an agency's signature on an issued text, with its fingerprint and what shows that it was given.

    Tier 1 and Tier 2 are signed as they are.
    """
    root = project_root()
    with refusals():
        require_past(on, as_of)
        workspace = open_workspace(root)
        document = signable(workspace.library, identifier, as_of)
        county = load_agreed(root, as_of).county
        signed = text_to_sign(county, Texts(root, county), document.model, version)
        signing = Signing(on=on, **said)
        changes = record_signature(workspace, county, document, signing, signed)
        faults = new_faults(workspace, workspace.after(changes), as_of)
        if faults:
            raise EditRefused(f"{faults[0].message}; nothing was written")
        write(root, changes)
        click.echo(
            f"recorded the signature of {signing.agency} on version {signed.version} in {next(iter(changes.texts))}"
        )
        if signed.differs:
            names = ", ".join(part.name or "what opens the page" for part in signed.differs)
            click.echo(f"today's text is not the one that was signed; it differs in: {names}")


@click.command("issue")
@click.argument("identifier", metavar="ID")
@click.option("--on", type=Day(), help="The day of issue; today if not given.")
@as_of_option
def issue_command(identifier: str, on: date | None, as_of: date) -> None:
    """Freeze the text of the protocol's present version, for signing, under protocols/issued/."""
    root = project_root()
    with refusals():
        day = on or as_of
        require_past(day, as_of)
        edition = prepare(build(root, as_of), identifier, day)
        issue(root, edition)
        click.echo(f"issued version {edition.version} of {identifier}: {edition.path}, and its manifest beside it")
        click.echo("commit both; what agencies sign is this text, and `protocols check` proves that it stays as it is")


@click.command("confirm-law")
@click.argument("identifier", metavar="ID")
@click.option("--on", type=Day(), required=True, help="The day on which it was read at its source.")
@click.option("--source", required=True, help="The address at which it was read, beginning with `https://`.")
@as_of_option
def confirm_law_command(identifier: str, on: date, source: str, as_of: date) -> None:
    """Record that a provision, or a whole instrument, was checked against its source.

    A whole instrument's provisions that are `unconfirmed` stay so: each of those is confirmed by its own name.
    """
    root = project_root()
    with refusals():
        require_past(on, as_of)
        workspace = open_workspace(root)
        confirmed = confirm_law(workspace, identifier, on, source)
        workspace.after(confirmed.changes)
        write(root, confirmed.changes)
        click.echo(f"recorded the check of {on} in {next(iter(confirmed.changes.texts))}: {', '.join(confirmed.names)}")
        if confirmed.left:
            click.echo(f"still unconfirmed: {', '.join(confirmed.left)}; confirm each by its own name once it was seen")


COMMANDS: dict[str, click.Command] = {
    "review": review_command,
    "issue": issue_command,
    "sign": sign_command,
    "confirm-law": confirm_law_command,
}
"""Every command of this module."""
