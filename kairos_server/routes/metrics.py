# SPDX-License-Identifier: MIT
"""Figures for Prometheus: how many requests, how long; no organisation, no person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)


class Metrics:
    """The figures of one application, in a registry of its own."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self.registry: CollectorRegistry = CollectorRegistry()
        self._requests = Counter(
            "kairos_requests",
            "Requests served.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "kairos_request_seconds",
            "Time to serve a request.",
            ("route",),
            registry=self.registry,
            buckets=_BUCKETS,
        )

    def served(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was served."""
        self._requests.labels(route, method if method in _METHODS else "other", str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def page(self) -> bytes:
        """The figures in the text form of Prometheus."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)


_METHODS = frozenset("DELETE GET HEAD OPTIONS PATCH POST PUT".split())
