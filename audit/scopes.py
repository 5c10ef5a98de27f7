"""Knows what an event concerns beside the thing it was done to, so that an agency can read its own history.

Each app registers, for its models, a function from a primary key and a day to the things concerned: references like
"agencies.agency:7". The day is that of the event: who works where then decides whose history it belongs to.
"""

_CONCERNS = {}


def register(label, concerns):
    """Says what things of the model `label` ("contacts.absence") concern; called by the app that owns it when it is ready."""
    _CONCERNS[label] = concerns


def concerned(reference, day):
    """Every thing that an event about `reference` ("app.model:id") concerns on `day`, itself included."""
    label, _, pk = reference.partition(":")
    if label not in _CONCERNS or not pk.isdecimal():
        return {reference}
    return {reference, *_CONCERNS[label](int(pk), day)}
