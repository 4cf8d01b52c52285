# SPDX-License-Identifier: MIT
from pytestqt.qtbot import QtBot

from kairos_desktop.services.acts.jobseekers import Person, person_row
from kairos_desktop.views.recruitment.people_picker import PeoplePicker
from kairos_desktop.views.toolkit import metrics
from tests.views.recruitment.scene import Scene

# What a dialogue of 520 leaves beside its margins and its scroll bar.
ROOM = 460


def test_a_long_name_leaves_room_for_what_takes_it_away(scene: Scene, qtbot: QtBot) -> None:
    picker = PeoplePicker(scene.desk)
    qtbot.addWidget(picker)
    someone = Person(last_name="de Saint-Amand de la Rochefoucauld", first_name="Marie-Françoise")
    picker.add(person_row(scene.desk.new_id(), someone))
    picker.show_form()
    assert picker.minimumSizeHint().width() <= metrics.px(ROOM)
