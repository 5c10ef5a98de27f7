"""Loads the demonstration partnership: invented people in invented agencies over three real cities."""

import os
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.actions import set_password
from accounts.models import User
from agencies.models import AgencyKind, Partnership, Role
from areas.models import Area
from directory.demo import partnership
from directory.demo.signins import EMAILS


class Command(BaseCommand):
    help = (
        "Load the demonstration partnership into a directory that holds none. Run load_places, load_roles, load_postcodes first."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--at", type=datetime.fromisoformat, help="the moment it is made for, as 2026-11-23T10:00; now unless given"
        )
        parser.add_argument("--password-only", action="store_true", help="only give its accounts the password in DEMO_PASSWORD")

    def handle(self, *, at, password_only, **options):
        password = os.environ.get("DEMO_PASSWORD")
        if password_only:
            return self._reset(password)
        at = timezone.localtime() if at is None else at if timezone.is_aware(at) else timezone.make_aware(at)
        if Partnership.objects.exists():
            raise CommandError("This directory holds a partnership already; the demonstration goes only into an empty one.")
        if not (
            Role.objects.exists() and AgencyKind.objects.exists() and Area.objects.filter(code=partnership.POLICE_AREA).exists()
        ):
            raise CommandError("Run load_places and load_roles first.")
        with transaction.atomic():
            try:
                demo = partnership.load(at=at, password=password, say=self.stdout.write)
            except ValueError as problem:
                raise CommandError(f"{problem} Run load_postcodes first.") from problem
        self.stdout.write(f"{len(demo.agencies)} agencies, {len(demo.posts)} posts, {len(demo.practitioners)} people")

    def _reset(self, password):
        if not password:
            raise CommandError("Set DEMO_PASSWORD to the password the demonstration's accounts should have.")
        users = User.objects.filter(email__in=EMAILS)
        for user in users:
            set_password(user=user, password=password, by=None, at=timezone.now())
        self.stdout.write(f"{len(users)} accounts have the password in DEMO_PASSWORD")
