"""Writes the index of everything that can be found anew, or says whether it agrees with the tables."""

from django.core.management.base import BaseCommand, CommandError

from search import find, index


class Command(BaseCommand):
    help = "Write the search index anew from the tables. With --check only say where it disagrees with them."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; end with an error when index and tables disagree"
        )

    def handle(self, *, check, **options):
        if not check:
            counts = index.rebuild()
            find.forget()
            self.stdout.write(", ".join(f"{count} of kind {kind}" for kind, count in counts.items()))
            return
        if faults := index.disagreements():
            raise CommandError("\n".join(faults[:20]) + f"\n{len(faults)} in all. Run rebuild_search.")
        self.stdout.write("The index agrees with the tables.")
