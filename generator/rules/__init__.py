"""The rules that sources must keep, beyond their shape. One rule, one generator; its docstring is the rule.

Checking reads and reports; it never writes or repairs.
"""

from collections.abc import Callable, Iterator
from datetime import date

from generator.county.library import Library
from generator.rules import (
    basis,
    dates,
    governance,
    identity,
    references,
    repetition,
    sharing,
    standing,
    text,
    wording,
)
from generator.rules.context import Context
from generator.rules.silence import without_silenced
from generator.sources.diagnostic import FAULTS, Diagnostic

__all__ = ["FAULTS", "RULES", "check"]

RULES: tuple[Callable[[Context], Iterator[Diagnostic]], ...] = (
    identity.check_id_is_file_name,
    identity.check_ids_are_unique,
    identity.check_names_are_unique,
    identity.check_numbers_are_unique,
    identity.check_no_number_is_missing,
    identity.check_nothing_is_said_twice_in_a_list,
    references.check_field_references,
    references.check_text_references,
    references.check_local_references,
    text.check_text,
    text.check_words_are_plain,
    text.check_letters_are_what_they_seem,
    sharing.check_agencies_are_parties,
    sharing.check_parties_take_part,
    sharing.check_gateways,
    sharing.check_gateways_fit,
    sharing.check_gateways_serve_the_area,
    sharing.check_flows_lead_somewhere,
    sharing.check_contacts_answer_for_a_party,
    sharing.check_groups_are_of_others,
    sharing.check_law_is_in_force,
    standing.check_parties_match_flows,
    standing.check_nothing_is_left_behind,
    standing.check_contacts_are_whole,
    standing.check_contacts_are_fictional,
    standing.check_law_is_whole,
    standing.check_answers_are_options,
    standing.check_titles_differ,
    standing.check_addresses_are_whole,
    standing.check_versions_have_a_history,
    standing.check_status_is_true,
    standing.check_signatures_are_true,
    basis.check_every_party_has_a_basis,
    basis.check_regimes_are_open,
    basis.check_conditions_are_of_their_kind,
    basis.check_consent_is_real,
    basis.check_consent_is_meant,
    wording.check_sentences_are_short,
    wording.check_duties_have_a_time,
    wording.check_deadlines_are_times,
    wording.check_nothing_is_left_to_write,
    wording.check_abbreviations_are_explained,
    wording.check_names_are_current,
    wording.check_law_in_text_is_current,
    repetition.check_core_is_not_repeated,
    repetition.check_protocols_differ,
    governance.check_requirements_are_answered,
    governance.check_theme_is_the_right_one,
    governance.check_requirements_can_be_answered,
    governance.check_answers_are_whole,
    governance.check_everything_is_taught,
    governance.check_outcomes_have_a_session,
    governance.check_recommendations_can_be_done,
    governance.check_reviews_are_in_time,
    dates.check_days_have_come,
    dates.check_days_are_in_order,
    dates.check_versions_are_new,
    dates.check_reviews_keep_their_interval,
)


def check(
    library: Library, as_of: date, progress: Callable[[str], None] = lambda _words: None
) -> tuple[Diagnostic, ...]:
    """Return every breach of every rule that no document silences with a reason."""
    context = Context(library, as_of)
    found: list[Diagnostic] = []
    for done, rule in enumerate(RULES):
        progress(f"checked {done} of {len(RULES)} rules")
        found += rule(context)
    return tuple(without_silenced(context, found))
