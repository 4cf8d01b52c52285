# SPDX-License-Identifier: MIT
"""Where a profile may lie: a folder of this machine's own disks, copied by no cloud service.

A journal in WAL mode needs shared memory and file locks that network drives do not keep, and a
synchronised folder moves the file without its journal (reference R-D5).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from kairos_desktop.models import failures

_NETWORK = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs ncpfs afs ceph glusterfs lustre davfs davfs2 "
    "fuse.sshfs fuse.rclone fuse.davfs fuse.davfs2 fuse.smbnetfs fuse.gvfsd-fuse "
    "fuse.glusterfs fuse.s3fs fuse.curlftpfs fuse.google-drive-ocamlfuse fuse.onedriver".split()
)
_CLOUD_NAMES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mon drive": "Google Drive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "kdrive": "kDrive",
    "pclouddrive": "pCloud",
    "hubic": "hubiC",
}
_CLOUD_MARKS = {
    ".dropbox": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
}
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_REMOTE_DRIVE = 4


def refuse_unsafe(folder: Path) -> None:
    """NetworkDrive or SyncedFolder unless the folder, which may not exist yet, is a safe place."""
    folder = Path(os.path.realpath(folder))
    if is_network(folder, _mounts()):
        raise failures.NetworkDrive(folder)
    service = cloud_service(folder, os.environ)
    if service is not None:
        raise failures.SyncedFolder(folder, service=service)


def is_network(folder: Path, mounts: str) -> bool:
    """Whether the folder is on another machine; `mounts` is the text of /proc/self/mounts."""
    if str(folder).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _REMOTE_DRIVE
    kind, depth = "", -1
    for line in mounts.splitlines():
        _, point, found, *_ = line.split(" ")
        point = Path(point.encode().decode("unicode_escape"))
        # The last of two mounts on one point hides the first.
        if folder.is_relative_to(point) and len(point.parts) >= depth:
            kind, depth = found, len(point.parts)
    return kind in _NETWORK


def cloud_service(folder: Path, environment: Mapping[str, str]) -> str | None:
    """The service that copies the folder, by its name, by its marks, or by the environment."""
    for variable in _ONEDRIVE_VARIABLES:
        root = environment.get(variable)
        if root and folder.is_relative_to(root):
            return "OneDrive"
    for part in (folder, *folder.parents):
        # « OneDrive - Académie de Rennes »: the account's name follows.
        name = part.name.casefold().partition(" - ")[0].partition(" (")[0]
        if name in _CLOUD_NAMES:
            return _CLOUD_NAMES[name]
        for mark, service in _CLOUD_MARKS.items():
            if (part / mark).exists():
                return service
    return None


def _mounts() -> str:
    """What the system says is mounted; nothing where it does not say it that way."""
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
