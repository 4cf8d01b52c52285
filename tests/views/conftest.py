# SPDX-License-Identifier: MIT
"""Every view test runs without a screen."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
