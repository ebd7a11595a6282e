"""Faults in what sources refer to, and in the text they hold."""

from generator.sources.diagnostic import Diagnostic, Label, Severity, did_you_mean, fault, one_of
from generator.sources.source import Span


@fault("unknown-reference")
def unknown_reference(span: Span, target: str, what: str, nearest: tuple[str, ...]) -> Diagnostic:
    """A reference leads to nothing.

    Either the name is misspelt, or the thing it names has not been written yet. In text, references are written
    `[[domestic-abuse-marac]]`, `[[care-act-2014/s42]]`, `[[core/fast-track]]`, `[[agency/county-police]]`, `[[term/marac]]`.
    """
    return Diagnostic(
        f"`{target}` is not the name of any {what}",
        span,
        help=did_you_mean(nearest) or f"look for the right name among the files, or write the {what} first",
    )


@fault("entry-missing")
def entry_missing(span: Span, name: str, field: str, count: int, first: Span) -> Diagnostic:
    """Several places name a group of people, a route or an outcome that the same file does not describe.

    Either the entry was taken out, or its id was changed where it is described and not where it is used.
    """
    return Diagnostic(
        f"`{name}` is used in {count} places, and has no entry under `{field}`",
        span,
        help=f"add the entry to `{field}`, or give its old id back to the one that was renamed",
        others=(Label(first, "first used here"),),
    )


@fault("raw-html")
def raw_html(span: Span, written: str) -> Diagnostic:
    """A text holds HTML.

    Sources hold words, not page code: the same words have to work on the page, in print and in data files. Use Markdown for
    emphasis, lists, tables and links. To write about a tag itself put it in backticks without its brackets.
    """
    return Diagnostic(
        f"`{written}` is HTML, which a source may not hold",
        span,
        help="use Markdown: `*emphasis*`, `- ` for a list, `[words](https://address)` for a link",
    )


@fault("angle-bracket")
def angle_bracket(span: Span, name: str, character: str) -> Diagnostic:
    """A title, a name or a label holds `<` or `>`, which stand around the code of a page.

    Such a field holds words and nothing else: it stands on pages, in tabs of browsers, in data files and on paper. Say it in
    words: "under 18" for "<18".
    """
    return Diagnostic(
        f"`{name}` holds plain words, and `{character}` may not stand in them",
        span,
        help="say it in words: `under 18`, `from A to B`",
    )


@fault("unsafe-link")
def unsafe_link(span: Span, address: str) -> Diagnostic:
    """A link leads to something other than a web page, a mailbox or a telephone number.

    Addresses start with `https://`, `http://`, `mailto:` or `tel:`. To link to another page of this site write a reference,
    such as `[[core/fast-track]]`, which can be checked.
    """
    return Diagnostic(
        f"a link may not lead to `{address}`",
        span,
        help="start the address with `https://`, or use a `[[reference]]` for a page of this site",
    )


@fault("image-in-text")
def image_in_text(span: Span, written: str) -> Diagnostic:
    """A text holds an image.

    Pictures cannot be read aloud, searched or checked, and an image from elsewhere would tell another site who is reading.
    Say it in words.
    """
    return Diagnostic(f"`{written}` is an image, which a source may not hold", span, help="say it in words")


@fault("unsupported-markdown")
def unsupported_markdown(span: Span, what: str) -> Diagnostic:
    """A text holds Markdown that sources do without: a heading, a code block, a quotation or a rule.

    The templates make the headings, so that every protocol has the same ones. Text holds paragraphs, lists, tables, emphasis
    and links.
    """
    return Diagnostic(
        f"{what} may not stand in a source's text", span, help="use paragraphs, lists, tables, emphasis and links only"
    )


@fault("template-code")
def template_code(span: Span, written: str) -> Diagnostic:
    """A text holds the marks of a template or of Markdown attributes, such as `{{` or `{:`.

    Sources hold words only. Nothing between such marks is ever run: it would stand on the page as it is written here.
    """
    return Diagnostic(
        f"`{written}` belongs in a template, and a source holds only words",
        span,
        help="take it out, or say it in words",
    )


@fault("broken-reference")
def broken_reference(span: Span, written: str) -> Diagnostic:
    """A reference is not whole: a bracket is missing, or nothing stands after the `|`.

    It would stand on the page as it is written here. A reference is `[[target]]`, or `[[target|the words to show]]`, on one
    line or folded.
    """
    return Diagnostic(
        f"`{written}` is not a whole reference",
        span,
        help="write `[[target]]` or `[[target|words]]`, with two brackets each side",
    )


@fault("unclosed-mark", Severity.WARNING)
def unclosed_mark(span: Span, written: str) -> Diagnostic:
    """A mark of emphasis or of a code word has no partner, so the mark itself would stand on the page."""
    return Diagnostic(f"`{written}` has no partner", span, help="close it after the last word, or take it out")


@fault("garbled-text")
def garbled_text(span: Span, written: str, why: str) -> Diagnostic:
    """A word holds letters that are not what they seem.

    Either text was read in the wrong encoding, so that an apostrophe has become `â€™`; or a letter of another alphabet stands
    for one that looks the same, so that search does not find the word and nobody sees why. Type the word anew.
    """
    return Diagnostic(f"`{written}` {why}", span, help="type the word anew")


@fault("several-paragraphs")
def several_paragraphs(span: Span, name: str) -> Diagnostic:
    """A field that holds one paragraph has more than one, or a list.

    The field stands in a table cell, a list or a card, where there is room for one paragraph.
    """
    return Diagnostic(
        f"`{name}` holds one paragraph, and here a second block begins", span, help="make it one paragraph"
    )


@fault("not-a-party")
def not_a_party(span: Span, agency: str, parties: Span, nearest: tuple[str, ...]) -> Diagnostic:
    """A flow, a basis, a requirement or a contact names an agency that is not a party to the protocol.

    Only parties share under a protocol, because only they sign it. Add the agency to `parties`, or name the party that is
    meant.
    """
    return Diagnostic(
        f"`{agency}` is not one of this protocol's parties",
        span,
        help=did_you_mean(nearest) or f"add `- agency: {agency}` to `parties`",
        others=(Label(parties, "the parties"),),
    )


@fault("party-missing")
def party_missing(span: Span, agency: str, count: int, first: Span) -> Diagnostic:
    """An agency is named throughout a protocol, and is not among its parties.

    Every agency that gives, receives, holds or is reached under a protocol has an entry under `parties`.
    """
    return Diagnostic(
        f"`{agency}` is named in {count} places below, and has no entry under `parties`",
        span,
        help="add the party, or take it out of the flows and lists that name it",
        others=(Label(first, "first named here"),),
    )


@fault("idle-party")
def idle_party(span: Span, agency: str) -> Diagnostic:
    """A party neither gives nor receives anything.

    A party that shares nothing has no part in the protocol. Say what it does, or take it out.
    """
    return Diagnostic(
        f"`{agency}` neither gives nor receives",
        span,
        help="write `gives: yes` or `receives: yes`, or take the party out",
    )


@fault("repeated-party")
def repeated_party(span: Span, agency: str, first: Span) -> Diagnostic:
    """An agency is listed as a party twice."""
    return Diagnostic(
        f"`{agency}` is listed twice",
        span,
        help="make the two entries one",
        others=(Label(first, "listed here first"),),
    )


@fault("not-a-gateway")
def not_a_gateway(span: Span, provision: str, effect: str) -> Diagnostic:
    """A flow relies on a provision that neither allows nor requires anybody to disclose.

    Only a power or a duty is a gateway. A restriction limits what may be shared; a framework, such as the UK GDPR, says how.
    Name the power or duty, and put the restriction under `restrictions`.
    """
    return Diagnostic(
        f"`{provision}` is a {effect}, so nothing can be shared under it",
        span,
        help="name the power or duty that allows the flow; a restriction belongs under `restrictions`",
    )


@fault("provision-not-in-force")
def provision_not_in_force(span: Span, provision: str, status: str, day: str, instead: str) -> Diagnostic:
    """A protocol relies on law that is not in force on the day for which the site is built.

    The law register says from when to when each provision is in force. Rely on the one that is in force now; law that is to
    come can be described in the register and in `restrictions`.
    """
    return Diagnostic(
        f"`{provision}` is {status} on {day}",
        span,
        help=f"it was replaced by `{instead}`" if instead else "rely on a provision that is in force",
    )


@fault("gateway-not-listed")
def gateway_not_listed(span: Span, provision: str, listed: tuple[str, ...]) -> Diagnostic:
    """A flow relies on a provision that the protocol's `gateways` do not explain.

    Every gateway has an entry under `gateways` that says what it is used for here and what must hold first.
    """
    return Diagnostic(
        f"`{provision}` has no entry under `gateways`",
        span,
        help=f"add one, or use {one_of(listed)}" if listed else "add one",
    )


@fault("gateway-missing")
def gateway_missing(span: Span, provision: str, count: int, first: Span) -> Diagnostic:
    """Several flows rely on a provision that the protocol's `gateways` do not explain.

    Every gateway has an entry under `gateways` that says what it is used for here and what must hold first.
    """
    return Diagnostic(
        f"{count} flows rely on `{provision}`, which has no entry under `gateways`",
        span,
        help="add the entry, with `used_for` and `conditions_here`",
        others=(Label(first, "the first such flow"),),
    )


@fault("gateway-excludes-giver")
def gateway_excludes_giver(span: Span, provision: str, agency: str, kind: str, who: str) -> Diagnostic:
    """A flow relies on a provision that this giver cannot use.

    The law register says for each provision which kinds of agency may disclose under it, and which it shuts out: section 16 of
    the Police, Crime, Sentencing and Courts Act 2022, for one, never covers patient information. Split the flow, and name the
    power or duty that this giver has.
    """
    return Diagnostic(
        f"`{agency}` ({kind}) cannot disclose under `{provision}`",
        span,
        help=f"who may: {who}" if who else "name a provision that this agency can use",
    )


@fault("gateway-excludes-receiver")
def gateway_excludes_receiver(span: Span, provision: str, agency: str, kind: str, whom: str) -> Diagnostic:
    """A flow relies on a provision that does not reach this receiver.

    The law register says for each provision which kinds of agency may be told under it: section 115 of the Crime and Disorder
    Act 1998, for one, covers no charity and no general practice. Split the flow, and name the power or duty that reaches this
    receiver.
    """
    return Diagnostic(
        f"`{agency}` ({kind}) cannot be told under `{provision}`",
        span,
        help=f"who may be told: {whom}" if whom else "name a provision that reaches this agency",
    )


@fault("gateway-outside-area")
def gateway_outside_area(span: Span, provision: str, areas: tuple[str, ...], under: Span) -> Diagnostic:
    """A protocol relies on a provision of a field of work that it has nothing to do with.

    The law register says for each provision which fields of work it belongs to, and each Tier 2 theme which it covers. An
    arrangement that reaches beyond its theme says so under `areas`: `areas: [housing]`.
    """
    return Diagnostic(
        f"`{provision}` is about {one_of(areas)}, which this protocol's theme does not cover",
        span,
        help=f"name a provision that fits, or write `areas: [{areas[0]}]` if this arrangement does work in that field",
        others=(Label(under, "the theme"),),
    )


@fault("flow-to-itself")
def flow_to_itself(span: Span, agency: str) -> Diagnostic:
    """A flow goes from a party to the same party.

    What stays inside one agency is no disclosure and needs no protocol. Usually the wrong party was named. A party that stands
    for many organisations, such as the schools, can give to itself.
    """
    return Diagnostic(f"`{agency}` gives this to itself", span, help="name the party that receives it")


@fault("post-of-another")
def post_of_another(span: Span, post: str, agency: str) -> Diagnostic:
    """A contact is said to be of one agency, and its post is in another's file."""
    return Diagnostic(
        f"`{post}` is no post of `{agency}`, nor of a member of it",
        span,
        help="correct `agency` or `post`",
    )


@fault("member-of-itself")
def member_of_itself(span: Span, agency: str) -> Diagnostic:
    """A group names itself as one of its members."""
    return Diagnostic(f"`{agency}` cannot be its own member", span, help="name the agencies that are in the group")


@fault("gateway-not-for-personal-data")
def gateway_not_for_personal_data(span: Span, provision: str, category: str) -> Diagnostic:
    """A flow of information about identifiable people relies on a provision that covers only depersonalised information.

    Take out what identifies people and write `category: depersonalised`, or name a power or duty that covers personal data.
    """
    return Diagnostic(
        f"`{provision}` covers only depersonalised information, and this flow is `{category}`",
        span,
        help="depersonalise the item, or name another power or duty",
    )
