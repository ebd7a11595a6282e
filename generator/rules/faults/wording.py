"""Faults in how sources are written: plain English, names that are out of date, and saying a thing twice."""

from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.source import Span


@fault("long-sentence", Severity.ADVICE)
def long_sentence(span: Span, words: int, limit: int) -> Diagnostic:
    """A sentence is too long to be taken in at one reading.

    Staff read these texts in a hurry. Make two sentences of it, or put the conditions in a list.
    """
    return Diagnostic(
        f"this sentence has {words} words; aim at 20 and stay under {limit}", span, help="make it two sentences"
    )


@fault("vague-words", Severity.WARNING)
def vague_words(span: Span, words: str, instead: str) -> Diagnostic:
    """A text uses words that leave open who acts or by when, such as "as soon as possible".

    Nobody can act on them or be held to them. Name the post and give a time.
    """
    return Diagnostic(f"`{words}` leaves open who acts or by when", span, help=instead)


@fault("time-without-figure", Severity.WARNING)
def time_without_figure(span: Span, name: str, value: str) -> Diagnostic:
    """A field that sets a time has no figure in it: `soon`, `regularly`.

    Nobody can be held to it. Write a number of hours, days or months.
    """
    return Diagnostic(f"`{name}` is `{value}`, which is no time", span, help="write a figure: `24 hours`, `12 months`")


@fault("unwritten", Severity.ADVICE)
def unwritten(span: Span, name: str) -> Diagnostic:
    """A text only keeps the place of one that is still to be written, as a new draft's texts do."""
    return Diagnostic(
        f"`{name}` is still to be written", span, help="write it, or leave the field out if it may be left out"
    )


@fault("undefined-abbreviation", Severity.ADVICE)
def undefined_abbreviation(span: Span, abbreviation: str, nearest: tuple[str, ...]) -> Diagnostic:
    """A text uses an abbreviation that the glossary does not explain.

    Readers come from twenty professions. Add it to `protocols/glossary.yaml`, or write the words out.
    """
    near = f"; the glossary has {', '.join(nearest)}" if nearest else ""
    return Diagnostic(
        f"the glossary does not explain `{abbreviation}`{near}", span, help="add it to the glossary, or write it out"
    )


@fault("former-name", Severity.WARNING)
def former_name(span: Span, name: str, now: str) -> Diagnostic:
    """A text uses a name that a body, a role or a plan no longer has.

    Old names are the commonest sign that a protocol has not been looked at. Use the present one; the glossary keeps the old one
    so that search finds it.
    """
    return Diagnostic(f"`{name}` is a former name", span, help=f"it is now: {now}")


@fault("ended-law-in-text", Severity.WARNING)
def ended_law_in_text(span: Span, title: str, day: str) -> Diagnostic:
    """A text names an Act none of whose provisions in the register is still in force.

    Texts that cite law by hand go stale unseen. Name the law that took its place, by a reference that can be checked.
    """
    return Diagnostic(
        f"`{title}` is no longer in force on {day}", span, help="name the law that replaced it, as a `[[reference]]`"
    )


@fault("repeats-the-core", Severity.WARNING)
def repeats_the_core(span: Span, clause: str, percent: int, said: Span) -> Diagnostic:
    """A top or a tail says again what a clause of the core already says.

    The core stands in every protocol word for word. Said a second time in other words it can only drift. Point to the clause
    instead: `[[core/fast-track]]`.
    """
    return Diagnostic(
        f"this is {percent}% like the core's `{clause}`, which every protocol holds already",
        span,
        help=f"take it out, or point to it with `[[core/{clause}]]`",
        others=(Label(said, "said here"),),
    )


@fault("near-duplicate", Severity.WARNING)
def near_duplicate(span: Span, where: str, percent: int, first: Span) -> Diagnostic:
    """Nearly the same paragraph stands in two protocols.

    What two protocols share belongs in the core, in their Tier 2 theme, or in an agency's standing requirements. What is left
    should be particular to each.
    """
    return Diagnostic(
        f"this is {percent}% like a paragraph of `{where}`",
        span,
        help="say what is particular here, or move what is common to the core, the theme or the agency",
        others=(Label(first, "nearly the same"),),
    )
