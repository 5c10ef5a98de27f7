"""What the finder's pages are given to print."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency, Post
from contacts.availability import LONDON
from contacts.phones import dialled, written
from directory import sentences, through

from . import cards, naming, urgent
from .asking import MOST_CHOICES
from .ladder import Step
from .moments import strip

# The field that answers each key, on the page that asks for it.
FIELDS = {
    "school": "school", "practice": "practice", "provider": "provider", "organisation": "provider", "setting": "provider",
    "holding_authority": "authority",
}  # fmt: skip


def answer(request, found, now):
    """The answer page."""
    ladder, given = found.ladder, found.given
    first = ladder.first
    lead = cards.card(first, found.at, lead=True) if first else None
    statement = _statement(found)
    if lead and statement and first.turn and first.turn.instead_of:
        lead["note"] = ""  # the statement has just said whom they cover
    context = {
        "answer": found,
        "place": _place(given),
        "lead": lead,
        "statement": statement,
        "caution": _caution(first, found.at) if first else "",
        "rungs": [cards.rung_card(rung, found.at) for rung in ladder.rest],
        "vacant": [cards.vacancy(post, first) for post in ladder.vacant],
        "holding": [cards.card(rung, found.at, lead=True) for rung in _leads(found.holding)],
        "elsewhere": [
            {"title": post.title, "agency": post.agency.name, "href": reverse("post", args=[post.key])}
            for post in found.elsewhere
        ],
        "rule": _rule(found),
        "confused": _confused(found),
        "near": [(area.name, given.address(area=[area.code], near=None)) for area in given.near],
        "before": first.post.before_you_ring if first else "",
        "mail": first.post.team.address if first and first.post.team else "",
        "entered_by": first.post.entered_by if first else "",
        "second_best": _second_best(found),
        "old_postcode": bool(given.query.get("old")),
        "urgent": _urgent(given, found.at, request.user, found.role.slug),
        "national": {
            "role": "",
            "who": _("Police, not an emergency"),
            "number": "101",
            "tel": "101",
            "hours": _("Answered day and night."),
        },
        "wrong": reverse("wrong-post", args=[first.post.key]) if first else reverse("something-wrong"),
        **_links(found.role.slug, given, found.at, now),
    }
    if found.at == now:  # nobody has rung a number that is for another time
        through.offer(request.user, lead, *context["rungs"], *context["holding"], at=now)
        context["back"] = request.get_full_path()
    return render(request, "finder/answer.html", context)


def _urgent(given, at, user, slug=""):
    """The panel over a page that was asked for in a hurry; None for any other."""
    return urgent.panel(given, at=at, user=user, slug=slug) if given.query.get("raise") else None


def _leads(ladder):
    return [rung for rung in (ladder.first, *ladder.rest) if rung][:1] if ladder else []


def _links(slug, given, at, now):
    return {
        "slug": slug,
        "own_patch": given.own_patch,
        "change": f"{reverse('home')}?{given.address(role=slug, area=None, near=None, unsure=None)}",
        "another_role": f"{reverse('home')}?{given.address(near=None, unsure=None)}",
        "everyone": f"{reverse('answer', args=['everyone'])}?{given.address(near=None, unsure=None)}",
        **strip(given.query, at, now),
    }


def _confused(found):
    """Other roles that people call by this one's name: [(name, address of their answer at the same place)]."""
    query = found.given.address(unsure=None)
    return [
        (role.everyday_name, f"{reverse('answer', args=[role.slug])}{f'?{query}' if query else ''}")
        for role in naming.confused_with(found.role)
    ]


def _statement(found):
    """Why the card is not the holder's: nobody here, nobody on duty, or the holder is away."""
    ladder = found.ladder
    if found.too_wide:
        return _("Too wide for one person: %(count)d posts answer here. Give a smaller place.") % {"count": found.too_wide}
    if not found.posts:
        if found.outside and found.given.council:
            return _("We don’t cover %(place)s. Ring that council’s duty line. 999 and 101 work everywhere.") % {
                "place": found.given.council.name
            }
        return _("We know no %(role)s here. Ring the number below.") % {"role": _in_text(found.role.everyday_name)}
    if ladder.vacant and (ladder.first is None or ladder.first.post in ladder.vacant or ladder.first.step is not Step.PERSON):
        return ""
    if ladder.equals > 1:
        if ladder.equals == 2:
            return _("2 people answer here. Either can help.")
        return _("%(count)d people answer here. Any of them can help.") % {"count": ladder.equals}
    holder, first = next((rung for rung in ladder.rest if _holds(rung)), None), ladder.first
    if holder is None or first is None or _holds(first) or (holder.stale and holder.can_be_rung):
        return _stale(ladder, found.at)
    cover = holder.post.covers.get(holder.turn.person.away.cover) if holder.turn.person.away else None
    said = sentences.turn_sentence(holder.turn, found.at, cover.name if cover else "")
    if first.turn and first.turn.person.deputy:
        said += " " + _("Ring the deputy.")
    elif first.step is Step.TEAM:
        said += " " + _("Ring the team.")
    return f"{holder.turn.person.name}: {said}"


def _holds(rung):
    """Whether a rung is somebody who holds the post asked for: no deputy, no cover, nobody who stands in."""
    return rung.step is Step.PERSON and not (rung.turn.person.deputy or rung.turn.instead_of or rung.fallback)


def _stale(ladder, at):
    """That a person gave way to a line, or to a colleague, checked more recently."""
    away = ladder.gave_way
    if away and not _holds(ladder.first) and (away.reported or not ladder.first.fallback):
        return f"{away.turn.person.name}: {sentences.gave_way_sentence(away, at)}"
    return ""


def _in_text(name):
    """A role's name in the middle of a sentence: "health visitor", but "LADO" and "CAMHS" as they are."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _caution(rung, at):
    """UNC: the confirmation has run out; the duty line is named beside it."""
    if not rung.overdue or rung.step is not Step.PERSON:
        return ""
    said = sentences.doubt_sentence(rung, at)
    team = rung.post.team
    if team and team.number and team.number != rung.number:
        said += " " + _("Duty line: %(number)s.") % {"number": written(team.number.value)}
    return said


def _rule(found):
    """3PL: which place decides here, when home and surgery point to different people."""
    if not found.elsewhere:
        return ""
    by = _("by surgery") if found.rule == "gp" else _("by home address")
    return _("Home and surgery point to different people. Here, this role goes %(by)s.") % {"by": by}


def _second_best(found):
    """That the proper key is not known, and another was used openly."""
    if found.rule == "gp" and not found.given.practice:
        return _("Here, this role goes by surgery. We used the home address, because we don’t know the surgery.")
    first = found.posts[0] if found.posts else None
    if first and first.match and not first.match.proper:
        places = found.given.places
        given = [key for key in found.role.proper_keys if places.for_key(key)]
        if given and first.match.key and places.for_key(given[0]) != places.for_key(first.match.key):
            words = {"place": _named_key(given[0]), "other": _named_key(first.match.key)}
            return _("We know nobody for %(place)s. This is who answers for %(other)s.") % words
        if given:
            return _("We know nobody for that place itself. This is who answers for the area around it.")
        wanted = _named_key(found.role.proper_keys[0])
        return _("We used another place, because we don’t know %(key)s.") % {"key": wanted}
    return ""


def _named_key(key):
    return {
        "home": _("the home address"), "where_now": _("where they are now"), "school": _("the school"), "practice": _("the surgery"),
        "incident": _("where it happened"), "employer": _("where the adult works"), "provider": _("the hospital or service"),
        "organisation": _("the agency"), "setting": _("the place"), "holding_authority": _("which council holds the plan"),
    }.get(key, _("the place"))  # fmt: skip


def question(found):
    """The one missing question, in the role's words: its field, its text, and whether a place on the map would do."""
    key = found.ask or found.role.proper_keys[0]
    text = found.role.question
    if {"home", "practice"} <= set(found.role.proper_keys):
        # The role's own words ask for both; one of them is already there.
        text = _("Which surgery is the child registered with?") if key == "practice" else _("Where does the child live?")
    name = FIELDS.get(key, "area")
    return {"name": name, "text": text, "choices": _holders(found) if name == "provider" else [], "key": key}


def _holders(found):
    """The agencies that have such a post, when they are few enough to choose from."""
    day = found.at.astimezone(LONDON).date()
    agencies = Agency.objects.open_on(day).filter(posts__in=Post.objects.on(day).filter(role=found.role)).distinct()
    rows = list(agencies.values_list("slug", "name")[: MOST_CHOICES + 1])
    return [(slug, name, "") for slug, name in rows] if len(rows) <= MOST_CHOICES else []


def ask(request, asked, given, slug, found, nearest=()):
    """The page with one question, and already the duty line below it."""
    first = found.ladder.first if found else None
    dropped = {asked["name"], "fold", "near", "unsure"} - {"area"}
    held = [(key, value) for key, values in given.query.lists() if key not in dropped for value in values]
    context = {
        "asked": asked,
        # A place that was given goes apart, so that it is not taken for the answer to this question.
        "kept": [("kept_area" if key == "area" else key, value) for key, value in held],
        "again": request.get_full_path(),
        "slug": slug,
        "place": given.name if not given.own_patch else "",
        "change": f"{reverse('home')}?{given.address(role=slug, area=None, near=None)}",
        "nearest": nearest if asked["name"] == "practice" else (),
        "duty": _duty(first) if first else None,
        "same": _same_place(found, given, asked),
        "urgent": _urgent(given, found.at if found else timezone.now(), request.user, slug),
        "may_be_unsure": found is not None and bool(found.ask) and not asked["choices"],
        "unsure": f"{reverse('answer', args=[slug])}?{given.address(unsure='1')}" if slug else "",
    }
    return render(request, "finder/ask.html", context)


def _same_place(found, given, asked):
    """A place already given that may well be the one asked for: the school, where the question is where an adult works."""
    if found is None or asked.get("key") != "employer":
        return ""
    return next((setting.name for setting in (given.school, given.practice) if setting), "")


def _duty(rung):
    return {"number": written(rung.number.value), "tel": dialled(rung.number.value), "extension": rung.number.extension,
            "name": rung.line.name if rung.line else rung.post.title}  # fmt: skip


def cannot_say(request):
    """An address with a place, school or surgery that we do not hold."""
    return render(request, "finder/cannot.html", {"unknown": True}, status=404)


def everyone(request, made, at, now):
    """The sheet of everyone around some places."""
    given = made.given
    groups = [(title, _by_agency(lines, at, given)) for title, lines in made.groups]
    missing = {
        "school": _("Add a school for its safeguarding lead and nurse."),
        "practice": _("Add a surgery for the practice lead."),
    }
    context = {
        "sheet": made,
        "groups": groups,
        "place": _place(given),
        "missing": [missing[name] for name in made.missing],
        "nobody": made.nobody,
        "outside": made.outside and given.council,
        "urgent": _urgent(given, at, request.user),
        **_links("everyone", given, at, now),
    }
    return render(request, "finder/everyone.html", context)


def _place(given):
    """The place in words, saying so when it is the asker's own patch because they gave none."""
    return _("Your patch: %(place)s") % {"place": given.name} if given.own_patch else given.name


def _by_agency(lines, at, given):
    """The rows of one group, those of an agency together, agencies in the order of their first role.

    Two posts of one role that lead to the same line, without anybody's name, are one row.
    """
    agencies = {}
    for line in lines:
        rows, row = agencies.setdefault(line.post.agency.name, []), _line(line, at, given)
        if not any(
            row["role"] == other["role"] and row["who"] == other["who"] and row.get("number") == other.get("number")
            for other in rows
        ):
            rows.append(row)
    return list(agencies.items())


def _line(line, at, given):
    """One row of the sheet, in short halves."""
    rung, post = line.rung, line.post
    match = post.match
    row = {
        "role": line.role.everyday_name,
        "href": reverse("answer", args=[line.role.slug]) + f"?{given.address(near=None)}",
        "who": post.team.name if post.team else "",
        "state": _("Vacant"),
        "why": cards.SHORT_BASES.get(match.row.basis, "") if match else "",
    }
    if rung is None:
        return row
    made = cards.card(rung, at)
    who = made["who"] or (made["team"] if made["team"] not in (post.agency.name, line.role.everyday_name) else "")
    return {
        **row,
        "who": who,
        "number": made["number"],
        "tel": made["tel"],
        "extension": made["extension"],
        "state": _short(line, at),
    }


def _short(line, at):
    """How a row stands, in a few words that fit a column."""
    rung = line.rung
    if line.vacant:
        return _("Vacant – ring team") if rung.can_be_rung else _("Vacant")
    if rung.step in (Step.TEAM, Step.AGENCY):
        return _("Away – ring team")
    if rung.turn is None:
        if rung.step is Step.THROUGH_TEAM and rung.opening.is_open:
            return _("Through the team")
        return sentences.short_open(rung.opening, at)
    said = sentences.short_turn(rung.turn, at)
    if rung.turn.instead_of:
        return _("Covers, %(till)s") % {"till": said}
    if rung.turn.person.deputy and rung.can_be_rung:
        return _("Deputy, %(till)s") % {"till": said}
    if rung.reported and rung.can_be_rung:
        return _("%(till)s, reported wrong") % {"till": said}
    return _("%(till)s, unconfirmed") % {"till": said} if rung.overdue and rung.can_be_rung else said
