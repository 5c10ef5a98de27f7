"""An absence as plain values, so that a change of it can be undone."""


def as_it_was(absence):
    """An absence with its covers, as `actions.put_back` takes it; None for one that is not there."""
    if absence is None:
        return None
    covers = absence.covers.order_by("pk").values_list("key", "post_id", "practitioner_id", "state", "asked_at")
    return {
        "starts_at": absence.starts_at.isoformat(),
        "ends_at": absence.ends_at.isoformat(),
        "covers": [[*cover, asked and asked.isoformat()] for *cover, asked in covers],
    }
