"""Starts, watches and stops a whole stack on this machine."""

from demo.launcher.folder import StateFolder
from demo.launcher.stack import Options, Stack

__all__ = ["Options", "Stack", "StateFolder"]
