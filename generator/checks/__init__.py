"""The rules that sources must keep, beyond their shape. One rule, one generator; its docstring is the rule.

Checking reads and reports; it never writes or repairs.
"""

from collections.abc import Callable, Iterator
from datetime import date

from generator.checks import governance, identity, references, repetition, sharing, standing, text, wording
from generator.checks.context import Context
from generator.checks.silence import without_silenced
from generator.diagnostics.base import Diagnostic
from generator.library import Library

RULES: tuple[Callable[[Context], Iterator[Diagnostic]], ...] = (
    identity.check_id_is_file_name,
    identity.check_ids_are_unique,
    identity.check_names_are_unique,
    identity.check_numbers_are_unique,
    references.check_field_references,
    references.check_text_references,
    references.check_local_references,
    text.check_text,
    sharing.check_agencies_are_parties,
    sharing.check_parties_take_part,
    sharing.check_gateways,
    sharing.check_gateways_fit,
    sharing.check_law_is_in_force,
    standing.check_parties_match_flows,
    standing.check_nothing_is_left_behind,
    standing.check_contacts_are_whole,
    standing.check_contacts_are_fictional,
    standing.check_law_is_whole,
    standing.check_answers_are_options,
    standing.check_versions_have_a_history,
    standing.check_status_is_true,
    standing.check_every_party_has_a_basis,
    standing.check_regimes_are_open,
    standing.check_consent_is_real,
    wording.check_sentences_are_short,
    wording.check_duties_have_a_time,
    wording.check_abbreviations_are_explained,
    wording.check_names_are_current,
    wording.check_law_in_text_is_current,
    repetition.check_core_is_not_repeated,
    repetition.check_protocols_differ,
    governance.check_requirements_are_answered,
    governance.check_answers_are_whole,
    governance.check_everything_is_taught,
    governance.check_outcomes_have_a_session,
    governance.check_recommendations_can_be_done,
    governance.check_reviews_are_in_time,
)


def check(library: Library, as_of: date) -> tuple[Diagnostic, ...]:
    """Return every breach of every rule that no document silences with a reason."""
    context = Context(library, as_of)
    return tuple(without_silenced(context, (found for rule in RULES for found in rule(context))))
