"""Who gets what at every address: reads the table in access.txt, which the whole directory is held against.

One line for each address, method and object, then the answer to each of six people:

    anon    somebody who has not signed in         manager  a manager of the council
    prac    a practitioner of the council          privacy  its privacy lead
    roster  a roster admin of the council          admin    a directory administrator

    page    200, a page               in      302 to the sign-in page, with the way back when there is one
    data    200, for a script         home    302 to the first page
    file    200, plain text           on      302 to where this leads
    sheet   200, a spreadsheet              card   200, a vCard
    403 404 405 410                   as they are; whoever gets one has changed nothing

HEAD answers as GET does. Any other method is 405; somebody who has not signed in is sent to do so first where GET would.
"""

from dataclasses import dataclass
from pathlib import Path

ACTORS = ("anon", "prac", "roster", "manager", "privacy", "admin")

TABLE = (Path(__file__).parent / "access.txt").read_text()

# Every address that answers people who have not signed in. Nothing joins it by accident.
FOR_ANYONE = {
    "sign-in", "account_login", "sign-out", "account_logout",
    "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
    "begin", "invitation", "duty", "privacy", "accessibility", "something-wrong", "healthz", "robots", "security",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the table: what each actor gets for `method` at the address `name` of the kind of object `about`."""

    name: str
    about: str
    method: str
    answers: dict

    def __str__(self):
        return f"{self.method} {self.name} {self.about}".removesuffix(" -")


def rows(table=TABLE):
    """The lines of the table, in order."""
    lines = [line for line in table.strip().splitlines() if line.strip()]
    about, method = lines[0].index("object"), lines[0].index("method")
    assert tuple(lines[0][method:].split()[1:]) == ACTORS
    read = []
    for line in lines[1:]:
        verb, *answers = line[method:].split()
        read.append(Row(line[:about].strip(), line[about:method].strip(), verb, dict(zip(ACTORS, answers, strict=True))))
    return read


def gaps(rows, addresses):
    """What the table lacks, and what it names that is not there: sentences, none when they agree."""
    told = {(row.name, row.method) for row in rows}
    wanted = {(name, method) for name in addresses for method in ("GET", "POST")}
    return sorted(
        [f"{method} {name} is missing from the table" for name, method in wanted - told]
        + [f"{method} {name} is in the table, but is no address" for name, method in told - wanted]
    )
