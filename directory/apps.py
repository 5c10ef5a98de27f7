"""The directory app: pages, commands and the frame around them."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
