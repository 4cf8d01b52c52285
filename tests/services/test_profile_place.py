# SPDX-License-Identifier: MIT
"""A profile lies on this machine's own disk, in a folder that nothing copies."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kairos_desktop.models import failures
from kairos_desktop.services import profile_place

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
//nas/share /mnt/nas\\040du\\040greta cifs rw 0 0
me@host: /mnt/ssh fuse.sshfs rw 0 0
/dev/sdc1 /mnt/covered ext4 rw 0 0
nas:/x /mnt/covered nfs rw 0 0
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked for the kind of the drive")
@pytest.mark.parametrize(
    ("folder", "network"),
    [
        ("/var/lib/kairos", False),
        ("/home/aicha/kairos", True),
        ("/home/local/kairos", False),
        ("/homes", False),
        ("/mnt/nas du greta/kairos", True),
        ("/mnt/ssh", True),
        ("/mnt/covered/kairos", True),
    ],
)
def test_the_nearest_mount_decides(folder: str, network: bool) -> None:
    assert profile_place.is_network(Path(folder), MOUNTS) is network


@pytest.mark.parametrize("folder", ["\\\\server\\share\\kairos", "//server/share/kairos"])
def test_a_share_is_a_network_drive(folder: str) -> None:
    assert profile_place.is_network(Path(folder), "")


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/Users/a/OneDrive - Académie de Rennes/kairos", "OneDrive"),
        ("/home/a/Dropbox (Greta)/kairos", "Dropbox"),
        ("/home/a/Nextcloud/kairos", "Nextcloud"),
        ("/home/a/Mon Drive/kairos", "Google Drive"),
        ("/home/a/documents/kairos", None),
        ("/home/a/dropboxes/kairos", None),
    ],
)
def test_cloud_folders_are_known_by_their_name(folder: str, service: str | None) -> None:
    assert profile_place.cloud_service(Path(folder), {}) == service


def test_cloud_folders_are_known_by_their_marks(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert profile_place.cloud_service(tmp_path / "deep" / "kairos", {}) == "Syncthing"


def test_onedrive_is_known_by_the_environment(tmp_path: Path) -> None:
    where = {"OneDriveCommercial": str(tmp_path)}
    assert profile_place.cloud_service(tmp_path / "kairos", where) == "OneDrive"
    assert profile_place.cloud_service(tmp_path.parent / "kairos", where) is None


def test_a_link_into_a_synchronised_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Nextcloud").mkdir()
    (tmp_path / "kairos").symlink_to(tmp_path / "Nextcloud")
    with pytest.raises(failures.SyncedFolder) as caught:
        profile_place.refuse_unsafe(tmp_path / "kairos" / "99900011000026")
    assert caught.value.service == "Nextcloud"


def test_this_machine_s_disk_is_accepted(tmp_path: Path) -> None:
    profile_place.refuse_unsafe(tmp_path / "not-yet" / "there")
