"""A demonstration partnership: invented people in invented agencies over the real map of three cities."""
