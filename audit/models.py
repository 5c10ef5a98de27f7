"""Events that are only ever added, and the personal values behind them, which can be erased."""

from django.db import models


class Event(models.Model):
    """One thing that was done: ids, a verb, the names of the fields that changed, and a digest of their values.

    It holds no names and no foreign keys, so nothing it describes can be stopped from leaving, and erasing a person's
    values (`EventValue`) leaves every event standing.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=80, blank=True, help_text="accounts.user:7, or empty for the system itself.")
    verb = models.CharField(max_length=80)
    thing = models.CharField(max_length=120, help_text="What it was done to, as app.model:id.")
    fields = models.JSONField(default=list)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["thing", "id"], name="event_thing"),
            models.Index(fields=["actor", "id"], name="event_actor"),
        ]

    def __str__(self):
        return f"{self.verb} {self.thing}"


class EventValue(models.Model):
    """The old and new value of one field in one event: personal data, kept apart so that it can be erased."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="values")
    field = models.CharField(max_length=80)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "field"], name="event_has_one_value_per_field")]

    def __str__(self):
        return f"{self.field} in {self.event_id}"


class EventScope(models.Model):
    """Something that an event concerns, as app.model:id: the event stands in its history. Only ever added, as events are."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="scopes")
    scope = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "event"], name="event_is_in_a_history_once")]

    def __str__(self):
        return f"{self.scope}: {self.event_id}"


class Seal(models.Model):
    """The head of the chain of events after `last`: whoever changes, adds or takes away one before it changes every head that follows.

    Only ever added, as events are. A copy of a head that is kept elsewhere shows also that the newest have been cut off.
    """

    at = models.DateTimeField()
    last = models.BigIntegerField(unique=True, help_text="The primary key of the newest event under it.")
    count = models.BigIntegerField(help_text="How many events there are up to that one.")
    head = models.CharField(max_length=64)

    class Meta:
        ordering = ["last"]

    def __str__(self):
        return f"{self.count} {self.last} {self.head}"
