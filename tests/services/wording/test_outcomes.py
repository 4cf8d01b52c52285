# SPDX-License-Identifier: MIT
"""« À régulariser »: no outcome without its sentence, its facts back from JSON as they left."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest

from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.models.vocabulary import (
    EnrolmentState,
    OutcomeKind,
    RecruitmentState,
    RegistrationState,
    Result,
)
from kairos_desktop.services.rules import outcome_codes
from kairos_desktop.services.rules.verdicts import Refused, Warned
from kairos_desktop.services.wording import outcome_sentences, sentences
from kairos_desktop.services.wording.outcome_sentences import (
    UNKNOWN,
    outcome_sentence,
    read_facts,
)
from tests.services.wording.codes import codes
from tests.services.wording.test_wording import FACTS, fields_of, looks_right

AT = datetime(2026, 12, 7, 9, 12, tzinfo=ZoneInfo("Europe/Paris"))
GIVEN: dict[str, Any] = {
    **FACTS,
    "by": "Paul Meunier",
    "at": AT,
    "capacity": 12,
    "rank": 2,
    "field": "presence",
    "held": "absent",
    "said": "present",
    "act": "registration.create",
    "number": "AIS-2026-B-00012",
}
ENROLMENT = {
    "cannot_give_verdict": EnrolmentState.WITHDRAWN,
    "cannot_withdraw": EnrolmentState.WITHDRAWN,
    "cannot_flag_error": EnrolmentState.WITHDRAWN,
    "no_certificate": EnrolmentState.WITHDRAWN,
    "not_in_training": EnrolmentState.WITHDRAWN,
    "not_left": EnrolmentState.ENTERED,
    "enrolment_stands": EnrolmentState.WITHDRAWN,
    "cannot_enter": EnrolmentState.WITHDRAWN,
    "not_entered": EnrolmentState.REGISTERED,
    "no_entry_attestation": EnrolmentState.REGISTERED,
    "recruitment_not_open": RecruitmentState.SUSPENDED,
}
"""Codes whose state is not that of a registration; a new one is known by the test below."""
REGISTRATION = {
    "transfer_ended",
    "registration_ended",
    "not_present",
    "cannot_cancel",
    "not_waitlisted",
    "not_expected",
    "not_contacted",
    "candidacy_ended",
}


def travelled(code: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as they come back from the wire."""
    return read_facts(code, msgspec.json.encode(facts).decode())


def test_every_code_of_the_exchange_has_its_sentence_and_the_reverse() -> None:
    assert outcome_sentences.SENTENCES.keys() == outcome_codes.OUTCOMES.keys()


def test_every_constant_is_in_the_list() -> None:
    named = {
        value
        for name, value in vars(outcome_codes).items()
        if name.isupper() and isinstance(value, str)
    }
    assert named == outcome_codes.OUTCOMES.keys()


def test_no_outcome_is_said_to_be_applied_and_every_kind_can_be_given() -> None:
    kinds = {kind for shape in outcome_codes.OUTCOMES.values() for kind in shape.kinds}
    assert kinds == set(OutcomeKind)


@pytest.mark.parametrize("code", outcome_codes.OUTCOMES)
def test_each_sentence_uses_facts_of_its_code_and_the_last_one_needs_none(code: str) -> None:
    shape = outcome_codes.OUTCOMES[code]
    templates = outcome_sentences.SENTENCES[code]
    assert not fields_of(templates[-1])
    for template in templates:
        assert fields_of(template) <= shape.facts
        given = {name: GIVEN[name] for name in fields_of(template)}
        said = outcome_sentence(min(shape.kinds), code, travelled(code, given))
        looks_right(said, code)
        assert "…" not in said


@pytest.mark.parametrize("kind", [Refused, Warned])
def test_a_refusal_that_travelled_reads_as_on_the_post_that_met_it(kind: type) -> None:
    for code, every in codes(kind.__name__).items():
        if code in outcome_codes.OUTCOMES:
            continue
        for names in every:
            facts = {name: FACTS.get(name, 3) for name in names}
            if "state" in facts:
                facts["state"] = ENROLMENT.get(code, RegistrationState.PRESENT)
            outcome = OutcomeKind.REFUSED if kind is Refused else OutcomeKind.FLAGGED
            said = outcome_sentence(outcome, code, travelled(code, facts))
            assert said == sentences.sentence(kind(code, facts))


def test_the_kind_of_every_state_is_known() -> None:
    with_state = {
        code
        for kind in ("Refused", "Warned")
        for code, every in codes(kind).items()
        if any("state" in names for names in every)
    }
    assert with_state == REGISTRATION | ENROLMENT.keys()


def test_facts_come_back_as_the_rules_gave_them() -> None:
    facts = {
        "state": RegistrationState.WAITLISTED,
        "result": Result.SELECTED,
        "day": date(2026, 12, 7),
        "start": time(9, 30),
        "at": AT,
        "registration_id": UUID(int=5),
        "capacity": 12,
        "typed": "2026-12-07",
        "place": None,
    }
    assert travelled("transfer_ended", facts) == facts


def test_a_moment_is_read_in_the_hours_of_paris() -> None:
    facts = read_facts("result_already_recorded", '{"at":"2026-12-07T08:12:00+00:00"}')
    assert (facts["at"].hour, facts["at"].minute) == (9, 12)


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        (
            "concurrent_change",
            {"by": "Paul Meunier", "at": AT, "field": "presence", "held": "absent"}
            | {"said": "present"},
            "Paul Meunier avait saisi « Absent » le 07/12/2026 à 9 h 12, sans que ce poste le "
            "sache. Cet acte a mis « Présent » : choisissez la bonne valeur.",
        ),
        (
            "concurrent_change",
            {"by": "Paul", "at": AT, "field": "phone", "held": "", "said": "02 35 00 00 01"},
            "Téléphone : Paul avait saisi « rien » le 07/12/2026 à 9 h 12, sans que ce poste le "
            "sache. Cet acte a mis « 02 35 00 00 01 » : choisissez la bonne valeur.",
        ),
        (
            "concurrent_change",
            {"by": "Paul", "at": AT, "field": "state", "held": "entered", "said": "dropped"},
            "Paul avait saisi « Entré » le 07/12/2026 à 9 h 12, sans que ce poste le sache. Cet "
            "acte a mis « Abandon » : choisissez la bonne valeur.",
        ),
        (
            "concurrent_change",
            {"by": "Paul", "at": AT, "field": "state", "held": "granted", "said": "refused"},
            "Paul avait saisi « Accordé » le 07/12/2026 à 9 h 12, sans que ce poste le sache. Cet "
            "acte a mis « Refusé » : choisissez la bonne valeur.",
        ),
        (
            "concurrent_change",
            {"by": "Paul", "at": AT, "field": "cpf", "held": 0, "said": 120_050},
            "Payé par le CPF : Paul avait saisi « 0 € » le 07/12/2026 à 9 h 12, sans que ce "
            "poste le sache. Cet acte a mis « 1 200,50 € » : choisissez la bonne valeur.",
        ),
        (
            "concurrent_change",
            {"by": "Paul", "at": AT, "field": "held_on", "held": date(2026, 12, 7)}
            | {"said": date(2026, 12, 8)},
            "Paul avait saisi « 07/12/2026 » le 07/12/2026 à 9 h 12, sans que ce poste le "
            "sache. Cet acte a mis « 08/12/2026 » : choisissez la bonne valeur.",
        ),
        (
            "result_already_recorded",
            {"by": "Paul", "at": AT, "result": Result.NOT_SELECTED},
            "Paul avait déjà saisi « Non retenu » le 07/12/2026 à 9 h 12. Ce résultat-ci n’a pas "
            "été enregistré.",
        ),
        (
            "result_already_recorded",
            {"result": Result.SELECTED},
            "Un résultat était déjà saisi : « Retenu ». Cet acte n’a pas été enregistré.",
        ),
        (
            "parent_refused",
            {"act": "jobseeker.create"},
            "Cet acte reposait sur un autre, qui a été refusé (Fiche créée). Il n’a pas été "
            "enregistré : régularisez d’abord l’autre.",
        ),
        (
            "waitlisted",
            {"rank": 3},
            "Les places étaient prises à l’arrivée de cet acte : la personne est en liste "
            "d’attente, rang 3.",
        ),
        (
            "concurrent_change",
            {"table": "jobseeker"},
            "Un autre poste avait changé la fiche du DE, sans que celui-ci le sache. Les deux "
            "actes sont gardés, celui-ci en dernier : vérifiez la ligne.",
        ),
        (
            "enrolment_stands",
            {"state": EnrolmentState.REGISTERED},
            "Personne déjà inscrite à cette formation (statut : Inscrit) : l’inscription en place "
            "est gardée, aucune autre n’est créée.",
        ),
        ("of_a_later_version", {"x": 1}, UNKNOWN),
        ("post_revoked", {}, outcome_sentences.SENTENCES["post_revoked"][0]),
    ],
)
def test_an_outcome_says_who_when_and_what_to_do(
    code: str, facts: dict[str, Any], said: str
) -> None:
    kind = OutcomeKind.FLAGGED if code == "enrolment_stands" else None
    assert outcome_sentence(kind, code, travelled(code, facts)).replace("\u00a0", " ") == said


def test_a_settled_line_names_who_settled_it() -> None:
    said = sentences.sentence(Refused("already_settled", {"by": "Paul Meunier"}))
    assert said.startswith("Cette ligne a déjà été régularisée par Paul Meunier.")


def test_the_difference_is_what_somebody_typed() -> None:
    row = JobseekerRow(id=UUID(int=1), last_name="Courtois", first_name="Inès", phone="1")
    after = msgspec.structs.replace(row, phone="2", search_key="x", sort_key="y")
    told = outcome_codes.difference(row, after)
    assert told == {"field": "phone", "held": "1", "said": "2"}
    assert outcome_codes.difference(row, msgspec.structs.replace(row, search_key="x")) == {}
    assert outcome_codes.difference(row, None) == {}
