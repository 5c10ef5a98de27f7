"""Who wants to know that a mailbox does not exist."""

_LISTENERS = []


def when_refused(listener):
    """From now on `listener(address=, by=, at=)` is called, in the same transaction, when a mail server says there is no such mailbox."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def tell(address, *, by, at):
    """Tell everybody who wants to know that there is no mailbox `address`."""
    for listener in _LISTENERS:
        listener(address=address, by=by, at=at)
