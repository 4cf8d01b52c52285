# SPDX-License-Identifier: MIT
"""The scenarios of tests/features, that a secretary could read, over a real workspace."""

from __future__ import annotations

from datetime import timedelta

from pytest_bdd import given, parsers, scenarios, then, when

from kairos_desktop.models.rows import JobseekerRow
from kairos_desktop.models.vocabulary import (
    CancelReason,
    DocumentState,
    EnrolmentState,
    NotRegisteredReason,
    NotSelectedReason,
    Presence,
    RegistrationState,
    Result,
    Verdict,
)
from kairos_desktop.services.acts.enrolments import (
    IssueCertificate,
    ProposeEnrolment,
    RecordVerdict,
)
from kairos_desktop.services.acts.history import Restore
from kairos_desktop.services.acts.jobseekers import (
    CreateJobseeker,
    MergeJobseekers,
    Person,
    UnmergeJobseekers,
)
from kairos_desktop.services.acts.outcomes import RecordPresence, RecordResult
from kairos_desktop.services.acts.registrations import CancelRegistration, Transfer
from kairos_desktop.services.acts.slot_papers import IssueConvocation
from kairos_desktop.services.acts.slots import DeleteSlot
from kairos_desktop.services.queries import history
from kairos_desktop.services.rules.capacity import free_places
from kairos_desktop.services.rules.evidence import Chapter, Lack
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.services.wording.labels import label
from kairos_desktop.services.wording.sentences import sentence
from tests.factories import TODAY, Scene
from tests.features.story import Story, names

scenarios("recrutement.feature", "rendez_vous.feature", "dossier.feature")


@given("une session ouverte au recrutement", target_fixture="story")
def a_session(scene: Scene) -> Story:
    return Story(scene)


@given(parsers.parse("une info coll de {places:d} places le 7 décembre 2026"))
def a_meeting(story: Story, places: int) -> None:
    story.meeting(places)


@given(parsers.re(r"(?P<people>.+) inscrits dans cet ordre"))
@when(parsers.re(r"(?P<people>.+) sont inscrits dans cet ordre"))
def registered(story: Story, people: str) -> None:
    for name in names(people):
        story.register(name, story.slots["une info coll"])


@given(parsers.re(r"Anne inscrite à (?P<place>.+)"))
def registered_at(story: Story, place: str) -> None:
    story.register("Anne", story.slot(place))


def presence(story: Story, name: str, asked: Presence) -> RecordPresence:
    return RecordPresence(registration_id=story.lines[name], presence=asked)


@given("Anne inscrite et présente")
def here(story: Story) -> None:
    story.register("Anne", story.slots["une info coll"])
    story.say(presence(story, "Anne", Presence.PRESENT))


@given("Anne et Inès sont présentes")
def both_here(story: Story) -> None:
    story.say(*(presence(story, name, Presence.PRESENT) for name in ("Anne", "Inès")))


@when("Anne est présente et Inès absente")
def one_here(story: Story) -> None:
    story.say(presence(story, "Anne", Presence.PRESENT), presence(story, "Inès", Presence.ABSENT))


@when("Paul est présent")
def paul_here(story: Story) -> None:
    story.say(presence(story, "Paul", Presence.PRESENT))


@when("Anne annule son rendez-vous")
def gives_up(story: Story) -> None:
    story.say(
        CancelRegistration(registration_id=story.lines["Anne"], reason=CancelReason.UNAVAILABLE)
    )


@given(parsers.re(r"(?P<name>Anne|Inès) est retenue"))
@when(parsers.re(r"(?P<name>Anne|Inès) est retenue"))
def selected(story: Story, name: str) -> None:
    story.say(RecordResult(registration_id=story.lines[name], result=Result.SELECTED))
    story.enrolment(name)


@when(parsers.parse("Anne est retenue et Inès non retenue pour « {reason} »"))
def one_selected(story: Story, reason: str) -> None:
    selected(story, "Anne")
    story.say(
        RecordResult(
            registration_id=story.lines["Inès"],
            result=Result.NOT_SELECTED,
            reason=NotSelectedReason(reason),
        )
    )


@when("la secrétaire annule sa dernière saisie")
def undo(story: Story) -> None:
    story.recorded = story.scene.workspace.undo()


@when(parsers.parse("le conseiller répond « {answer} »"))
def verdict(story: Story, answer: str) -> None:
    asked = {"inscrit": Verdict.REGISTERED, "non inscrit": Verdict.NOT_REGISTERED}[answer]
    reason = NotRegisteredReason.NO_FUNDING if asked is Verdict.NOT_REGISTERED else None
    assert story.enrolment_id
    story.say(
        RecordVerdict(
            enrolment_id=story.enrolment_id, verdict=asked, given_on=TODAY,
            source="KAIROS", reason=reason,
        )
    )  # fmt: skip


@when("l'inscription de Karim est proposée directement")
def proposed(story: Story) -> None:
    story.say(
        ProposeEnrolment(
            enrolment_id=story.scene.id(),
            session_id=story.session.id,
            jobseeker_id=story.person("Karim"),
        )
    )


@when(parsers.re(r"(?P<people>Anne|Anne et Inès) (est|sont) transférées? vers (?P<place>.+)"))
def transferred(story: Story, people: str, place: str) -> None:
    story.say(
        *(
            Transfer(
                registration_id=story.lines[name],
                target_slot_id=story.slot(place),
                new_registration_id=story.scene.id(),
            )
            for name in names(people)
        )
    )


@when("l'info coll est supprimée")
def deleted(story: Story) -> None:
    story.say(DeleteSlot(slot_id=story.slots["une info coll"]))


@when("la présence d'Anne, changée depuis en absence, est annulée")
def undo_from_afar(story: Story) -> None:
    assert story.recorded
    present = story.recorded.verdicts[0].act_id
    story.say(presence(story, "Anne", Presence.ABSENT))
    story.say(Restore(act_id=present))


@given("une seconde fiche d'Anne, avec son identifiant")
def second_record(story: Story) -> None:
    story.people["Anne bis"] = story.scene.person("Dupont", "Anne", ft_id="1234567A")


@when("les deux fiches sont fusionnées")
def merged(story: Story) -> None:
    kept, absorbed = story.people["Anne bis"], story.people["Anne"]
    story.say(MergeJobseekers(kept_id=kept, absorbed_id=absorbed))


@when("les deux fiches sont séparées")
def unmerged(story: Story) -> None:
    absorbed = story.people["Anne"]
    merge = story.scene.workspace.read(history.merge_of, absorbed)
    assert merge
    story.say(UnmergeJobseekers(absorbed_id=absorbed, merge_act_id=merge))


@when(parsers.parse("une fiche est créée avec le numéro « {number} » en adresse"))
def created_with_nir(story: Story, number: str) -> None:
    person = Person(last_name="Dupont", first_name="Anne", address=number)
    story.say(CreateJobseeker(jobseeker_id=story.scene.id(), person=person))


# What is seen


@then("Anne et Inès ont une place")
def have_places(story: Story) -> None:
    for name in ("Anne", "Inès"):
        assert story.line(name).state is RegistrationState.REGISTERED


@then("Paul est premier en liste d'attente, Karim deuxième")
def waiting(story: Story) -> None:
    assert [story.line(name).rank for name in ("Paul", "Karim")] == [1, 2]


@then("la place est proposée à Paul")
def offered(story: Story) -> None:
    assert story.warnings["place_freed"]["registration_id"] == story.lines["Paul"]


@then("l'historique de l'inscription d'Anne dit « annulé » et par qui")
def told(story: Story) -> None:
    latest = story.scene.workspace.read(history.of_rows, [story.lines["Anne"]])[0]
    assert (latest.name, latest.by) == ("registration.cancel", "Odile")


TABS = {"présence": Tab.PRESENCE, "résultat": Tab.RESULT}


@then(parsers.re(r"la saisie de (?P<tab>présence|résultat) montre (?P<people>.+)"))
def tab_shows(story: Story, tab: str, people: str) -> None:
    assert story.shown(TABS[tab]) == names(people)


@then("la saisie de résultat est vide")
def tab_empty(story: Story) -> None:
    assert story.shown(Tab.RESULT) == []


@then(parsers.parse("sa présence est enregistrée, avec l'avertissement « {code} »"))
def kept_with_warning(story: Story, code: str) -> None:
    assert code in story.warnings
    assert code in story.line("Paul").flags
    assert story.line("Paul").state is RegistrationState.PRESENT


@then(parsers.parse("il reste {count:d} place"))
def places_left(story: Story, count: int) -> None:
    assert free_places(story.scene.seats(story.slots["une info coll"])) == count


@then(parsers.re(r"(?P<name>Anne|Karim) est inscrite? en formation au statut « (?P<state>.+) »"))
def enrolled_as(story: Story, name: str, state: str) -> None:
    enrolment = story.enrolment(name)
    assert enrolment
    assert label(enrolment.state) == state


@then("Anne n'est plus inscrite en formation")
def not_enrolled(story: Story) -> None:
    assert story.enrolment("Anne") is None


@then(parsers.re(r"son attestation d'inscription est (?P<state>en vigueur|annulée)"))
def attestation_is(story: Story, state: str) -> None:
    paper = story.attestation()
    assert paper
    assert paper.state is (DocumentState.VALID if state == "en vigueur" else DocumentState.VOIDED)


@then("aucune attestation n'est établie")
def no_attestation(story: Story) -> None:
    assert story.attestation() is None


def certificate(story: Story) -> list[str]:
    assert story.enrolment_id
    story.say(IssueCertificate(enrolment_id=story.enrolment_id))
    return story.refusals


@then("son certificat peut être imprimé")
def certificate_given(story: Story) -> None:
    assert certificate(story) == []


@then("le certificat est refusé")
def certificate_refused(story: Story) -> None:
    assert certificate(story) == ["no_certificate"]


@then("l'écran prévient que ni la formation ni le DE ne seront payés")
def neither_paid(story: Story) -> None:
    assert story.recorded
    said = [sentence(w) for each in story.recorded.verdicts for w in each.warnings]
    assert "Non inscrit : ni la formation ni le DE ne seront payés." in said
    enrolment = story.enrolment("Anne")
    assert enrolment
    assert enrolment.state is EnrolmentState.NOT_REGISTERED


@then(parsers.re(r"Anne est inscrite à (?P<place>.+)"))
def is_registered_at(story: Story, place: str) -> None:
    target = story.line("Anne").transferred_to_id
    assert target
    row = story.scene.registration(target)
    assert (row.slot_id, row.state) == (story.slot(place), RegistrationState.REGISTERED)


@then("l'inscription de départ est au statut « Transféré »")
def source_transferred(story: Story) -> None:
    assert label(story.line("Anne").state) == "Transféré"


@then(parsers.parse("{count:d} personnes sont à recontacter"))
def to_call(story: Story, count: int) -> None:
    assert story.warnings["transfer_no_longer_possible"]["count"] == count


@then("personne n'est à recontacter")
def nobody_to_call(story: Story) -> None:
    assert "transfer_no_longer_possible" not in story.warnings
    assert story.refusals == []


@then("le transfert d'Anne est refusé")
def transfer_refused(story: Story) -> None:
    transferred(story, "Anne", "une autre info coll")
    assert story.refusals == ["transfer_source_deleted"]


@then("l'annulation est refusée et rien n'a été modifié")
def undo_refused(story: Story) -> None:
    assert story.refusals == ["changed_since"]
    assert story.line("Anne").state is RegistrationState.ABSENT


@then("une seule fiche reste, avec l'identifiant et l'inscription")
def one_record(story: Story) -> None:
    kept = story.scene.row(JobseekerRow, story.people["Anne bis"])
    absorbed = story.scene.row(JobseekerRow, story.people["Anne"])
    assert (kept.ft_id, absorbed.merged_into_id) == ("1234567A", kept.id)
    assert story.line("Anne").jobseeker_id == kept.id


@then("les deux fiches sont de nouveau là")
def two_records(story: Story) -> None:
    absorbed = story.scene.row(JobseekerRow, story.people["Anne"])
    assert absorbed.merged_into_id is None
    assert story.line("Anne").jobseeker_id == absorbed.id


@then("la fiche est refusée et le numéro n'est écrit nulle part")
def nir_refused(story: Story) -> None:
    assert story.refusals == ["nir"]
    latest = story.scene.workspace.read(history.latest)
    assert not any("006" in str(line.args) for line in latest)
    assert not story.scene.rows(JobseekerRow)


@given("la convocation d'Anne est imprimée")
@when("la convocation d'Anne est imprimée")
def summoned(story: Story) -> None:
    story.say(IssueConvocation(registration_id=story.lines["Anne"]))


@when("le lendemain du début de la session arrive")
def begun(story: Story) -> None:
    assert story.session.starts_on is not None
    story.scene.clock.be(story.session.starts_on + timedelta(days=1))


@then("il manque au dossier la convocation d'Anne")
def no_summons(story: Story) -> None:
    assert story.lacks() == {(Lack.CONVOCATION, "DUPONT Anne")}


@then("il manque au dossier l'entrée d'Anne et les feuilles du premier jour")
def no_entry(story: Story) -> None:
    assert story.lacks() == {(Lack.ENTRY, "DUPONT Anne"), (Lack.SHEET, "")}


@then("il ne manque rien au dossier")
def complete(story: Story) -> None:
    assert story.lacks() == set()


@then("le dossier contient 1 convocation")
def holds_one(story: Story) -> None:
    assert story.file().held()[Chapter.SUMMONS] == 1
