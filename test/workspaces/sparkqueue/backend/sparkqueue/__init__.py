"""Sparkqueue: tasks in named streams, taken by consumers."""

__version__ = "0.7.2"
