"""The line of eight quarters as points on a sheet of 600 by 220. Pure."""

from itertools import pairwise

WIDTH, HEIGHT, EDGE, TOP, BOTTOM = 600, 220, 45, 30, 180


def line(shares):
    """Where each quarter's mark stands: ({x, y, share, label_y} for those that were counted, the stretches between neighbours).

    `shares` are per cents, or None where nothing was counted: the line breaks there.
    """
    step = (WIDTH - 2 * EDGE) / max(len(shares) - 1, 1)
    marks = []
    for nth, share in enumerate(shares):
        if share is not None:
            y = round(BOTTOM - (BOTTOM - TOP) * share / 100)
            # The figure stands over its mark.
            marks.append({"nth": nth, "x": round(EDGE + nth * step), "y": y, "share": share, "label_y": y - 10})
    stretches = [
        {"x1": one["x"], "y1": one["y"], "x2": other["x"], "y2": other["y"]}
        for one, other in pairwise(marks)
        if other["nth"] == one["nth"] + 1
    ]
    return marks, stretches
