# SPDX-License-Identifier: MIT
"""The words of the trade as closed lists.

Standard library only: shared by the rules, the acts, the desktop and the back end.
The French word for each name stands in docs/glossary.md and in services/wording.
"""

from __future__ import annotations

from enum import StrEnum


class SlotKind(StrEnum):
    """The modalities of recruitment: « Info coll », « RDV individuel », « candidature »."""

    MEETING = "meeting"
    APPOINTMENT = "appointment"
    CANDIDACY = "candidacy"


class SlotState(StrEnum):
    """Typed state of a slot; full and past are read from the seats and the clock."""

    OPEN = "open"
    DELETED = "deleted"


class SlotOrigin(StrEnum):
    """Who announced the slot: typed here, or confirmed from the CARIF-OREF file."""

    TYPED = "typed"
    CARIF = "carif"


class RegistrationState(StrEnum):
    """State of one person on one slot (domain 3.2); of a candidacy, the last three (domain 3.4)."""

    REGISTERED = "registered"
    WAITLISTED = "waitlisted"
    PRESENT = "present"
    ABSENT = "absent"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    TRANSFERRED = "transferred"
    PROPOSED = "proposed"
    CONTACTED = "contacted"
    UNREACHABLE = "unreachable"


class Result(StrEnum):
    """Result of a modality, for somebody who was present or a candidate."""

    NONE = "none"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    ON_HOLD = "on_hold"


class Presence(StrEnum):
    """What is recorded of somebody who was expected."""

    PRESENT = "present"
    ABSENT = "absent"


class Contact(StrEnum):
    """What came of calling a candidate (domain 3.4)."""

    CONTACTED = "contacted"
    UNREACHABLE = "unreachable"


class Prescriber(StrEnum):
    """Who placed a jobseeker, or validates the project."""

    PROVIDER = "provider"
    FRANCE_TRAVAIL = "france_travail"
    CAP_EMPLOI = "cap_emploi"
    MISSION_LOCALE = "mission_locale"
    SELF = "self"


class EnrolmentState(StrEnum):
    """State of one person on one training session (domain 3.5).

    « Interrompu » is no state: it follows from the interruptions and the day it is asked.
    """

    SELECTED = "selected"
    TO_VALIDATE = "to_validate"
    REGISTERED = "registered"
    NOT_REGISTERED = "not_registered"
    WITHDRAWN = "withdrawn"
    ENTERED = "entered"
    NOT_ENTERED = "not_entered"
    DROPPED = "dropped"
    EXCLUDED = "excluded"
    COMPLETED = "completed"


class EnrolmentOrigin(StrEnum):
    """How an enrolment began."""

    FROM_RESULT = "from_result"
    DIRECT_PROPOSAL = "direct_proposal"
    SELF_POSITIONING = "self_positioning"


class Verdict(StrEnum):
    """The prescriber's answer to an enrolment."""

    REGISTERED = "registered"
    NOT_REGISTERED = "not_registered"


class Scheme(StrEnum):
    """A scheme that asks for a notice before somebody's new end, or none of them (domain 3.8)."""

    ORDINARY = "ordinary"
    AVENIR = "avenir"


class DocumentKind(StrEnum):
    """Printed papers; the value starts the document's number."""

    ENROLMENT_ATTESTATION = "AIS"
    ENROLMENT_CERTIFICATE = "CI"
    ENTRY_ATTESTATION = "AES"
    END_NOTICE = "FIN"
    ATTENDANCE_STATEMENT = "EP"
    ATTENDANCE_RECAP = "RA"
    TRAINING_REPORT = "BF"
    REALISATION = "CR"
    ASSIDUITY = "AA"
    EVENT_NOTICE = "AV"
    ADVISER_LETTER = "LC"
    AIF_QUOTE = "AIF"
    CONVOCATION = "CV"
    REGISTERED_LIST = "LI"
    SIGN_IN_SHEET = "FE"


class DocumentState(StrEnum):
    """Whether a version still stands."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    VOIDED = "voided"


class RecruitmentState(StrEnum):
    """State of a session's recruitment; unknown is not closed (LHEO dict-etat-recrutement)."""

    OPEN = "open"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class ProviderRole(StrEnum):
    """What the organisation is on a session: a « dispensateur » types only its own."""

    LEAD = "lead"
    DELIVERING = "delivering"
    CO_PROVIDER = "co_provider"


class NotSelectedReason(StrEnum):
    """Why somebody present is « non retenu » (domain 3.9)."""

    PREREQUISITES = "prerequisites"
    PROJECT = "project"
    MOTIVATION = "motivation"
    AVAILABILITY = "availability"
    MOBILITY = "mobility"
    PUBLIC_NOT_ELIGIBLE = "public_not_eligible"
    FUNDING = "funding"
    SESSION_FULL = "session_full"
    TESTS_FAILED = "tests_failed"
    OTHER_TRAINING_BETTER = "other_training_better"
    WITHDREW = "withdrew"


class CancelReason(StrEnum):
    """Why a jobseeker gives up an appointment (domain 3.9)."""

    UNAVAILABLE = "unavailable"
    JOB = "job"
    HEALTH = "health"
    NOT_INTERESTED = "not_interested"
    OTHER = "other"


class NotRegisteredReason(StrEnum):
    """Why the prescriber does not validate (domain 3.9)."""

    PROJECT_NOT_VALIDATED = "project_not_validated"
    FILE_ERROR = "file_error"
    NOT_REGISTERED_FT = "not_registered_ft"
    NO_FUNDING = "no_funding"


class WithdrawalReason(StrEnum):
    """Why somebody gives up before the entry."""

    JOB = "job"
    OTHER_TRAINING = "other_training"
    HEALTH = "health"
    PROJECT_CHANGED = "project_changed"
    MOBILITY = "mobility"
    NO_NEWS = "no_news"
    OTHER = "other"


class ReasonKind(StrEnum):
    """The lists of reasons that the RGC may complete (domain 3.9)."""

    ABSENCE = "absence"
    INTERRUPTION = "interruption"
    DROPOUT = "dropout"
    END = "end"


class HalfDay(StrEnum):
    """The two parts of a day of training."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class Justification(StrEnum):
    """Whether an absence is justified: pay is cut for those that are not (R6341-45)."""

    TO_QUALIFY = "to_qualify"
    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"


class Mark(StrEnum):
    """What a key of the month's grid says of a half-day."""

    PRESENT = "present"
    JUSTIFIED = "justified"
    TO_QUALIFY = "to_qualify"
    LATE = "late"


class AttendanceState(StrEnum):
    """What was said of a trainee's month (domain 3.6)."""

    DECLARED = "declared"
    RECTIFIED = "rectified"


class TrainingEvent(StrEnum):
    """What is told within three days of somebody in training (L6121-5; décret 2019-1386)."""

    ENTRY = "entry"
    INTERRUPTION = "interruption"
    EXIT = "exit"


class Objectives(StrEnum):
    """How far the objectives of the training were reached, in a « bilan » (domain 5)."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not_reached"


class Certified(StrEnum):
    """What became of the certification aimed at, in a « bilan » (domain 5)."""

    WHOLE = "whole"
    PARTIAL = "partial"
    FAILED = "failed"
    AWAITED = "awaited"
    NONE = "none"


class FollowUp(StrEnum):
    """What a trainee means to do after the training, in a « bilan » (domain 5)."""

    JOB = "job"
    BUSINESS = "business"
    TRAINING = "training"
    SEARCH = "search"
    OTHER = "other"
    UNKNOWN = "unknown"


class Delegates(StrEnum):
    """What became of the vote of the trainees' delegates (R6352-9 to R6352-12)."""

    ELECTED = "elected"
    NO_CANDIDATE = "no_candidate"
    NOT_CONCERNED = "not_concerned"


class Handed(StrEnum):
    """What a trainee is given before the enrolment is definitive, in the order of L6353-8."""

    OBJECTIVES = "objectives"
    TRAINERS = "trainers"
    TIMETABLE = "timetable"
    ASSESSMENT = "assessment"
    CONTACT = "contact"
    RULES = "rules"


class Reportable(StrEnum):
    """What a person also types in KAIROS, in the order in which it happens."""

    PRESENCE = "presence"
    RESULT = "result"
    ENTRY = "entry"
    ABSENCE = "absence"
    INTERRUPTION = "interruption"
    EXIT = "exit"
    MONTH = "month"
    REPORT = "report"


class OutcomeKind(StrEnum):
    """What the back end made of an act that it did not simply apply."""

    ADAPTED = "adapted"
    FLAGGED = "flagged"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


class Role(StrEnum):
    """What an account may do in its organisation (domain 2.3)."""

    RGC = "rgc"
    MANAGER = "manager"
    TRAINER = "trainer"
    READER = "reader"


class PostState(StrEnum):
    """Whether a post may still exchange; a revoked one may only hand over its unsent acts."""

    ACTIVE = "active"
    REVOKED = "revoked"


class AdhesionStep(StrEnum):
    """The steps by which an organisation joins KAIROS (guide p. 7, 8)."""

    REQUESTED = "requested"
    CREDENTIALS = "credentials"
    AGREEMENT = "agreement"
    CLEARANCES = "clearances"


class Civility(StrEnum):
    """How a person is addressed."""

    MRS = "mrs"
    MR = "mr"
    NONE = "none"


CANDIDATE = frozenset(
    {RegistrationState.PROPOSED, RegistrationState.CONTACTED, RegistrationState.UNREACHABLE}
)
"""States of a live candidacy."""

HOLDS_SEAT = CANDIDATE | {
    RegistrationState.REGISTERED,
    RegistrationState.PRESENT,
    RegistrationState.ABSENT,
}
"""States in which a person occupies one of the slot's places."""

HOLDS_TRAINING_PLACE = frozenset(
    {
        EnrolmentState.SELECTED,
        EnrolmentState.TO_VALIDATE,
        EnrolmentState.REGISTERED,
        EnrolmentState.ENTERED,
    }
)
"""States in which a person occupies a place of the training: one who has not come, or who has
left, gives it back."""

LIVE = HOLDS_SEAT | {RegistrationState.WAITLISTED}
"""States in which a registration is neither cancelled, removed nor transferred."""
