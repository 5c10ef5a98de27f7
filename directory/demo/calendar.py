"""School terms, a closure at Christmas, and the people who sign in to try being away."""

from datetime import date, timedelta

from agencies.models import Closure, TermDate

from .numbers import mailbox

# Month and day on which each half term begins and ends; from September to July. Wakefield's are left out on purpose.
TERMS = (((9, 2), (10, 23)), ((11, 2), (12, 18)), ((1, 4), (2, 12)), ((2, 22), (3, 26)), ((4, 12), (5, 28)), ((6, 7), (7, 23)))
WITH_TERMS = ("leeds", "bradford")
A_WEEK = timedelta(days=7)


def build(demo):
    """Terms for two councils and one school of its own mind, and the days an office is closed."""
    years = range(demo.today.year - 1, demo.today.year + 2)
    for city in WITH_TERMS:
        demo.terms += [TermDate(area=demo.cities[city], starts_on=first, ends_on=last) for first, last in _terms(years)]
    school = next(school for school in demo.schools if school.agency and school.authority is demo.cities["leeds"])
    demo.terms += [TermDate(setting=school, starts_on=first + A_WEEK, ends_on=last) for first, last in _terms(years)]
    education = demo.found["leeds-education"]
    demo.closures += [
        Closure(agency=education, name="Christmas closure", starts_on=date(year, 12, 24), ends_on=date(year, 12, 31))
        for year in years
    ]
    list_accounts(demo)


def _terms(years):
    return [(date(year, *first), date(year, *last)) for year in years for first, last in TERMS]


def list_accounts(demo):
    """The practitioner leads the Leeds front door's team, and the manager is her deputy, so that cover can be asked and given."""
    post = next(post for post in demo.posts if post.title == "MASH manager, Leeds")
    holder, deputy = (one.practitioner for one in demo.appointments if one.post is post)
    demo.listed = {"practitioner": _renamed(demo, holder, "Priya Demonstration", post)}
    demo.listed["manager"] = _renamed(demo, deputy, "Morgan Demonstration", post)


def _renamed(demo, person, name, post):
    person.name, person.known_as, person.say_it = name, "", ""
    for point in demo.contact_points:
        if point.practitioner is person and "@" in point.value:
            point.value = mailbox(name, post.agency.slug)
    return person
