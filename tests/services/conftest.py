# SPDX-License-Identifier: MIT
"""A keyring for the tests of the services."""

from tests.keyring_daemon import bus, daemon, home

__all__ = ["bus", "daemon", "home"]
