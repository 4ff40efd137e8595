"""How far a long command is, said to who watches and to nobody else."""

from __future__ import annotations

import sys

import click


def counted(done: int, total: int) -> None:
    """One line that is written over, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{total}", nl=done == total, err=True)
