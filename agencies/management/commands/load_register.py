"""Loads the official register of surgeries or of schools from the file its keeper publishes."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.registers.actions import load_register
from agencies.registers.held import REGISTERS, plan_for
from areas import sidefile


class Command(BaseCommand):
    help = "Load a register: gp-practices (the NHS file epraccur) or schools (the GIAS file edubasealldata)."

    def add_arguments(self, parser):
        parser.add_argument("register", choices=sorted(REGISTERS))
        parser.add_argument("file", type=Path, help="a CSV file as published")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *, register, file, dry_run, **options):
        register = REGISTERS[register]
        reading = register.read(_contents(file))
        if reading.problems:
            raise CommandError(_refusal(reading.problems))
        now = timezone.now()
        if dry_run:
            plan = plan_for(register, reading, timezone.localdate(now))
        else:
            plan = load_register(register=register, reading=reading, by=None, at=now)
        for line in _remarks(register, reading, plan, dry_run):
            self.stdout.write(line)
        self.stdout.write(plan.report())


def _contents(file):
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _refusal(problems):
    first, *others = problems
    count = "1 more problem follows" if len(others) == 1 else f"{len(others)} more problems follow"
    more = f" {count}." if others else ""
    return f"{first}{more} Nothing was loaded."


def _remarks(register, reading, plan, dry_run):
    """What the report's one line leaves out."""
    yield f"{reading.rows} rows, {len(reading.entries)} of them {register.THINGS}"
    if dry_run:
        yield "dry run: nothing is written"
    if sidefile.current() is None:
        yield "no postcodes are loaded, so those can be placed only where the file says where they are: run load_postcodes, then this again"
    if plan.without_authority:
        yield f"{plan.without_authority} without a council, because neither the file nor their postcode says which"
    if plan.undated:
        yield f"{plan.undated} left out: closed on a day the file does not say, and never held here"
    if plan.shared:
        yield f"{plan.shared} numbers left out, because another of the {register.THINGS} goes by them"
    if plan.absent:
        yield f"{plan.absent} open {register.THINGS} held here are not in the file; they are left as they are"
