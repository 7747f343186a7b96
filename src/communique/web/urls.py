"""The addresses of the pages."""

from __future__ import annotations

from django.urls import include, path

from communique.web import (
    agreed,
    amendments,
    bodies,
    comments,
    compared,
    compiled,
    convening,
    course,
    decisions,
    delegations,
    entering,
    home,
    huddles,
    landing,
    meetings,
    readings,
    register,
    renumbering,
    seats,
    texts,
)

MODULES = (
    home,
    meetings,
    texts,
    compiled,
    compared,
    landing,
    course,
    agreed,
    renumbering,
    amendments,
    comments,
    delegations,
    huddles,
    decisions,
    readings,
    register,
    bodies,
    convening,
    seats,
    entering,
)

urlpatterns = [path("", include(module.urlpatterns)) for module in MODULES]
