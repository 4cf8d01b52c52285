# SPDX-License-Identifier: MIT
"""Every row of the domain’s 3.3 to 3.5 (transitions), 3.6, 3.7 and 4 (delays), and its test.

This proves no rule: it keeps a row from losing the test that names it, and an absent row from
being forgotten in docs/due.md.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RULES = "services/rules/test_domain_tables.py"
DEADLINES = "services/rules/test_deadlines.py"
ENTRIES = "services/acts/test_entries.py"
EXITS = "services/acts/test_exits.py"
MONTH = "services/acts/test_attendance.py"
DUE = "services/due/test_training.py"
NOTICES = "services/due/test_notices.py"
CANDIDACIES = "services/rules/test_candidacies.py"
PLAYED = "services/acts/test_candidacies.py"
QUOTES = "services/acts/test_aif_quotes.py"
QUOTE_RULES = "services/rules/test_aif_quotes.py"
DUE_QUOTES = "services/due/test_aif_quotes.py"
_STATES = "test_domain_3_5_a_transition_from_these_states_and_from_no_other"
_DAYS = "test_domain_4_calendar_days_begin_the_day_after_and_are_not_extended"

ROWS: dict[str, tuple[tuple[str, str], ...]] = {
    "3.5 – → selected, AIS by itself": (
        (
            "services/acts/test_outcomes.py",
            "test_domain_3_5_retenu_enrols_and_issues_the_ais_by_itself",
        ),
    ),
    "3.5 – → to_validate": ((RULES, "test_domain_3_5_where_a_path_begins"),),
    "3.5 selected → to_validate": ((RULES, _STATES),),
    "3.5 selected, to_validate → registered": ((RULES, _STATES),),
    "3.5 selected, to_validate → not_registered": (
        (RULES, _STATES),
        (DUE, "test_domain_3_5_non_inscrit_is_proposed_the_day_after_the_start"),
    ),
    "3.5 not_registered → registered": (
        (RULES, _STATES),
        (
            "services/acts/test_enrolments.py",
            "test_domain_3_5_a_late_inscrit_brings_the_voided_ais_back_under_its_number",
        ),
    ),
    "3.5 selected, to_validate, registered → withdrawn": ((RULES, _STATES),),
    "3.5 registered → entered, AES": (
        (ENTRIES, "test_domain_3_5_present_at_entry_issues_the_aes_at_once"),
    ),
    "3.5 selected, to_validate → entered, strong warning": (
        (ENTRIES, "test_domain_3_5_an_entry_without_the_prescriber_is_flagged_never_refused"),
    ),
    "3.5 registered → not_entered": (
        (ENTRIES, "test_domain_3_5_absent_at_entry_stays_and_can_still_become_present"),
    ),
    "3.5 not_registered, not_entered → entered": (
        (ENTRIES, "test_domain_3_5_an_entry_after_non_inscrit_is_recorded_with_its_reason"),
        (ENTRIES, "test_domain_3_5_absent_at_entry_stays_and_can_still_become_present"),
    ),
    "3.5 entered ↔ interrupted": (
        (
            "services/acts/test_interruptions.py",
            "test_domain_3_5_interrupted_follows_from_the_dates_and_the_day",
        ),
    ),
    "3.5 entered, interrupted → dropped": (
        (EXITS, "test_domain_3_5_entered_to_dropped_with_date_and_reason"),
    ),
    "3.5 entered, interrupted → excluded": (
        (EXITS, "test_domain_3_5_entered_to_excluded_recalls_the_procedure"),
    ),
    "3.5 entered → completed, proposed then confirmed": (
        (EXITS, "test_domain_3_5_entered_to_completed_is_proposed_then_confirmed"),
        (DUE, "test_domain_3_5_a_report_is_due_after_the_exit_until_it_is_filled_in"),
    ),
    "3.5 entered → entered, end changed": (
        (ENTRIES, "test_domain_3_5_a_new_end_issues_the_notice_to_the_agency"),
        (RULES, "test_domain_3_5_and_4_a_new_end_is_told_in_time"),
    ),
    "3.5 dropped, completed, excluded → entered": (
        (EXITS, "test_domain_3_5_who_left_is_reopened_by_a_correction_with_its_reason"),
    ),
    "3.5 lists: all statuses; entries to type": (
        (
            "services/queries/test_entries.py",
            "test_domain_3_5_inscrits_en_formation_shows_every_status",
        ),
        (RULES, "test_domain_3_5_who_stands_in_the_list_of_entries"),
    ),
    "3.5 certificate for retenu and inscrit only": (
        (
            "services/rules/test_transitions.py",
            "test_domain_3_5_the_certificate_is_for_retenu_or_inscrit_only",
        ),
    ),
    "3.5 dashboard: more and less than three days": (
        (DEADLINES, "test_guide_p_28_more_than_three_days_is_today_minus_start_above_three"),
    ),
    "3.6 not_open → to_declare → overdue": ((RULES, "test_domain_3_6_the_states_of_a_month"),),
    "3.6 → declared": ((MONTH, "test_domain_3_6_a_whole_session_is_declared_at_once"),),
    "3.6 declared → rectified": (
        (MONTH, "test_domain_3_6_an_absence_after_the_declaration_opens_a_rectification"),
        (
            RULES,
            "test_domain_3_6_a_rectification_is_free_until_the_end_of_the_month_that_follows",
        ),
        (
            "services/due/test_rectifications.py",
            "test_domain_3_6_an_absence_after_the_declaration_is_a_line_until_it_is_rectified",
        ),
    ),
    "3.6 who appears": (
        (MONTH, "test_domain_3_6_who_left_in_the_month_appears_up_to_the_last_day"),
    ),
    "3.6 period": ((RULES, "test_domain_3_6_the_period_of_a_month"),),
    "3.6 assiduous": (
        (RULES, "test_domain_3_6_assiduous_is_no_unjustified_absence_and_no_work_undone"),
    ),
    "3.6 validated ÷ estimated": (
        (
            "services/acts/test_remote_work.py",
            "test_r6341_46_assiduity_at_a_distance_is_validated_over_estimated",
        ),
    ),
    "3.6 work accidents are notified": (
        (DUE, "test_r6341_35_a_work_accident_is_due_until_it_is_notified"),
    ),
    "3.6 successive sessions: an entry and months of their own": (
        (
            "services/queries/test_entries.py",
            "test_guide_p_11_each_session_of_a_path_asks_its_own_entry_and_months",
        ),
    ),
    "4 entry, interruption, exit: 3 days": (
        (RULES, _DAYS),
        (
            NOTICES,
            "test_decret_2019_1386_an_entry_is_told_on_paper_within_three_days_until_it_is_printed",
        ),
    ),
    "4 the same to Mission locale and Cap emploi": (
        (NOTICES, "test_l6121_5_who_follows_the_person_is_told_by_a_letter"),
    ),
    "4 AES: the day of entry": (
        (RULES, "test_domain_4_an_aes_is_due_from_the_day_of_entry_and_late_after_three"),
    ),
    "4 monthly attendance: from the 25th, overdue on the 1st": (
        (DEADLINES, "test_guide_p_29_a_month_opens_on_the_25th_and_is_overdue_from_the_first"),
    ),
    "4 monthly attendance: reminder": (
        (RULES, "test_domain_4_a_month_is_called_for_three_working_days_before_its_end"),
    ),
    "4 absences: continuously": (
        (RULES, "test_domain_4_absences_are_typed_as_they_come_and_completed_later"),
    ),
    "4 interruption: more than 15 days": (
        (RULES, "test_domain_4_an_interruption_is_longer_than_fifteen_days"),
    ),
    "4 #Avenir: 15 days before the exit": (
        (ENTRIES, "test_domain_3_8_avenir_asks_for_fifteen_days_before_the_effective_exit"),
    ),
    "4 provisional password: 72 h": (
        (RULES, "test_domain_4_the_provisional_password_lapses_after_72_hours"),
    ),
    "4 no open modality while recruiting": (
        (
            "services/rules/test_slots.py",
            "test_domain_3_1_never_leave_the_prescriber_without_an_open_modality",
        ),
    ),
    "4 RIC: presence J+1, result J+7": ((RULES, _DAYS),),
    "4 unvalidated near the start": (
        (RULES, "test_domain_4_a_missing_answer_is_asked_for_before_the_start"),
    ),
    "4 catalogue to KAIROS: J+1 to about J+8": (
        (
            "services/rules/test_visibility.py",
            "test_domain_4_a_session_is_expected_from_the_next_day_to_the_eighth",
        ),
    ),
    "4 export exclusions": (
        (
            "services/rules/test_visibility.py",
            "test_domain_4_a_session_leaves_the_export_thirty_days_after_its_end",
        ),
        (
            "services/rules/test_visibility.py",
            "test_domain_4_what_keeps_a_session_out_is_said",
        ),
    ),
    "4 the jobseeker tells the agency": (
        (
            "views/help/test_help.py",
            "test_r5411_7_the_help_says_when_the_jobseeker_tells_the_agency",
        ),
    ),
    "4 evidence kept": (
        (
            "services/rules/test_retention.py",
            "test_domain_4_papers_are_kept_six_years_ten_where_europe_pays_too",
        ),
        (
            "services/rules/test_retention.py",
            "test_domain_4_the_organisation_says_for_how_long_it_keeps_them",
        ),
    ),
    "4 before final enrolment": (
        (
            "services/acts/test_handed.py",
            "test_l6353_8_a_whole_session_is_handed_its_papers_in_one_act",
        ),
        (
            "services/acts/test_handed.py",
            "test_l6353_8_the_file_of_evidence_lacks_what_was_not_handed",
        ),
    ),
    "4 trainee delegates": (
        (
            "services/rules/test_delegates.py",
            "test_r6352_10_the_vote_is_between_the_20th_and_the_40th_hour",
        ),
        (
            "services/acts/test_delegates.py",
            "test_r6352_10_a_vote_is_due_from_the_20th_hour_until_something_is_said",
        ),
    ),
    "4 full time, length": (
        (
            "services/rules/test_training_length.py",
            "test_r6341_15_thirty_hours_a_week_are_a_full_time",
        ),
        (
            "services/rules/test_training_length.py",
            "test_r6341_15_forty_hours_at_least_and_three_years_at_most",
        ),
        (
            "services/acts/test_absences.py",
            "test_r6341_15_an_absence_of_more_than_three_years_is_recorded_and_flagged",
        ),
    ),
    "3.3 « fixer un RDV »": (
        (CANDIDACIES, "test_domain_3_3_an_appointment_is_fixed_for_a_candidate_not_decided_on"),
        (CANDIDACIES, "test_domain_3_3_a_candidacy_is_in_none_of_the_four_pairs"),
        (PLAYED, "test_domain_3_3_an_appointment_is_fixed_both_rows_linked_and_undone"),
    ),
    "3.4 proposed → contacted → result": (
        (CANDIDACIES, "test_domain_3_4_a_candidate_is_contacted_until_the_candidacy_ends"),
        (PLAYED, "test_domain_3_4_proposed_contacted_selected_issues_the_ais"),
    ),
    "3.4 unreachable": (
        (CANDIDACIES, "test_domain_3_4_unreachable_is_no_longer_said_once_there_is_a_result"),
        (PLAYED, "test_domain_3_4_unreachable_stays_to_be_called"),
    ),
    "3.4 withdrawn": (
        (
            CANDIDACIES,
            "test_domain_3_4_a_candidate_withdraws_as_long_as_nothing_final_is_decided",
        ),
        (PLAYED, "test_domain_3_4_withdrawn_by_the_jobseeker"),
    ),
    "3.4 no presence step": ((CANDIDACIES, "test_domain_3_4_a_candidacy_has_no_presence_step"),),
    "3.4 a result after contacted only, with override": (
        (CANDIDACIES, "test_domain_3_4_a_result_comes_after_the_contact_but_for_an_override"),
        (PLAYED, "test_domain_3_4_a_result_without_contact_needs_its_reason"),
    ),
    "4 candidacy waiting for contact: 5 working days": (
        (CANDIDACIES, "test_domain_4_a_candidate_is_contacted_within_five_working_days"),
        (
            "services/due/test_candidacies.py",
            "test_domain_4_a_candidate_waits_in_orange_after_five_working_days",
        ),
    ),
    "3.7 draft → sent": (
        (QUOTES, "test_domain_3_7_draft_to_sent_freezes_the_quote_and_its_paper"),
        (QUOTE_RULES, "test_domain_3_7_only_a_draft_is_editable"),
    ),
    "3.7 sent → accepted, refused by the jobseeker": (
        (QUOTE_RULES, "test_domain_3_7_these_steps_follow_a_state_and_no_other"),
        (QUOTES, "test_domain_3_7_the_jobseeker_declines_or_the_agency_refuses_with_a_reason"),
    ),
    "3.7 under review → granted, refused": (
        (QUOTE_RULES, "test_domain_3_7_these_steps_follow_a_state_and_no_other"),
        (QUOTES, "test_domain_3_7_the_jobseeker_declines_or_the_agency_refuses_with_a_reason"),
    ),
    "3.7 granted → enrolled": (
        (QUOTE_RULES, "test_domain_3_7_granted_is_enrolled_once_the_person_is"),
    ),
    "3.7 → invoiced → paid": (
        (QUOTES, "test_domain_3_7_sent_to_accepted_to_granted_to_invoiced_to_paid"),
    ),
    "3.7 cancelled": (
        (QUOTE_RULES, "test_domain_3_7_a_quote_is_taken_back_until_it_is_invoiced_or_has_ended"),
        (QUOTES, "test_domain_3_7_correcting_after_the_sending_is_cancelling_and_a_copy"),
    ),
    "3.7 expired": ((QUOTE_RULES, "test_domain_3_7_sent_expires_the_day_after_its_last_one"),),
    "4 AIF request: 15 calendar days before the start": (
        (QUOTE_RULES, "test_domain_4_an_aif_is_asked_for_fifteen_calendar_days_before_the_start"),
        (QUOTES, "test_domain_4_a_quote_that_leaves_late_is_recorded_and_flagged"),
        (DUE_QUOTES, "test_domain_4_a_draft_is_due_thirty_days_before_the_start_until_it_is_sent"),
    ),
    "4 AIF answer: about 10 days": (
        (QUOTE_RULES, "test_domain_4_an_answer_is_called_for_ten_days_after_the_sending"),
        (DUE_QUOTES, "test_domain_4_an_answer_is_called_for_from_the_tenth_day_until_it_is_noted"),
    ),
    "4 clock rules": (
        (DEADLINES, "test_decret_2019_1386_three_days_are_three_calendar_days"),
        (DEADLINES, "test_the_day_of_an_act_is_that_of_paris_on_both_clock_changes"),
    ),
}
ABSENT = ("Modules d’une même session",)
"""What nothing here does yet, as docs/due.md names it."""


@cache
def _text(path: str) -> str:
    return (ROOT / "tests" / path).read_text("utf-8")


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_the_domain_has_a_test_that_names_it(row: str) -> None:
    for path, name in ROWS[row]:
        assert re.search(rf"^def {name}\(", _text(path), re.MULTILINE), f"{path}::{name}"


@pytest.mark.parametrize("row", ABSENT)
def test_a_row_that_nothing_here_does_is_written_down(row: str) -> None:
    page = (ROOT / "docs" / "due.md").read_text("utf-8")
    assert f"| {row} |" in page
