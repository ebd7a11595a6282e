"""Faults in files and in YAML as such, before anybody asks what the text means."""

import unicodedata

from generator.sources.diagnostic import Diagnostic, Label, Severity, fault, one_of
from generator.sources.source import Span


@fault("not-a-file")
def not_a_file(span: Span) -> Diagnostic:
    """A folder or a device has a name that only a source file may have.

    Every name that ends in `.yaml` under `protocols/` must be an ordinary file. Rename the folder, or remove it.
    """
    return Diagnostic("this is not a file, but its name ends in `.yaml`", span, help="rename it or remove it")


@fault("outside-project")
def outside_project(span: Span) -> Diagnostic:
    """A source is a link to a file outside `protocols/`.

    Everything the site says has to be in `protocols/`, where changes to it are seen and reviewed. Put a copy of the file
    there instead of a link.
    """
    return Diagnostic(
        "this is a link to a file outside `protocols/`", span, help="put the file itself here, not a link to it"
    )


@fault("unreadable-file")
def unreadable_file(span: Span, reason: str) -> Diagnostic:
    """The file is there but the system does not let the program read it.

    Look at the file's permissions, and whether a link leads nowhere.
    """
    return Diagnostic(f"this file cannot be read: {reason}", span, help="look at its permissions")


@fault("file-too-large")
def file_too_large(span: Span, size: int, limit: int) -> Diagnostic:
    """The file is far larger than any source needs to be.

    The longest protocol is well under 100 kB. A file over 1 MB is something else: a pasted document, an export, a mistake.
    """
    return Diagnostic(
        f"this file is {size:,} bytes long; a source may have at most {limit:,}",
        span,
        help="take out what does not belong in a source",
    )


@fault("not-utf-8")
def not_utf_8(span: Span, byte: int) -> Diagnostic:
    """The file is not UTF-8 text.

    Some editors save in older encodings, so that a pound sign or a curly quotation mark becomes an unreadable byte. Save the
    file again as UTF-8.
    """
    return Diagnostic(f"the byte 0x{byte:02X} here is not UTF-8 text", span, help="save the file again as UTF-8")


@fault("empty-file")
def empty_file(span: Span) -> Diagnostic:
    """The file has nothing in it.

    Every source file describes one thing. `protocols new` writes a starting text for it.
    """
    return Diagnostic("this file is empty", span, help="write its content, or remove the file")


@fault("missing-file")
def missing_file(span: Span, what: str) -> Diagnostic:
    """A file that the site cannot be built without is not there."""
    return Diagnostic(f"this file does not exist, and it has to: it holds {what}", span, help="bring the file back")


@fault("unexpected-file")
def unexpected_file(span: Span, reason: str, folders: tuple[str, ...]) -> Diagnostic:
    """A file lies where no source is looked for, so it would be left out without a word.

    Sources are the files ending in `.yaml` in the folders of `protocols/`. A file ending in `.yml`, or in another folder,
    would never be read.
    """
    return Diagnostic(reason, span, help=f"sources belong in {one_of(folders)} and end in `.yaml`")


@fault("conflict-marker")
def conflict_marker(span: Span, mark: str) -> Diagnostic:
    """The file holds a mark that git leaves where two changes to the same lines could not be brought together.

    Between `<<<<<<<` and `=======` stands the one version, between `=======` and `>>>>>>>` the other. Keep what is right, and
    take the three marks out.
    """
    return Diagnostic(
        f"`{mark}` was left by git: two changes meet here, and somebody has to choose",
        span,
        help="keep what is right of the two versions, and take out the lines with the marks",
    )


@fault("yaml-directive")
def yaml_directive(span: Span) -> Diagnostic:
    """The file starts with a YAML directive, a line such as `%YAML 1.1`.

    It would change how the rest is read. Sources need none.
    """
    return Diagnostic(
        "sources do without YAML directives such as `%YAML`", span, help="take out the lines before `---`"
    )


@fault("comment-in-text", Severity.WARNING)
def comment_in_text(span: Span, lost: str) -> Diagnostic:
    """What was probably meant as text stands behind a hash, so it is a comment and nobody will read it.

    In YAML a hash with a space before it starts a comment. A text that holds one needs quotes; a comment has a space after its
    hash.
    """
    return Diagnostic(
        f"`{lost}` is read as a comment, not as text",
        span,
        help="put the whole text in quotes; or, if it is a comment, put a space after the hash",
    )


@fault("yaml-syntax")
def yaml_syntax(span: Span, problem: str, opened: Span | None) -> Diagnostic:
    """The file is not valid YAML, so nothing after this place could be read.

    The commonest causes: a colon or a hash inside text that has no quotes, a quotation mark that is not closed, and a line
    that is indented differently from its neighbours.
    """
    return Diagnostic(
        problem,
        span,
        help="look for a text with `: ` in it that needs quotes, a quotation mark left open, or a line indented differently",
        others=(Label(opened, "what it belongs to begins here"),) if opened and opened != span else (),
    )


@fault("tab-indent")
def tab_indent(span: Span) -> Diagnostic:
    """A line is indented with a tab.

    YAML indents with spaces only: two for each level.
    """
    return Diagnostic("this line is indented with a tab; YAML indents with spaces", span, help="use two spaces a level")


@fault("control-character")
def control_character(span: Span, character: str) -> Diagnostic:
    """The file holds a character that cannot be seen or printed.

    It usually came with text pasted from another program. Such characters can also hide words from a reviewer, or show them in
    another order than a computer reads them. Delete it.
    """
    called = unicodedata.name(character, "").lower()
    return Diagnostic(
        f"the character U+{ord(character):04X}{f' ({called})' if called else ''} may not stand here",
        span,
        help="delete it; if a letter was lost here, write it anew",
    )


@fault("several-documents")
def several_documents(span: Span) -> Diagnostic:
    """The file holds more than one YAML document, separated by `---`.

    One file describes one thing. Put the second part in a file of its own, or take out the `---`.
    """
    return Diagnostic("a second document starts here; a source has one", span, help="take out the `---`")


@fault("duplicate-key")
def duplicate_key(span: Span, key: str, first: Span) -> Diagnostic:
    """The same key stands twice in one mapping.

    Only one of the two could count, and a reader could not tell which. Keep one.
    """
    return Diagnostic(
        f"`{key}` stands here a second time",
        span,
        help="keep one of the two",
        others=(Label(first, "the first one"),),
    )


@fault("anchor-or-alias")
def anchor_or_alias(span: Span, mark: str) -> Diagnostic:
    """The file uses a YAML anchor (`&name`) or alias (`*name`).

    They copy text from one place to another unseen, so sources do without them. Where a value only starts with `&` or `*`,
    put it in quotes.
    """
    return Diagnostic(
        f"`{mark}` is a YAML anchor or alias; sources do without them",
        span,
        help="write the text out, or put it in quotes if it only starts with this character",
    )


@fault("explicit-tag")
def explicit_tag(span: Span, tag: str) -> Diagnostic:
    """The file uses a YAML tag (`!name`).

    Sources need none: every value is text until the program knows what it has to be. Where a value only starts with `!`, put
    it in quotes.
    """
    return Diagnostic(f"`{tag}` is a YAML tag; sources need none", span, help="take it out, or put the value in quotes")


@fault("merge-key")
def merge_key(span: Span) -> Diagnostic:
    """The file uses a YAML merge key (`<<`).

    It copies keys from another place unseen, so sources do without it. Write the keys out.
    """
    return Diagnostic("`<<` merges keys from elsewhere; sources do without it", span, help="write the keys out")


@fault("key-not-text")
def key_not_text(span: Span) -> Diagnostic:
    """A key is a list or a mapping instead of a word.

    This happens when a line starts with `[`, `{` or `?` where a key should stand.
    """
    return Diagnostic("a key has to be a word, and this is a list or a mapping", span, help="write `key: value`")


@fault("nested-too-deep")
def nested_too_deep(span: Span, limit: int) -> Diagnostic:
    """Lists and mappings stand inside one another far deeper than any source needs."""
    return Diagnostic(
        f"this is nested more than {limit} levels deep", span, help="look for brackets that are not meant"
    )


@fault("id-differs-from-file")
def id_differs_from_file(span: Span, identifier: str, name: str) -> Diagnostic:
    """The `id` in a file is not the file's name.

    Ids are permanent and others link to them, so a file is always called what its `id` says. To give something another id use
    `protocols rename`, which mends every reference too.
    """
    return Diagnostic(
        f"the id is `{identifier}`, but the file is called `{name}.yaml`",
        span,
        help=f"write `id: {name}`, or rename the file to `{identifier}.yaml`",
    )


@fault("duplicate-id")
def duplicate_id(span: Span, identifier: str, first: Span, what: str) -> Diagnostic:
    """Two things of one kind have the same id.

    References could then mean either. Give one of them another id.
    """
    return Diagnostic(
        f"the id `{identifier}` is already used by another {what}",
        span,
        help="give one of the two another id",
        others=(Label(first, "used here first"),),
    )
