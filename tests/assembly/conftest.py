# SPDX-License-Identifier: MIT
"""The window's parts, with the desk of the view tests."""

from tests.views.conftest import app, desk, heard, lanes

__all__ = ["app", "desk", "heard", "lanes"]
