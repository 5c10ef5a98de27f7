"""What somebody watches."""

from django.conf import settings
from django.db import models

from accounts.keys import new_key
from agencies.dates import exactly_one
from agencies.models import Agency, Post
from areas.models import Area


class Watch(models.Model):
    """Somebody wants to hear of changes at one post, in one area or in one agency, from `since` on."""

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    # Up to when they have heard.
    told_to = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            exactly_one("a_watch_is_of_one_thing", "post", "area", "agency"),
            models.UniqueConstraint(fields=["who", "post"], name="somebody_watches_a_post_once"),
            models.UniqueConstraint(fields=["who", "area"], name="somebody_watches_an_area_once"),
            models.UniqueConstraint(fields=["who", "agency"], name="somebody_watches_an_agency_once"),
        ]

    def __str__(self):
        return self.key

    @property
    def thing(self):
        """The post, area or agency."""
        return self.post or self.area or self.agency
