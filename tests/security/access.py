"""Who gets what at every address: the table that the whole directory is held against.

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

ACTORS = ("anon", "prac", "roster", "manager", "privacy", "admin")

TABLE = """
address                                 object        method  anon  prac  roster  manager  privacy  admin

sign-in                                 -             GET     page  home  home    home     home     home
sign-in                                 wrong         POST    page  home  home    home     home     home
sign-in                                 right         POST    home  home  home    home     home     home
account_login                           -             GET     page  home  home    home     home     home
account_login                           wrong         POST    page  home  home    home     home     home
sign-out                                -             GET     page  page  page    page     page     page
sign-out                                -             POST    on    on    on      on       on       on
account_logout                          -             GET     page  page  page    page     page     page
account_logout                          -             POST    on    on    on      on       on       on
account_reset_password                  -             GET     page  page  page    page     page     page
account_reset_password                  known         POST    on    on    on      on       on       on
account_reset_password                  unknown       POST    on    on    on      on       on       on
account_reset_password_done             -             GET     page  page  page    page     page     page
account_reset_password_done             -             POST    405   405   405     405      405      405
account_reset_password_from_key         spent         GET     page  page  page    page     page     page
account_reset_password_from_key         spent         POST    page  page  page    page     page     page
account_reset_password_from_key         fresh         GET     on    on    on      on       on       on
account_reset_password_from_key         fresh         POST    on    on    on      on       on       on
account_reset_password_from_key_done    -             GET     page  page  page    page     page     page
account_reset_password_from_key_done    -             POST    405   405   405     405      405      405
account_change_password                 -             GET     in    page  page    page     page     page
account_change_password                 wrong         POST    in    page  page    page     page     page
account_password_changed                -             GET     in    page  page    page     page     page
account_password_changed                -             POST    in    405   405     405      405      405
begin                                   shut          GET     410   410   410     410      410      410
begin                                   shut          POST    410   410   410     410      410      410

home                                    -             GET     in    page  page    page     page     page
home                                    -             POST    in    405   405     405      405      405
find                                    -             GET     in    405   405     405      405      405
find                                    place         POST    in    on    on      on       on       on
find                                    nothing       POST    in    page  page    page     page     page
ask                                     own           GET     in    page  page    page     page     page
ask                                     another's     GET     in    home  home    home     home     home
ask                                     words         GET     in    home  home    home     home     home
ask                                     own           POST    in    405   405     405      405      405
answer                                  role          GET     in    page  page    page     page     page
answer                                  everyone      GET     in    page  page    page     page     page
answer                                  missing       GET     in    404   404     404      404      404
answer                                  role          POST    in    405   405     405      405      405
search                                  -             GET     in    405   405     405      405      405
search                                  words         POST    in    on    on      on       on       on
search                                  nothing       POST    in    home  home    home     home     home
results                                 own           GET     in    page  page    page     page     page
results                                 another's     GET     in    home  home    home     home     home
results                                 question      GET     in    home  home    home     home     home
results                                 own           POST    in    405   405     405      405      405
suggest                                 -             GET     in    405   405     405      405      405
suggest                                 words         POST    in    data  data    data     data     data
suggest-schools                         -             GET     in    405   405     405      405      405
suggest-schools                         words         POST    in    data  data    data     data     data
suggest-practices                       -             GET     in    405   405     405      405      405
suggest-practices                       words         POST    in    data  data    data     data     data
suggest-places                          -             GET     in    405   405     405      405      405
suggest-places                          words         POST    in    data  data    data     data     data
suggest-agencies                        -             GET     in    405   405     405      405      405
suggest-agencies                        words         POST    in    data  data    data     data     data
patch                                   -             GET     in    page  page    page     page     page
patch                                   place         POST    in    home  home    home     home     home
patch                                   nothing       POST    in    page  page    page     page     page

practitioner                            own agency    GET     in    page  page    page     page     page
practitioner                            other agency  GET     in    page  page    page     page     page
practitioner                            restricted    GET     in    404   404     404      404      404
practitioner                            missing       GET     in    404   404     404      404      404
practitioner                            own agency    POST    in    405   405     405      405      405
vcard                                   own agency    GET     in    card  card    card     card     card
vcard                                   other agency  GET     in    card  card    card     card     card
vcard                                   restricted    GET     in    404   404     404      404      404
vcard                                   missing       GET     in    404   404     404      404      404
vcard                                   own agency    POST    in    405   405     405      405      405
practitioner                            restricted    POST    in    405   405     405      405      405
post                                    own agency    GET     in    page  page    page     page     page
post                                    other agency  GET     in    page  page    page     page     page
post                                    restricted    GET     in    page  page    page     page     page
post                                    missing       GET     in    404   404     404      404      404
post                                    own agency    POST    in    405   405     405      405      405
agency                                  own agency    GET     in    page  page    page     page     page
agency                                  other agency  GET     in    page  page    page     page     page
agency                                  missing       GET     in    404   404     404      404      404
agency                                  own agency    POST    in    405   405     405      405      405
area                                    known         GET     in    page  page    page     page     page
area                                    missing       GET     in    404   404     404      404      404
area                                    known         POST    in    405   405     405      405      405
setting                                 known         GET     in    page  page    page     page     page
setting                                 confidential  GET     in    on    on      on       on       on
setting                                 missing       GET     in    404   404     404      404      404
setting                                 known         POST    in    405   405     405      405      405

admins                                  own agency    GET     in    403   page    403      403      page
admins                                  other agency  GET     in    403   403     403      403      page
admins                                  missing       GET     in    404   404     404      404      404
admins                                  own agency    POST    in    403   on      403      403      on
admins                                  nothing       POST    in    403   page    403      403      page
end-admin                               own agency    GET     in    403   page    403      403      page
end-admin                               other agency  GET     in    403   403     403      403      404
end-admin                               missing       GET     in    403   404     403      403      404
end-admin                               own agency    POST    in    403   on      403      403      on
withdraw-invitation                     own agency    GET     in    405   405     405      405      405
withdraw-invitation                     own agency    POST    in    403   on      403      403      on
withdraw-invitation                     other agency  POST    in    403   403     403      403      on
withdraw-invitation                     missing       POST    in    403   404     403      403      404
invitation                              open          GET     page  page  page    page     page     page
invitation                              shut          GET     410   410   410     410      410      410
invitation                              shut          POST    410   410   410     410      410      410
invitation                              open          POST    page  on    410     410      410      410
watching                                -             GET     in    page  page    page     page     page
watching                                -             POST    in    405   405     405      405      405
watch                                   -             GET     in    405   405     405      405      405
watch                                   post          POST    in    on    on      on       on       on
watch                                   missing       POST    in    404   404     404      404      404
stop-watching                           -             GET     in    405   405     405      405      405
stop-watching                           another's     POST    in    404   404     404      404      404
letters                                 -             GET     in    403   403     403      403      page
letters                                 -             POST    in    405   405     405      405      405
letter-again                            given up      GET     in    405   405     405      405      405
letter-again                            given up      POST    in    403   403     403      403      on
letter-again                            missing       POST    in    403   403     403      403      404

my-card                                 -             GET     in    page  page    page     page     page
my-card                                 -             POST    in    405   405     405      405      405
confirm-card                            -             GET     in    405   405     405      405      405
confirm-card                            -             POST    in    on    on      on       on       on
my-away                                 -             GET     in    on    on      on       on       on
my-away                                 -             POST    in    on    on      on       on       on
go-now                                  -             GET     in    405   405     405      405      405
go-now                                  -             POST    in    on    on      on       on       on
away                                    own agency    GET     in    403   page    403      403      403
away                                    other agency  GET     in    403   403     403      403      403
away                                    restricted    GET     in    404   page    404      404      404
away                                    missing       GET     in    404   404     404      404      404
away                                    own agency    POST    in    403   page    403      403      403
away                                    restricted    POST    in    404   page    404      404      404
absence                                 own agency    GET     in    403   page    403      403      403
absence                                 other agency  GET     in    403   403     403      403      403
absence                                 restricted    GET     in    404   page    404      404      404
absence                                 missing       GET     in    404   404     404      404      404
absence                                 own agency    POST    in    403   page    403      403      403
absence                                 restricted    POST    in    404   page    404      404      404
end-absence                             own agency    GET     in    405   405     405      405      405
end-absence                             other agency  POST    in    403   403     403      403      403
end-absence                             restricted    POST    in    404   on      404      404      404
end-absence                             missing       POST    in    404   404     404      404      404
undo-absence                            -             GET     in    405   405     405      405      405
undo-absence                            -             POST    in    on    on      on       on       on
cover                                   own agency    GET     in    403   page    403      403      403
cover                                   other agency  GET     in    403   403     403      403      403
cover                                   restricted    GET     in    404   page    404      404      404
cover                                   missing       GET     in    404   404     404      404      404
cover                                   own agency    POST    in    403   on      403      403      403
cover                                   restricted    POST    in    404   on      404      404      404
through                                 -             GET     in    405   405     405      405      405
through                                 spoke         POST    in    on    on      on       on       on
through                                 wrong         POST    in    on    on      on       on       on
through                                 nothing       POST    in    home  home    home     home     home
through                                 restricted    POST    in    404   404     404      404      404
wrong-post                              own agency    GET     in    page  page    page     page     page
wrong-post                              restricted    GET     in    page  page    page     page     page
wrong-post                              missing       GET     in    404   404     404      404      404
wrong-post                              own agency    POST    in    on    on      on       on       on
wrong-post                              nothing       POST    in    page  page    page     page     page
wrong-agency                            own agency    GET     in    page  page    page     page     page
wrong-agency                            missing       GET     in    404   404     404      404      404
wrong-agency                            own agency    POST    in    on    on      on       on       on
wrong-agency                            nothing       POST    in    page  page    page     page     page
wrong-person                            own agency    GET     in    page  page    page     page     page
wrong-person                            restricted    GET     in    404   404     404      404      404
wrong-person                            missing       GET     in    404   404     404      404      404
wrong-person                            own agency    POST    in    on    on      on       on       on
wrong-person                            restricted    POST    in    404   404     404      404      404
wrong-person                            nothing       POST    in    page  page    page     page     page
wrong-setting                           known         GET     in    page  page    page     page     page
wrong-setting                           confidential  GET     in    on    on      on       on       on
wrong-setting                           missing       GET     in    404   404     404      404      404
wrong-setting                           known         POST    in    on    on      on       on       on
wrong-setting                           nothing       POST    in    page  page    page     page     page
corrections                             -             GET     in    403   page    403      403      page
corrections                             -             POST    in    405   405     405      405      405
correction                              own agency    GET     in    405   405     405      405      405
correction                              own agency    POST    in    403   on      403      403      403
correction                              other agency  POST    in    403   403     403      403      on
correction                              missing       POST    in    404   404     404      404      404

duplicates                              -             GET     in    403   page    403      403      page
duplicates                              -             POST    in    405   405     405      405      405
duplicate                               own agency    GET     in    403   page    403      403      403
duplicate                               other agency  GET     in    403   403     403      403      page
duplicate                               restricted    GET     in    404   404     404      404      404
duplicate                               missing       GET     in    404   404     404      404      404
duplicate                               own agency    POST    in    403   on      403      403      403
duplicate                               other agency  POST    in    403   403     403      403      on
duplicate                               restricted    POST    in    404   404     404      404      404
agency-health                           own agency    GET     in    403   page    page     403      403
agency-health                           other agency  GET     in    403   403     403      403      page
agency-health                           missing       GET     in    404   404     404      404      404
agency-health                           own agency    POST    in    405   405     405      405      405
agency-history                          own agency    GET     in    403   page    403      page     403
agency-history                          other agency  GET     in    403   403     403      403      page
agency-history                          missing       GET     in    404   404     404      404      404
agency-history                          own agency    POST    in    405   405     405      405      405
post-history                            own agency    GET     in    403   page    403      page     403
post-history                            other agency  GET     in    403   403     403      403      page
post-history                            restricted    GET     in    403   page    403      page     403
post-history                            missing       GET     in    404   404     404      404      404
post-history                            own agency    POST    in    405   405     405      405      405
person-history                          own agency    GET     in    403   page    403      page     403
person-history                          other agency  GET     in    403   403     403      403      page
person-history                          restricted    GET     in    404   404     404      404      404
person-history                          missing       GET     in    404   404     404      404      404
person-history                          own agency    POST    in    405   405     405      405      405
put-back                                own agency    GET     in    403   page    403      403      403
put-back                                other agency  GET     in    403   403     403      403      page
put-back                                missing       GET     in    404   404     404      404      404
put-back                                own agency    POST    in    403   on      403      403      403
put-back                                other agency  POST    in    403   403     403      403      on
rosters                                 -             GET     in    403   on      403      403      page
rosters                                 -             POST    in    405   405     405      405      405
bulk-confirm                            -             GET     in    403   page    403      403      page
bulk-confirm                            -             POST    in    403   on      403      403      on
undo-roster                             -             GET     in    405   405     405      405      405
undo-roster                             -             POST    in    on    on      on       on       on
upload-rosters                          -             GET     in    403   page    403      403      page
upload-rosters                          -             POST    in    403   page    403      403      page
rosters-template                        -             GET     in    403   sheet   403      403      sheet
rosters-template                        -             POST    in    405   405     405      405      405
upload-roster                           own agency    GET     in    403   page    403      403      403
upload-roster                           other agency  GET     in    403   403     403      403      page
upload-roster                           missing       GET     in    404   404     404      404      404
upload-roster                           own agency    POST    in    403   page    403      403      403
upload-roster                           other agency  POST    in    403   403     403      403      page
roster-template                         own agency    GET     in    403   sheet   403      403      403
roster-template                         other agency  GET     in    403   403     403      403      sheet
roster-template                         missing       GET     in    404   404     404      404      404
roster-template                         own agency    POST    in    405   405     405      405      405
upload                                  own agency    GET     in    403   page    403      403      403
upload                                  other agency  GET     in    403   403     403      403      page
upload                                  missing       GET     in    404   404     404      404      404
upload                                  own agency    POST    in    403   on      403      403      403
upload                                  other agency  POST    in    403   403     403      403      on
upload                                  missing       POST    in    404   404     404      404      404
upload-failed-rows                      own agency    GET     in    403   sheet   403      403      403
upload-failed-rows                      other agency  GET     in    403   403     403      403      sheet
upload-failed-rows                      missing       GET     in    404   404     404      404      404
upload-failed-rows                      own agency    POST    in    405   405     405      405      405
undo-upload                             own agency    GET     in    405   405     405      405      405
undo-upload                             own agency    POST    in    403   on      403      403      403
undo-upload                             other agency  POST    in    403   403     403      403      on
undo-upload                             missing       POST    in    404   404     404      404      404
roster                                  own agency    GET     in    403   page    403      403      403
roster                                  other agency  GET     in    403   403     403      403      page
roster                                  missing       GET     in    404   404     404      404      404
roster                                  own agency    POST    in    403   on      403      403      403
roster                                  other agency  POST    in    403   403     403      403      on
add-person                              own agency    GET     in    403   page    403      403      403
add-person                              other agency  GET     in    403   403     403      403      page
add-person                              missing       GET     in    404   404     404      404      404
add-person                              own agency    POST    in    403   page    403      403      403
add-person                              other agency  POST    in    403   403     403      403      page
edit-agency                             own agency    GET     in    403   page    403      403      403
edit-agency                             other agency  GET     in    403   403     403      403      page
edit-agency                             missing       GET     in    404   404     404      404      404
edit-agency                             own agency    POST    in    403   page    403      403      403
edit-agency                             other agency  POST    in    403   403     403      403      page
days-closed                             own agency    GET     in    403   page    403      403      403
days-closed                             other agency  GET     in    403   403     403      403      page
days-closed                             missing       GET     in    404   404     404      404      404
days-closed                             own agency    POST    in    403   page    403      403      403
days-closed                             other agency  POST    in    403   403     403      403      page
close-agency                            own agency    GET     in    403   page    403      403      403
close-agency                            other agency  GET     in    403   403     403      403      page
close-agency                            missing       GET     in    404   404     404      404      404
close-agency                            own agency    POST    in    403   on      403      403      403
close-agency                            other agency  POST    in    403   403     403      403      on
post-roster                             own agency    GET     in    403   page    403      403      403
post-roster                             other agency  GET     in    403   403     403      403      page
post-roster                             restricted    GET     in    403   page    403      403      403
post-roster                             missing       GET     in    404   404     404      404      404
post-roster                             own agency    POST    in    405   405     405      405      405
edit-post                               own agency    GET     in    403   page    403      403      403
edit-post                               own agency    POST    in    403   page    403      403      403
edit-post                               other agency  GET     in    403   403     403      403      page
edit-post                               other agency  POST    in    403   403     403      403      page
edit-post                               restricted    GET     in    403   page    403      403      403
edit-post                               restricted    POST    in    403   page    403      403      403
edit-post                               missing       GET     in    404   404     404      404      404
edit-post                               missing       POST    in    404   404     404      404      404
edit-person                             own agency    GET     in    403   page    403      403      403
edit-person                             own agency    POST    in    403   on      403      403      403
edit-person                             other agency  GET     in    403   403     403      403      page
edit-person                             other agency  POST    in    403   403     403      403      on
edit-person                             restricted    GET     in    404   404     404      404      404
edit-person                             restricted    POST    in    404   404     404      404      404
edit-person                             missing       GET     in    404   404     404      404      404
edit-person                             missing       POST    in    404   404     404      404      404
edit-team                               own agency    GET     in    403   page    403      403      403
edit-team                               own agency    POST    in    403   page    403      403      403
edit-team                               other agency  GET     in    403   403     403      403      page
edit-team                               other agency  POST    in    403   403     403      403      page
edit-team                               missing       GET     in    404   404     404      404      404
edit-team                               missing       POST    in    404   404     404      404      404
edit-appointment                        own agency    GET     in    403   page    403      403      403
edit-appointment                        own agency    POST    in    403   page    403      403      403
edit-appointment                        other agency  GET     in    403   403     403      403      page
edit-appointment                        other agency  POST    in    403   403     403      403      page
edit-appointment                        restricted    GET     in    404   page    404      404      404
edit-appointment                        restricted    POST    in    404   page    404      404      404
edit-appointment                        missing       GET     in    404   404     404      404      404
edit-appointment                        missing       POST    in    404   404     404      404      404
end-appointment                         own agency    GET     in    403   page    403      403      403
end-appointment                         own agency    POST    in    403   on      403      403      403
end-appointment                         other agency  GET     in    403   403     403      403      page
end-appointment                         other agency  POST    in    403   403     403      403      on
end-appointment                         restricted    GET     in    404   page    404      404      404
end-appointment                         restricted    POST    in    404   on      404      404      404
end-appointment                         missing       GET     in    404   404     404      404      404
end-appointment                         missing       POST    in    404   404     404      404      404

duty                                    -             GET     page  page  page    page     page     page
duty                                    -             POST    405   405   405     405      405      405
privacy                                 -             GET     page  page  page    page     page     page
privacy                                 -             POST    405   405   405     405      405      405
accessibility                           -             GET     page  page  page    page     page     page
accessibility                           -             POST    405   405   405     405      405      405
something-wrong                         -             GET     page  page  page    page     page     page
something-wrong                         -             POST    405   405   405     405      405      405
healthz                                 -             GET     data  data  data    data     data     data
healthz                                 -             POST    405   405   405     405      405      405
robots                                  -             GET     file  file  file    file     file     file
robots                                  -             POST    405   405   405     405      405      405
security                                -             GET     file  file  file    file     file     file
security                                -             POST    405   405   405     405      405      405
"""

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
