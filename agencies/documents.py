"""What roles, agencies, teams, posts and settings are found by."""

from collections import defaultdict
from dataclasses import dataclass, field

from areas.models import Area, Nesting
from search.registry import Draft

from .models import Agency, Coverage, Post, Role, RoleSynonym, Setting, Team

# A post that answers for more is found by its title and agency; naming a hundred schools would find it for none of them.
MOST_PLACES = 40
SOME = 500
# The larger places by which a post for a small one is found too.
AROUND = [Area.Kind.AUTHORITY, Area.Kind.LOCAL]


def _some(rows, pks):
    return rows if pks is None else rows.filter(pk__in=pks)


def roles(pks):
    """The drafts of these roles, or of all."""
    for role in _some(Role.objects.select_related("agency_kind").prefetch_related("synonyms"), pks):
        yield Draft(
            role.pk,
            role.slug,
            role.everyday_name,
            label=role.what_for,
            names=(role.everyday_name, role.abbreviation),
            work=(role.name, *(synonym.words for synonym in role.synonyms.all())),
            boost=1,
            facets={"role": [role.slug], "agency_kind": [role.agency_kind.code]},
        )


def agencies(pks):
    """The drafts of these agencies, or of all."""
    for agency in _some(Agency.objects.select_related("kind", "area").prefetch_related("identifiers"), pks):
        yield Draft(
            agency.pk,
            agency.slug,
            agency.name,
            label=agency.kind.name,
            names=(agency.name,),
            work=(
                agency.kind.name,
                agency.what_for,
                agency.area.name if agency.area else "",
                *(identifier.value for identifier in agency.identifiers.all() if identifier.ends_on is None),
            ),
            starts_on=agency.opened_on,
            ends_on=agency.closed_on,
            boost=1,
            facets={"agency_kind": [agency.kind.code], "area": [agency.area.code] if agency.area else []},
        )


def teams(pks):
    """The drafts of these teams, or of all."""
    for team in _some(Team.objects.select_related("agency__kind", "agency__area").prefetch_related("partners"), pks):
        area = team.agency.area
        yield Draft(
            team.pk,
            team.key,
            team.name,
            label=team.agency.name,
            names=(team.name,),
            work=(team.agency.name, area.name if area else "", *(partner.name for partner in team.partners.all())),
            ends_on=team.closed_on,
            facets={"agency": [team.agency.slug], "agency_kind": [team.agency.kind.code], "area": [area.code] if area else []},
        )


def settings(pks):
    """The drafts of these schools, surgeries and other sites, or of all."""
    for setting in _some(Setting.objects.select_related("authority").prefetch_related("identifiers"), pks):
        council = setting.authority
        numbers = [identifier.value for identifier in setting.identifiers.all() if identifier.ends_on is None]
        yield Draft(
            setting.pk,
            setting.key,
            setting.name,
            label=" · ".join(filter(None, [setting.get_kind_display(), setting.town, council.name if council else ""])),
            names=(setting.name,),
            work=(setting.get_kind_display(), setting.phase, setting.town, council.name if council else "", *numbers),
            numbers=(setting.phone,),
            starts_on=setting.opened_on,
            ends_on=setting.closed_on,
            facets={"setting": [setting.kind], "area": [council.code] if council else []},
        )


@dataclass(slots=True)
class About:
    """What finds a post besides its title, and whoever holds it: role, agency, team and the places it answers for."""

    post: Post
    work: list = field(default_factory=list)
    facets: dict = field(default_factory=dict)

    @property
    def label(self):
        """Where it is: the agency, and the team when there is one."""
        return " · ".join(filter(None, [self.post.agency.name, self.post.team.name if self.post.team else ""]))


def about_posts(pks):
    """{primary key: About} of these posts, or of all, in a handful of queries however many they are."""
    posts = {post.pk: post for post in _some(Post.objects.select_related("role__agency_kind", "agency__kind", "team"), pks)}
    said = defaultdict(list)
    synonyms = RoleSynonym.objects.order_by("pk")
    if pks is not None:
        synonyms = synonyms.filter(role__in={post.role_id for post in posts.values()})
    for role, words in synonyms.values_list("role_id", "words"):
        said[role].append(words)
    rows = Coverage.objects.all() if pks is None else Coverage.objects.filter(post__in=pks)
    covered, area_ids = defaultdict(list), set()
    for post, *names, area in rows.order_by("pk").values_list(
        "post_id", "area__name", "setting__name", "agency__name", "area_id"
    ):
        if len(covered[post]) < MOST_PLACES:
            covered[post].append((area, next(filter(None, names))))
            area_ids.add(area)
    around = _around(area_ids)
    found = {}
    for pk, post in posts.items():
        places = covered[pk]
        larger = {each for area, _name in places for each in around.get(area, ())}
        work = [post.role.everyday_name, post.role.name, post.role.abbreviation, *said[post.role_id], post.agency.name]
        work += [post.team.name if post.team else "", *(name for _area, name in places), *sorted(name for _code, name in larger)]
        facets = {
            "role": [post.role.slug],
            "agency_kind": [post.agency.kind.code],
            "area": sorted({code for code, _name in larger}),
            "post": [pk],
        }
        found[pk] = About(post, work, facets)
    return found


def _around(area_ids):
    """{area: its councils and local areas, itself when it is one} as (code, name) pairs."""
    found = defaultdict(set)
    area_ids.discard(None)
    for pk, code, name in Area.objects.filter(pk__in=area_ids, kind__in=AROUND).values_list("pk", "code", "name"):
        found[pk].add((code, name))
    rows = Nesting.objects.filter(area__in=area_ids, within__kind__in=AROUND)
    for area, code, name in rows.values_list("area_id", "within__code", "within__name"):
        found[area].add((code, name))
    return found


def posts(pks):
    """The drafts of these posts, or of all."""
    for some in _chunks(pks):
        for about in about_posts(some).values():
            post = about.post
            yield Draft(
                post.pk,
                post.key,
                post.title,
                label=about.label,
                names=(post.title,),
                work=tuple(about.work),
                starts_on=post.starts_on,
                ends_on=post.ends_on,
                facets=about.facets,
            )


def _chunks(pks):
    """These posts, or all there are, some at a time: a directory of a million never stands in memory whole."""
    if pks is not None:
        yield pks
        return
    last = 0
    while some := list(Post.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:SOME]):
        yield some
        last = some[-1]


def teams_of_agencies(pks):
    """The teams that name these agencies."""
    return set(Team.objects.filter(agency__in=pks).values_list("pk", flat=True)) | set(
        Team.partners.through.objects.filter(agency__in=pks).values_list("team", flat=True)
    )


def posts_of(**where):
    """The primary keys of the posts that these things name."""
    return set(Post.objects.filter(**where).values_list("pk", flat=True))
