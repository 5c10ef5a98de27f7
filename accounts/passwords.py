"""Refuses passwords made of the words that everybody here knows."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What the product and its trade are called; whoever guesses passwords for this site begins with these.
WORDS = ("safeguarding", "safeguard", "directory", "partnership", "mash", "lado", "council", "police", "children", "social", "worker",
         "nhs", "password", "welcome")  # fmt: skip
# What must be left of a password when these words and the figures around them are taken out.
LEFT = 8  # letters


class NoWordsOfThePlace:
    """A password that holds such words, or this place's name, needs eight letters besides. One of figures alone is another's business."""

    def validate(self, password, user=None):
        written = _letters(password)
        left = written
        for word in sorted({_letters(settings.PRODUCT_NAME), *WORDS} - {""}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < min(LEFT, len(written)):
            raise ValidationError(self.get_help_text(), code="password_of_the_place")

    def get_help_text(self):
        return _("This password is made of words that anybody would try here. Add two words that have nothing to do with work.")


def _letters(text):
    """The letters of the text, in small: what stands between them is how the same words are varied."""
    return re.sub(r"[\W\d_]", "", text.casefold())
