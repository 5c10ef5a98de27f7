"""What the page of a school, surgery or other site says."""

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from agencies.models import Coverage, OpeningHours, Post, Setting
from contacts.availability import Hours
from contacts.phones import dialled, written
from directory import sentences, weeks
from directory.finder.answer import answer
from directory.finder.cards import card
from directory.finder.places import read as read_places

from .post_page import lead_card, lead_rung, own_rung
from .reading import points, posts
from .standing import brief, post_sentence

# Whom one rings at a site about a child, first to last.
LEADS = {
    Setting.Kind.SCHOOL: ("dsl", "ddsl", "headteacher"),
    Setting.Kind.COLLEGE: ("fe-dsl",),
    Setting.Kind.SURGERY: ("gp-sg-lead", "gp-sg-deputy", "gp-practice-contact"),
    Setting.Kind.EARLY_YEARS: ("ey-dsl",),
    Setting.Kind.CHILDRENS_HOME: ("childrens-home-rm",),
    Setting.Kind.CARE_HOME: ("care-reg-manager",),
}
NURSE, NURSES_LINE = "school-nurse", "scphn"
MOST_POSTS = 60


def read(setting, user, seer):
    """The context of the page of `setting`."""
    closed = bool(setting.closed_on and setting.closed_on < seer.day)
    office = _office(setting, seer)
    context = {
        "setting": setting,
        "closed": _closed(setting, seer.day) if closed else "",
        "office": office,
        "rows": _facts(setting),
    }
    if closed:
        return context
    covering = Coverage.objects.on(seer.day).filter(setting=setting)
    own = Q(agency=setting.agency_id) if setting.agency_id else Q(pk__in=[])
    there = Post.objects.on(seer.day).filter(Q(pk__in=covering.values("post")) | own)
    found = posts(there.order_by("role__order", "title", "pk")[:MOST_POSTS], seer)
    slugs = LEADS.get(setting.kind, ())
    leads = sorted((post for post in found.here if post.role_slug in slugs), key=lambda post: slugs.index(post.role_slug))
    others = [post for post in found.here if post not in leads]
    return {
        **context,
        **_lead(leads, found, seer.at),
        "no_lead": bool(slugs) and not leads,
        "others": [_other(post, found.ladder(post), seer.at) for post in others],
        "nurses_line": _nurses_line(setting, found.here, user, seer),
        "hours": weeks.in_words(
            [Hours(*span) for span in OpeningHours.objects.filter(setting=setting).values_list("day", "opens", "closes")]
        ),
    }


def _lead(leads, found, at):
    if not leads:
        return {"card": None}
    ladder = found.ladder(*leads)
    shown = lead_card(ladder, at)
    said = post_sentence(leads[0], ladder, at, found.holidays)
    # Whose number it is may differ from whose post it is: what a card says of its own number stays.
    note = " ".join(dict.fromkeys(part for part in (said, shown.get("note")) if part and part != shown.get("hours")))
    rest = [card(rung, at) for rung in ladder.rest if rung is not lead_rung(ladder)]
    return {"card": {**shown, "role": leads[0].role, "note": note}, "rest": rest}


def _other(post, ladder, at):
    rung = own_rung(post, ladder)
    shown = card(rung, at) if rung else {}
    return {
        "role": post.role,
        "href": reverse("post", args=[post.key]),
        "who": ", ".join(person.name for person in post.people if not person.deputy) or post.agency.name,
        "note": brief(post, ladder, at),
        "number": shown.get("number", ""),
        "tel": shown.get("tel", ""),
        "extension": shown.get("extension", ""),
    }


def _office(setting, seer):
    """The site's own numbers: ours first, then the one its register prints."""
    routes = points(seer, setting=setting.pk)
    known = {route["tel"] for route in routes if "tel" in route}
    if setting.phone and dialled(setting.phone) not in known:
        key = _("Office") if not known else _("Number in the register")
        routes.append({"key": key, "value": "", "number": written(setting.phone), "tel": dialled(setting.phone), "extension": ""})
    return routes


def _nurses_line(setting, here, user, seer):
    """For a school without a school nurse: the line of the 0–19 service there, as a card; None when it has one."""
    if setting.kind != Setting.Kind.SCHOOL or setting.authority is None or any(post.role_slug == NURSE for post in here):
        return None
    query = QueryDict(mutable=True)
    query["area"] = setting.authority.code
    found = answer(NURSES_LINE, read_places(query, user), at=seer.at, user=user, unsure=True)
    return lead_card(found.ladder, seer.at) if found and found.posts else {}


def _closed(setting, day):
    """ "Closed in the register since July.", with the year when it is another one."""
    since = formats.date_format(setting.closed_on, "F" if setting.closed_on.year == day.year else "F Y")
    if setting.register:
        return _("Closed in the register since %(month)s.") % {"month": since}
    return _("Closed since %(day)s.") % {"day": sentences.day(setting.closed_on, day)}


def _facts(setting):
    rows = []
    if setting.head:
        rows.append({"key": _("Head"), "value": setting.head})
    if setting.phase:
        rows.append({"key": _("Kind"), "value": setting.phase})
    lines = [part.strip() for part in setting.address.split(",") if part.strip()]
    lines += [part for part in (setting.town, setting.postcode) if part and part not in lines]
    if lines:
        rows.append({"key": _("Address"), "value": "\n".join(lines)})
    if setting.authority:
        rows.append(
            {"key": _("Council"), "value": setting.authority.name, "href": reverse("area", args=[setting.authority.code])}
        )
    if setting.agency:
        rows.append({"key": _("Its own roster"), "value": setting.agency.name, "href": setting.agency.get_absolute_url()})
    return rows
