"""The project, and everything that is read: finder, profiles, duty page. It has no models and nothing imports it."""
