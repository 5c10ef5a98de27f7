"""What is kept of an upload, read back: its sheets, its columns, what is asked, and its plan."""

from . import files
from .columns import lay_out
from .files import Row
from .models import unpack
from .reading import remembered

LONGEST_FILE_NAME = 80


def sheets_of(upload):
    """The names of the visible sheets."""
    return [name for name, *_rest in unpack(upload.read)["sheets"]]


def sheet_of(upload):
    """The chosen sheet, or the first: {"rows", "odd", "noted", "hidden", "guessed"}."""
    read = unpack(upload.read)
    chosen = int(upload.said.get("sheet", 0))
    _name, rows, odd, noted = read["sheets"][chosen if chosen < len(read["sheets"]) else 0]
    return {
        "rows": [Row(number, tuple(cells)) for number, cells in rows],
        "odd": [files.Odd(*each) for each in odd],
        "noted": noted,
        "hidden": read["hidden"],
        "guessed": read["guessed"],
    }


def layout_of(upload):
    """What the columns of the chosen sheet hold."""
    return lay_out(sheet_of(upload)["rows"], upload.said, remembered(upload))


def questions_of(upload):
    """What of the file itself has to be said first: "sheet" when there are several."""
    return {"sheet"} if len(sheets_of(upload)) > 1 and "sheet" not in upload.said else set()


def plan_of(upload):
    """The plan as it is kept, or None while there is none."""
    return unpack(upload.plan)


def shown_name(file_name):
    """A file's name as it is shown: its last part, without what turns text round or breaks lines, and not too long."""
    plain = "".join(
        character for character in file_name if character.isprintable() and character not in "\u202a\u202b\u202d\u202e"
    )
    return plain.replace("\\", "/").rpartition("/")[2].strip()[-LONGEST_FILE_NAME:] or "file"
