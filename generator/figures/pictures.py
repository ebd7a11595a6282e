"""The pictures themselves: the three tiers, the life of a review, and who shares with whom."""

from math import sqrt

from generator.county.county import County
from generator.figures.drawing import (
    AGENCY,
    CORE,
    CORE_GROUND,
    INK,
    LINE,
    PAPER,
    QUIET,
    SOFT,
    SOON,
    URGENT,
    box,
    dot,
    line,
    path,
    picture,
    text,
)
from generator.pages.matrices import Sharing
from generator.words.catalogue import Catalogue

_WIDTH = 760
_CELL = 24


def tiers(county: County, words: Catalogue) -> bytes:
    """Return the picture of the three tiers: one overarching protocol, the themes, their protocols, and the core."""
    themes = tuple(county.themes.values())
    gap = 16
    width = (_WIDTH - gap * (len(themes) - 1)) / max(1, len(themes))
    marks = [
        box(0, 0, _WIDTH, 54, fill=SOFT, stroke=LINE),
        text(16, 23, words.say("Tier 1"), font_weight=700),
        text(16, 42, words.say("One overarching protocol that every agency signs"), fill=QUIET),
    ]
    for index, theme in enumerate(themes):
        x = index * (width + gap)
        count = len(county.protocols_of(theme.id))
        marks += [
            line(x + width / 2, 54, x + width / 2, 74),
            box(x, 74, width, 66, fill=SOFT, stroke=LINE),
            text(x + 16, 98, words.say("Tier 2"), font_weight=700),
            text(x + 16, 117, theme.short_title),
            text(
                x + 16,
                133,
                words.say_many("%(num)s requirement", "%(num)s requirements", len(theme.requirements)),
                fill=QUIET,
                font_size=12,
            ),
            line(x + width / 2, 140, x + width / 2, 160),
            box(x, 160, width, 140, fill="none", stroke=LINE),
            text(x + 16, 184, words.say("Tier 3"), font_weight=700),
            text(x + 16, 203, words.say_many("%(num)s protocol", "%(num)s protocols", count), fill=QUIET),
            text(x + 16, 286, words.say("Part C, the tail"), fill=QUIET),
        ]
    marks += [
        box(8, 216, _WIDTH - 16, 48, fill=CORE_GROUND, stroke=CORE),
        text(24, 237, words.say("Part B, the core"), font_weight=700, fill=CORE),
        text(
            24,
            255,
            words.say("%(count)s clauses, the same word for word in every protocol", count=len(county.current_clauses)),
            fill=CORE,
        ),
    ]
    return picture(
        _WIDTH, 301, words.say("The three tiers, and the core that runs through all Tier 3 protocols"), marks
    )


def life_of_a_review(warning_days: int, words: Catalogue) -> bytes:
    """Return the picture of what happens to a document as its review date comes and goes."""
    start, due, date, end = 20, 300, 480, 740
    marks = [
        line(start, 90, date, 90, stroke=AGENCY, stroke_width=6),
        line(due, 90, date, 90, stroke=SOON, stroke_width=6),
        line(date, 90, end, 90, stroke=URGENT, stroke_width=6, stroke_dasharray="10 6"),
        *(dot(x, 90, 8, fill=PAPER, stroke=INK, stroke_width=2) for x in (start, due, date)),
        text(start, 122, words.say("In force"), font_weight=700),
        text(start, 141, words.say("Copies are valid"), fill=QUIET),
        text(due, 122, words.say("Due"), font_weight=700),
        text(due, 141, words.say("%(days)s days before", days=warning_days), fill=QUIET),
        text(date, 122, words.say("Review date"), font_weight=700),
        text(date, 141, words.say("Not reviewed: overdue"), fill=URGENT, font_weight=700),
        text(date, 160, words.say("The text still stands"), fill=QUIET),
        text(date, 179, words.say("Printed copies are no longer valid"), fill=QUIET),
        text(date, 198, words.say("The board hears within 10 working days"), fill=QUIET),
        path(
            f"M {date - 4} 78 C {date - 60} 10, {start + 90} 10, {start + 6} 76",
            fill="none",
            stroke=AGENCY,
            stroke_width=2,
        ),
        path(f"M {start + 4} 66 L {start + 4} 80 L {start + 17} 74 Z", fill=AGENCY),
        text((start + date) / 2 - 60, 20, words.say("Reviewed: the next date is set"), fill=AGENCY, font_weight=700),
    ]
    return picture(_WIDTH, 210, words.say("The life of a review: in force, due, reviewed in time or overdue"), marks)


def who_shares_with_whom(sharing: Sharing, words: Catalogue) -> bytes:
    """Return the grid of givers (rows) and receivers (columns), a dot for each pair, larger for more data items."""
    agencies = sharing.agencies
    left = 8 + max((len(agency.short_name) for agency in agencies), default=0) * 6.6
    top = left * 0.78 + 12
    most = max(sharing.counts.values(), default=1)
    size = len(agencies) * _CELL
    marks = []
    for index, agency in enumerate(agencies):
        middle = index * _CELL + _CELL / 2
        x, y = left + middle, top + middle
        if index % 2 == 0:
            marks.append(box(0, y - _CELL / 2, left + size, _CELL, fill=SOFT))
        marks += [
            text(left - 8, y + 4, agency.short_name, text_anchor="end", font_size=12),
            text(x + 4, top - 8, agency.short_name, font_size=12, transform=f"rotate(-52 {x + 4:g} {top - 8:g})"),
        ]
    marks += [line(left + index * _CELL, top, left + index * _CELL, top + size) for index in range(len(agencies) + 1)]
    marks += [line(left, top + index * _CELL, left + size, top + index * _CELL) for index in range(len(agencies) + 1)]
    places = {agency.id: index for index, agency in enumerate(agencies)}
    for (giver, receiver), count in sorted(sharing.counts.items()):
        radius = 2 + (_CELL / 2 - 4) * sqrt(count / most)
        x, y = left + places[receiver] * _CELL + _CELL / 2, top + places[giver] * _CELL + _CELL / 2
        marks.append(dot(x, y, radius, fill=CORE))
    key = top + size + 28
    marks.append(text(left, key, words.say("Data items:"), font_size=12, fill=QUIET))
    x = left + 82
    for count in sorted({1, max(1, most // 4), max(1, most // 2), most}):
        radius = 2 + (_CELL / 2 - 4) * sqrt(count / most)
        marks += [dot(x, key - 4, radius, fill=CORE), text(x + 14, key, str(count), font_size=12)]
        x += 56
    label = words.say("Who gives how many kinds of data item to whom under %(theme)s", theme=sharing.theme.short_title)
    return picture(left + size + left * 0.62, key + 14, label, marks)
