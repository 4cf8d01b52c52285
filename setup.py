# SPDX-License-Identifier: MIT
"""Puts resources/, which stands beside the packages, inside the installed one.

All the rest is in pyproject.toml, which cannot say this together with package discovery.
"""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["kairos_desktop*", "kairos_server*"]),
        "kairos_desktop.resources",
    ],
    package_dir={"kairos_desktop.resources": "resources"},
    package_data={"kairos_desktop.resources": ["**/*"]},
)
