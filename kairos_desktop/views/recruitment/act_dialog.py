# SPDX-License-Identifier: MIT
"""The one dialogue of an act, from the toolkit, under the name that this folder knows it by."""

from kairos_desktop.views.toolkit.act_dialog import ActDialog

__all__ = ["ActDialog"]
