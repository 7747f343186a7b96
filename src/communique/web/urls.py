"""The addresses of the pages."""

from __future__ import annotations

from django.urls import include, path

from communique.web import (
    amendments,
    bodies,
    convening,
    decisions,
    entering,
    home,
    meetings,
    register,
    seats,
    texts,
)

MODULES = (home, meetings, texts, amendments, decisions, register, bodies, convening, seats, entering)

urlpatterns = [path("", include(module.urlpatterns)) for module in MODULES]
