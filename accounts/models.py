"""Somebody who signs in, and the door through which the first of them comes."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .keys import new_key


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """An account. It rests on memberships of agencies, not on a post: most people who search are never listed."""

    key = models.CharField(max_length=10, unique=True, default=new_key, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, validators=[ProhibitNullCharactersValidator()])
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_is_unique_in_any_case")]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name


class FirstDoor(models.Model):
    """A one-time way in for the first directory administrator. Only a digest of its address is kept; the newest one counts."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
