"""Finds out whether what was recorded is still what it was."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit import chain


class Command(BaseCommand):
    help = (
        "Reckons the chain of events anew and says where it does not fit. --anchor prints the newest head, to be kept where nobody who "
        "runs the directory can write; --against FILE compares with heads that were kept so, a line each."
    )

    def add_arguments(self, parser):
        parser.add_argument("--anchor", action="store_true", help="print the newest head and stop")
        parser.add_argument("--against", type=Path, metavar="FILE", help="heads that were kept elsewhere")

    def handle(self, *args, anchor, against, **options):
        chain.seal(timezone.now())
        newest = chain.anchor()
        if anchor:
            if newest is None:
                raise CommandError("Nothing has been recorded yet.")
            self.stdout.write(json.dumps(newest._asdict()))
            return
        found = chain.disagreements(_kept(against) if against else [], timezone.now())
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError("What was recorded is not what it was.")
        count = newest.count if newest else 0
        self.stdout.write(f"{count} events are as they were recorded." if count else "Nothing has been recorded yet.")


def _kept(file):
    """The heads in a file; lines that hold something else before one, as those of a log do, are read from the brace on."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return [chain.Head(**json.loads(line[line.index("{") :])) for line in lines if "{" in line]
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
    except (TypeError, ValueError) as problem:
        raise CommandError(f"{file} holds something else than heads.") from problem
