"""The sentence for each thing that is ever recorded, which histories tell it, and which of its fields are worth reading."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

REACH, PEOPLE, POSTS, AWAY, REPORTS, RIGHTS = "reach", "people", "posts", "away", "reports", "rights"
KINDS = [
    (REACH, _("Numbers and e-mail")),
    (PEOPLE, _("People in posts")),
    (POSTS, _("Posts, teams and hours")),
    (AWAY, _("Away and cover")),
    (REPORTS, _("Reports of wrong details")),
    (RIGHTS, _("Who may do what")),
]


@dataclass(frozen=True, slots=True)
class Telling:
    """How one verb reads. `says` names %(who)s did it and %(whose)s it was, %(person)s, %(post)s; `fields` follow as was and now.

    A verb without `kind` stands in no history that a roster's keeper reads: it is the machine's, or nobody else's business.
    `nameless` ones never say who: whoever reports something is not told on.
    """

    says: str
    kind: str = ""
    fields: tuple = ()
    nameless: bool = False
    # Who did it when nobody who had signed in did.
    nobody: str = _("The directory")


TELLINGS = {
    # How somebody is reached.
    "added a contact point": Telling(_("%(who)s added a way to reach %(whose)s"), REACH, ("value",)),
    "changed a number": Telling(_("%(who)s changed the number of %(whose)s"), REACH, ("value", "extension")),
    "changed an e-mail": Telling(_("%(who)s changed the e-mail of %(whose)s"), REACH, ("value",)),
    "took a number away": Telling(_("%(who)s took a number of %(whose)s away; nobody sees it now"), REACH),
    "changed who sees a number": Telling(_("%(who)s changed who sees a number of %(whose)s"), REACH, ("audience",)),
    "lowered a number": Telling(_("A number of %(whose)s was reported wrong; others come first until somebody decides"), REACH),
    "confirmed": Telling(_("%(who)s confirmed the details of %(whose)s"), REACH, nobody=_("Somebody who got through")),
    "put back": Telling(_("%(who)s put a detail of %(whose)s back as it was"), REACH),
    # Who is in which post.
    "listed": Telling(_("%(who)s added %(person)s"), PEOPLE),
    "changed a name": Telling(_("%(who)s changed a name"), PEOPLE, ("name",)),
    "appointed": Telling(_("%(who)s put %(person)s into %(post)s"), PEOPLE, ("starts_on", "ends_on")),
    "set working hours": Telling(_("%(who)s changed when %(person)s works in %(post)s"), PEOPLE, ("hours",)),
    "changed dates": Telling(_("%(who)s changed the dates of %(person)s in %(post)s"), PEOPLE, ("starts_on", "ends_on")),
    "left a post": Telling(_("%(who)s noted that %(person)s has left %(post)s"), PEOPLE, ("ends_on",)),
    "edited": Telling(
        _("%(who)s changed details of %(whose)s"),
        PEOPLE,
        ("name", "known_as", "pronouns", "languages", "kind", "before_you_ring", "ends_on", "closed_on"),
    ),
    "took an appointment back": Telling(_("%(who)s undid that %(person)s came into %(post)s"), PEOPLE),
    "took off the list": Telling(_("%(who)s undid that somebody was added"), PEOPLE),
    "merged": Telling(_("%(who)s made two entries into one: %(person)s"), PEOPLE, ("name",)),
    "proposed a merge": Telling(_("%(who)s proposed to make two entries into one: %(person)s"), PEOPLE),
    "said they differ": Telling(_("%(who)s said that two people of nearly the same name are different: %(person)s"), PEOPLE),
    "noted a staff reference": Telling(_("%(who)s noted the staff reference of %(person)s"), PEOPLE),
    "applied a roster": Telling(_("%(who)s applied a spreadsheet to the roster"), PEOPLE, ("new", "changed", "left")),
    "took a roster back": Telling(_("%(who)s undid a spreadsheet"), PEOPLE, ("back",)),
    "took a contact point away": Telling(_("%(who)s undid that a way to reach %(whose)s was added"), REACH),
    # What there is.
    "took a post back": Telling(_("%(who)s undid that a post was added"), POSTS, ("title",)),
    "took a team back": Telling(_("%(who)s undid that a team was added"), POSTS, ("name",)),
    "added agency": Telling(_("%(who)s added the agency %(agency)s"), POSTS),
    "added team": Telling(_("%(who)s added the team %(team)s"), POSTS),
    "added post": Telling(_("%(who)s added the post %(post)s"), POSTS),
    "added setting": Telling(_("%(who)s added %(whose)s"), POSTS),
    "adopted setting": Telling(_("%(who)s gave %(whose)s a roster of its own"), POSTS),
    "changed a title": Telling(_("%(who)s changed the title of a post"), POSTS, ("title",)),
    "moved to a team": Telling(_("%(who)s moved %(post)s to another team"), POSTS, ("team",)),
    "moved with its team": Telling(_("%(post)s moved to another agency with its team"), POSTS),
    "closed an agency": Telling(_("%(who)s noted when the agency closes"), POSTS, ("closed_on", "successor")),
    "covered": Telling(_("%(who)s changed the places that %(post)s answers for"), POSTS),
    "set hours": Telling(_("%(who)s changed the hours of %(whose)s"), POSTS, ("hours",)),
    "set terms": Telling(_("%(who)s changed the school terms of %(whose)s"), POSTS, ("terms",)),
    "noted a closure": Telling(_("%(who)s noted when the agency is closed"), POSTS, ("name", "starts_on", "ends_on")),
    "took a closure out": Telling(
        _("%(who)s noted that the agency is not closed after all"), POSTS, ("name", "starts_on", "ends_on")
    ),
    "set out of hours": Telling(_("%(who)s changed where a call goes when %(whose)s is shut"), POSTS, ("out_of_hours",)),
    "set team lead": Telling(_("%(who)s changed who leads %(team)s"), POSTS, ("lead",)),
    "set rule": Telling(_("%(who)s changed how a role is shared out"), POSTS, ("basis",)),
    "joined partnership": Telling(_("%(who)s noted that the agency belongs to a partnership"), POSTS),
    # Who is away.
    "recorded an absence": Telling(_("%(who)s noted that %(person)s is away"), AWAY, ("starts_at", "ends_at")),
    "changed an absence": Telling(_("%(who)s changed when %(person)s is away"), AWAY, ("starts_at", "ends_at")),
    "ended an absence": Telling(_("%(who)s noted that %(person)s is back"), AWAY),
    "took out an absence": Telling(_("%(who)s took out when %(person)s is away"), AWAY, ("starts_at", "ends_at")),
    "put an absence back": Telling(_("%(who)s undid a change of when %(person)s is away"), AWAY, ("starts_at", "ends_at")),
    "asked for cover": Telling(_("%(who)s asked for cover in %(post)s"), AWAY),
    "asked for cover again": Telling(_("%(who)s asked again for cover in %(post)s"), AWAY),
    "let a cover go": Telling(_("%(who)s let a cover in %(post)s go"), AWAY),
    "agreed to cover": Telling(_("%(who)s noted that cover in %(post)s is agreed"), AWAY),
    "declined to cover": Telling(_("%(who)s noted that somebody cannot cover %(post)s"), AWAY),
    "heard nothing about a cover": Telling(_("Nobody answered about cover in %(post)s in time"), AWAY),
    # What was said to be wrong.
    "opened a correction": Telling(_("Something about %(whose)s was reported wrong"), REPORTS, ("what",), nameless=True),
    "proposed a number": Telling(_("Somebody knew a detail of %(whose)s"), REPORTS, ("proposed",), nameless=True),
    "decided a correction": Telling(_("%(who)s decided a report about %(whose)s"), REPORTS, ("decision",)),
    "gave right": Telling(_("%(who)s gave somebody a right"), RIGHTS, ("user", "right")),
    "ended a right": Telling(_("%(who)s took a right away"), RIGHTS, ("user", "right")),
    "invited an admin": Telling(_("%(who)s invited somebody to keep the roster"), RIGHTS, ("email",)),
    "accepted an invitation": Telling(_("%(who)s accepted an invitation to keep the roster"), RIGHTS),
    "withdrew an invitation": Telling(_("%(who)s withdrew an invitation"), RIGHTS),
    "ended caretaking": Telling(_("%(who)s keeps the roster now, which others had entered"), RIGHTS),
    "uploaded a roster": Telling(_("%(who)s uploaded a spreadsheet")),
    "explained the columns of an upload": Telling(_("%(who)s explained the columns of a spreadsheet")),
    "asked about the columns of an upload": Telling(_("%(who)s looked at the columns of a spreadsheet again")),
    "compared an upload": Telling(_("%(who)s compared a spreadsheet with a roster")),
    "decided about an upload": Telling(_("%(who)s decided about people in a spreadsheet")),
    "gave an upload up": Telling(_("%(who)s gave a spreadsheet up")),
    "forgot uploads": Telling(_("%(who)s forgot old spreadsheets")),
    # What no roster's keeper reads.
    "was told how a call went": Telling(_("Somebody said how a call to %(whose)s went")),
    "linked an account": Telling(_("%(who)s linked an account to %(person)s")),
    "entered a roster": Telling(_("%(who)s entered a whole roster")),
    "entered a partnership": Telling(_("%(who)s entered a whole partnership")),
    "made partnership": Telling(_("%(who)s made a partnership")),
    "opened a demonstration account": Telling(_("%(who)s opened a demonstration account")),
    "forgot who tried": Telling(_("%(who)s forgot who rang and who reported")),
    "counted how true the details are": Telling(_("%(who)s counted how many details are confirmed")),
    "counted an unmet need": Telling(_("%(who)s counted a search in vain")),
    "set home patch": Telling(_("%(who)s chose a patch")),
    "wrote a letter": Telling(_("%(who)s wrote a letter")),
    "began to send a letter": Telling(_("%(who)s began to send a letter")),
    "sent a letter": Telling(_("%(who)s sent a letter")),
    "put a letter off": Telling(_("%(who)s put a letter off")),
    "gave a letter up": Telling(_("%(who)s gave up sending a letter")),
    "had a letter sent again": Telling(_("%(who)s had a letter sent again")),
    "forgot letters": Telling(_("%(who)s forgot letters")),
    "reminded": Telling(_("%(who)s reminded somebody")),
    "began to watch": Telling(_("%(who)s began to watch something")),
    "stopped watching": Telling(_("%(who)s stopped watching something")),
    "ended an account": Telling(_("%(who)s ended an account")),
    "accounts.account_made": Telling(_("%(who)s made an account")),
    "loaded roles": Telling(_("%(who)s loaded the roles")),
    "loaded register": Telling(_("%(who)s loaded a register")),
    "loaded postcodes": Telling(_("%(who)s loaded the postcodes")),
    "seeded places": Telling(_("%(who)s loaded the places")),
    "made the areas of a postcode file": Telling(_("%(who)s made the wards and health areas of a file of postcodes")),
    "made postcode area": Telling(_("%(who)s made a postcode area")),
    "made local area": Telling(_("%(who)s made a local area")),
    "accounts.first_door_made": Telling(_("%(who)s made the door for the first administrator")),
    "accounts.first_account_made": Telling(_("%(who)s came through the first door")),
    "accounts.password_set": Telling(_("%(who)s chose a password")),
}

TOLD = frozenset(verb for verb, telling in TELLINGS.items() if telling.kind)
NAMELESS = frozenset(verb for verb, telling in TELLINGS.items() if telling.nameless)


def verbs_of(kind):
    """The verbs of one kind of thing, or every one that is told."""
    return {verb for verb in TOLD if not kind or TELLINGS[verb].kind == kind}


# What a field is called where an event has several; those that need no name are not here.
LABELS = {
    "extension": _("extension"),
    "starts_on": _("first day"),
    "ends_on": _("last day"),
    "starts_at": _("from"),
    "ends_at": _("until"),
    "known_as": _("known as"),
    "pronouns": _("pronouns"),
    "languages": _("languages"),
    "before_you_ring": _("before you ring"),
    "closed_on": _("last day"),
    "successor": _("in its place"),
}
