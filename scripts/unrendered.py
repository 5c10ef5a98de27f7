"""Names every template that no test rendered, and fails when there is one."""

import sys
from pathlib import Path

from coverage import Coverage


def unrendered(folder, data):
    """The templates under `folder` of which `data` (combined coverage) saw no line."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".txt"})
    return [path for path in files if not data.lines(str(path))]


def main():
    folder = Path(__file__).resolve().parent.parent / "templates"
    measured = Coverage()
    measured.load()
    left = unrendered(folder, measured.get_data())
    for path in left:
        print(f"{path.relative_to(folder)}: rendered by no test")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
