# SPDX-License-Identifier: MIT
"""The scenarios of formation.feature: from the first day of training on, over a real workspace."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pytest_bdd import given, parsers, scenarios, then, when

from kairos_desktop.models.rows import AttendanceRow, DocumentRow, EnrolmentRow
from kairos_desktop.models.vocabulary import (
    DocumentKind,
    DocumentState,
    EnrolmentState,
    Justification,
    Reportable,
    Verdict,
)
from kairos_desktop.services.acts.absences import QualifyAbsence, RecordAbsence
from kairos_desktop.services.acts.attendance import DeclareAttendance, RectifyAttendance
from kairos_desktop.services.acts.enrolments import ProposeEnrolment, RecordVerdict
from kairos_desktop.services.acts.entries import CorrectEntry, RecordAbsentAtEntry, RecordEntry
from kairos_desktop.services.acts.exits import DropTrainee
from kairos_desktop.services.acts.kairos_reports import ReportToKairos
from kairos_desktop.services.acts.month_papers import IssueStatement
from kairos_desktop.services.acts.remote_work import RecordRemoteWork, RemoteWork
from kairos_desktop.services.queries import attendance, enrolments, kairos_reports
from kairos_desktop.services.queries.attendance import TraineeMonth
from kairos_desktop.services.queries.kairos_reports import KairosLine
from kairos_desktop.services.rules.evidence import Lack
from kairos_desktop.services.rules.kairos_reports import ReportState
from kairos_desktop.services.rules.remote_work import percent
from kairos_desktop.services.wording.labels import label
from tests.factories import Scene
from tests.features.story import Story, names
from tests.training_scene import a_training, on

scenarios("formation.feature")

FIRST, MONDAY = date(2026, 11, 2), date(2026, 11, 16)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
HOUR = 60
_ENTRY, _STATEMENT = DocumentKind.ENTRY_ATTESTATION, DocumentKind.ATTENDANCE_STATEMENT


class Class(Story):
    """The same, of a session that has begun: enrolments by first name."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        scene.clock.be(FIRST)
        self.session = a_training(scene, starts_on=FIRST, distance_share="Mixte")
        self.absence = scene.id()

    def enrol(self, name: str) -> None:
        self.lines[name] = self.scene.id()
        self.say(
            ProposeEnrolment(
                enrolment_id=self.lines[name],
                session_id=self.session.id,
                jobseeker_id=self.person(name),
            )
        )
        self.say(
            RecordVerdict(
                enrolment_id=self.lines[name], verdict=Verdict.REGISTERED, given_on=FIRST,
                source="KAIROS",
            )
        )  # fmt: skip

    def state(self, name: str) -> EnrolmentState:
        return self.scene.row(EnrolmentRow, self.lines[name]).state

    def papers(self, kind: DocumentKind) -> dict[UUID | None, list[DocumentRow]]:
        """The papers of a kind that stand, by enrolment."""
        found: dict[UUID | None, list[DocumentRow]] = {}
        for row in self.scene.rows(DocumentRow):
            if row.kind is kind and row.state is DocumentState.VALID:
                found.setdefault(row.enrolment_id, []).append(row)
        return found

    def to_enter(self) -> set[str]:
        today = self.scene.clock.now.date()
        ids = self.scene.workspace.read(enrolments.entries, self.session.id, today).ids
        return {name for name, row_id in self.lines.items() if row_id in ids}

    def declare(self, *people: str, month: date = NOVEMBER) -> None:
        ids = tuple(self.lines[name] for name in people)
        self.say(DeclareAttendance(month=month, enrolment_ids=ids))

    def month(self, name: str, month: date = NOVEMBER) -> TraineeMonth:
        today = self.scene.clock.now.date()
        card = self.scene.workspace.read(attendance.month_card, self.session.id, month, today)
        assert card is not None
        return next(each for each in card.trainees if each.id == self.lines[name])

    def declared(self, name: str) -> AttendanceRow:
        kept = self.month(name).declared
        assert kept is not None
        return kept

    def to_report(self) -> dict[str, KairosLine]:
        """The entries to report, by whose they are."""
        found = self.scene.workspace.read(kairos_reports.board, self.scene.clock.now.date())
        by_id = {line.about_id: line for line in found.lines if line.kind is Reportable.ENTRY}
        return {name: by_id[row] for name, row in self.lines.items() if row in by_id}


@given("une session qui commence aujourd'hui, 2 novembre 2026", target_fixture="room")
def a_session(scene: Scene) -> Class:
    return Class(scene)


@given("Anne, Inès et Paul y sont inscrits, validés par le conseiller")
def enrolled(room: Class) -> None:
    for name in ("Anne", "Inès", "Paul"):
        room.enrol(name)


def entry(room: Class, name: str, day: date = FIRST) -> RecordEntry:
    return RecordEntry(enrolment_id=room.lines[name], entered_on=day)


@when("Anne et Inès sont présentes à l'entrée et Paul absent, en un geste")
def first_day(room: Class) -> None:
    absent = RecordAbsentAtEntry(enrolment_id=room.lines["Paul"])
    room.say(entry(room, "Anne"), entry(room, "Inès"), absent)


@given("Anne et Inès entrées le premier jour")
def both_entered(room: Class) -> None:
    room.say(entry(room, "Anne"), entry(room, "Inès"))


@when("Paul arrive le lendemain")
def comes_later(room: Class) -> None:
    room.scene.clock.be(date(2026, 11, 3))
    room.say(entry(room, "Paul", date(2026, 11, 3)))


@when("la secrétaire annule sa dernière saisie")
def undo(room: Class) -> None:
    room.recorded = room.scene.workspace.undo()


@when("la secrétaire la rétablit")
def redo(room: Class) -> None:
    room.recorded = room.scene.workspace.redo()


@given("Anne absente le 16 novembre, sans motif")
def away(room: Class) -> None:
    room.scene.clock.be(MONDAY)
    room.say(
        RecordAbsence(absence_id=room.absence, enrolment_id=room.lines["Anne"], dates=on(MONDAY))
    )


@when(parsers.parse("l'assiduité est déclarée le {day:d} novembre"))
@given(parsers.parse("l'assiduité déclarée le {day:d} novembre"))
def declared_on(room: Class, day: int) -> None:
    room.scene.clock.be(date(2026, 11, day))
    room.declare("Anne", "Inès")


@given("l'assiduité de décembre déclarée le 28 décembre")
def december_declared(room: Class) -> None:
    room.scene.clock.be(date(2026, 12, 28))
    room.declare("Anne", "Inès", month=DECEMBER)


@given("l'assiduité n'est pas déclarée le 1er décembre")
def not_declared(room: Class) -> None:
    room.scene.clock.be(date(2026, 12, 1))


@when("l'assiduité de novembre est déclarée")
def november_declared(room: Class) -> None:
    room.declare("Anne", "Inès")


@when("l'absence d'Anne est justifiée")
def justified(room: Class) -> None:
    issued = IssueStatement(enrolment_id=room.lines["Anne"], month=NOVEMBER)
    proof = QualifyAbsence(
        absence_id=room.absence, reason="sick", justification=Justification.JUSTIFIED
    )
    room.say(issued, proof)


@when("le mois d'Anne est rectifié")
def rectified(room: Class) -> None:
    room.say(RectifyAttendance(month=NOVEMBER, enrolment_id=room.lines["Anne"]))


@when("on apprend qu'Anne n'est plus venue depuis le 30 novembre")
def dropped(room: Class) -> None:
    last = date(2026, 11, 30)
    room.say(DropTrainee(enrolment_id=room.lines["Anne"], last_day=last, reason="job"))


@given("35 h à distance estimées pour elles, 28 h validées pour Anne et 35 h pour Inès")
def at_a_distance(room: Class) -> None:
    lines = tuple(
        RemoteWork(enrolment_id=room.lines[name], estimated=35 * HOUR, validated=hours * HOUR)
        for name, hours in (("Anne", 28), ("Inès", 35))
    )
    room.say(RecordRemoteWork(month=NOVEMBER, lines=lines))


@when("les états de présence sont imprimés")
def statements(room: Class) -> None:
    room.say(
        *(
            IssueStatement(enrolment_id=room.lines[name], month=NOVEMBER)
            for name in ("Anne", "Inès")
        )
    )


@when("l'entrée d'Anne est reportée")
def reported(room: Class) -> None:
    line = room.to_report()["Anne"]
    assert line.said is not None
    room.say(ReportToKairos(kind=line.kind, about_id=line.about_id, said=line.said))


@when("l'entrée d'Anne est corrigée au 3 novembre")
def corrected(room: Class) -> None:
    right = date(2026, 11, 3)
    room.scene.clock.be(right)
    room.say(CorrectEntry(enrolment_id=room.lines["Anne"], entered_on=right, reason="Retard"))


# What is seen


@then(parsers.re(r"(?P<people>.+) (est|sont) au statut « Entré » et (son|leur) AES est en vigueur"))
def in_training(room: Class, people: str) -> None:
    standing = room.papers(_ENTRY)
    for name in names(people):
        assert room.state(name) is EnrolmentState.ENTERED
        assert len(standing[room.lines[name]]) == 1


@then(parsers.re(r"(?P<people>Paul|Anne, Inès et Paul|personne ne) (reste|restent) à saisir"))
def still_to_enter(room: Class, people: str) -> None:
    assert room.to_enter() == (set() if people == "personne ne" else set(names(people)))


@then("aucune AES n'est en vigueur")
def no_attestation(room: Class) -> None:
    assert room.papers(_ENTRY) == {}


@then("la déclaration est refusée")
def refused(room: Class) -> None:
    assert room.refusals == ["month_not_open"]


@then("l'écran prévient qu'il reste une absence à qualifier")
def to_qualify(room: Class) -> None:
    assert room.warnings["absences_to_qualify"]["count"] == 1


@then(
    parsers.re(
        r"le mois d'Anne est « (?P<state>.+) », avec 7 h d'absence (?P<kind>à qualifier|justifiées)"
    )
)
def month_of_anne(room: Class, state: str, kind: str) -> None:
    row, is_justified = room.declared("Anne"), kind == "justifiées"
    assert label(room.month("Anne").state) == state
    expected = (7 * HOUR, 0, 0) if is_justified else (0, 0, 7 * HOUR)
    assert (row.justified, row.unjustified, row.to_qualify) == expected


@then("le mois d'Inès est « Déclarée », sans absence")
def month_of_ines(room: Class) -> None:
    row = room.declared("Inès")
    assert label(room.month("Inès").state) == "Déclarée"
    assert row.justified + row.unjustified + row.to_qualify == 0


@then("l'état de présence d'Anne remplace le premier")
def replaced(room: Class) -> None:
    room.say(IssueStatement(enrolment_id=room.lines["Anne"], month=NOVEMBER))
    (paper,) = room.papers(_STATEMENT)[room.lines["Anne"]]
    assert paper.version == 2


@then("l'écran prévient que décembre est à rectifier")
def december_warned(room: Class) -> None:
    assert room.warnings["month_declared"]["day"] == DECEMBER


@then("le mois de décembre d'Anne est « À rectifier »")
def december_to_rectify(room: Class) -> None:
    assert label(room.month("Anne", DECEMBER).state) == "À rectifier"


@then("Anne est assidue à 80 % et Inès à 100 %")
def assiduous(room: Class) -> None:
    rows = [room.declared(name) for name in ("Anne", "Inès")]
    assert [percent(row.estimated, row.validated) for row in rows] == [80, 100]


def of_months(room: Class) -> set[tuple[Lack, str]]:
    """What lacks of the months, and of whom."""
    about = {Lack.MONTH, Lack.MONTH_CHANGED, Lack.STATEMENT}
    return {(lack, whom) for lack, whom in room.lacks() if lack in about}


@then(parsers.re(r"il manque au dossier (?P<what>l'assiduité|l'état de présence) d'Anne et d'Inès"))
def lacks_of_month(room: Class, what: str) -> None:
    # One line for all those of a month: it is declared, and printed, for the whole session.
    lack = Lack.MONTH if what == "l'assiduité" else Lack.STATEMENT
    assert of_months(room) == {(lack, "2 personnes")}


@then("il ne manque plus rien de l'assiduité")
def nothing_of_month(room: Class) -> None:
    assert of_months(room) == set()


@then("2 entrées sont à reporter dans KAIROS")
def two_to_report(room: Class) -> None:
    assert {name: line.state for name, line in room.to_report().items()} == {
        "Anne": ReportState.TO_REPORT,
        "Inès": ReportState.TO_REPORT,
    }


@then("il reste 1 entrée à reporter, celle d'Inès")
def one_to_report(room: Class) -> None:
    assert set(room.to_report()) == {"Inès"}


@then("2 entrées sont à reporter, dont celle d'Anne qui a changé")
def changed_since(room: Class) -> None:
    assert {name: line.state for name, line in room.to_report().items()} == {
        "Anne": ReportState.AGAIN,
        "Inès": ReportState.TO_REPORT,
    }
