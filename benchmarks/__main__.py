"""Runs one benchmark: `python -m benchmarks <name> [...]`."""

import importlib
import os
import sys
from pathlib import Path

import django


def main():
    names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    if len(sys.argv) < 2 or sys.argv[1] not in names:
        sys.exit(f"Usage: python -m benchmarks NAME\nNames: {', '.join(names)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
    django.setup()
    sys.exit(importlib.import_module(f"benchmarks.{sys.argv[1]}").main(sys.argv[2:]))


if __name__ == "__main__":
    main()
