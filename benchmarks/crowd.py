"""A made-up directory of any size, the same every time: people of many origins in posts all over the country."""

import random
import time
from datetime import UTC, datetime

from django.db import connection, transaction

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
FIRST = """Aaliyah Abdul Abigail Adam Adaeze Adebayo Agnieszka Ahmed Aisha Alan Aleksandra Ali Amanda Amina Amir Andrew Angela Anna Anthony
Arjun Asha Ayodele Barbara Benjamin Bilal Bogdan Bridget Caoimhe Catherine Chidi Chloe Chloé Christopher Ciara Claire Daniel David Deepa
Deborah Dominika Edward Elena Elizabeth Emeka Emily Emma Esther Ewa Faisal Farah Fatima Femi Fiona Francesca Gareth George Grace Grzegorz
Gurpreet Halima Hannah Harpreet Hassan Helen Huda Ibrahim Imran Ioana Jacek Jacqueline James Jasmine Jennifer Joanna John Joseph Joshua
Julie Kamal Karen Katarzyna Kevin Khadija Kwame Laura Lauren Leila Li Linda Lucy Magdalena Mahmoud Malgorzata Margaret Maria Mark Mary
Matthew Meera Mei Michael Michelle Minh Mohammed Mustafa Nadia Naomi Nasreen Neha Niamh Nicola Nikhil Nkechi Olivia Omar Oluwaseun Padraig
Patricia Patrick Paul Peter Philip Piotr Priya Rachel Rajesh Rebecca Richard Robert Rosemary Ruth Sadia Saima Samantha Samuel Sanjay Sarah
Sean Sharon Shreya Siobhán Sophie Stephen Sunita Susan Tariq Temitope Thomas Tomasz Tuan Uzma Victoria Wei William Yasmin Yusuf Zainab
Zofia""".split()
LAST = """Abbott Abdi Abubakar Achebe Adams Adeyemi Afolabi Agarwal Ahmed Akhtar Akintola Ali Allen Anderson Andrews Asante Atkinson Bailey
Baker Banerjee Bangura Barnes Begum Bell Bennett Bhatt Boateng Bradley Brooks Brown Butler Byrne Campbell Carter Chan Chaudhry Chen Clarke
Collins Cook Cooper Cox Cruz Das Davies Davis Desai Dhillon Diallo Dixon Doyle Edwards Egan Ellis Evans Farah Fernandes Fisher Flynn Foster
Fox Gallagher Garcia Ghosh Gill Gray Green Griffiths Gupta Hall Hamilton Harris Harrison Hassan Henderson Hill Holmes Hossain Hughes Hunt
Hussain Hussein Ibrahim Iqbal Islam Jackson Jenkins Jha Johnson Johnston Jones Joshi Kamara Kaur Kaya Kelly Kennedy Khan King Kowalska
Kowalski Kumar Lee Lewandowski Lewis Li Lloyd Ma Mahmood Malik Marshall Martin Mason Matthews McCarthy McDonald Mehta Mensah Miah Miller
Mills Mishra Mitchell Mohamed Moore Morgan Morris Murphy Murray Nair Nguyen Nowak Nwosu O'Connor O'Brien O'Neill Obi Okafor Okeke Okonkwo
Osei Osman Owens Owusu Palmer Park Parker Patel Pereira Phillips Popa Popescu Powell Price Qureshi Rahman Rao Reid Richardson Roberts
Robinson Rogers Rossi Russell Ryan Saleem Scott Sesay Shah Sharma Shaw Sheikh Siddiqui Silva Simpson Singh Smith Stewart Suleiman Sullivan
Taylor Thomas Thompson Tran Turner Uddin Ward Warsame Watson White Williams Wilson Wood Wright Yildiz Young Zając Zhang""".split()
PLACES = """North South East West Central Riverside Moorside Castle Abbey Meadow Hillside Park Bridge Station Mill Church Forest Harbour
Market Priory""".split()
PATTERNS = ["{} children's services", "{} Community Health NHS Trust", "{} Council family hubs", "{} Youth Justice Service"]
AT_ONCE = 20_000  # people in memory
LANGUAGES = ["", "", "", "", "Urdu", "Polish", "Somali", "Punjabi", "Welsh", "Bengali, Sylheti", "Romanian"]


@transaction.atomic
def gather(count, extra=()):
    """Saves `count` people, about as many posts as half of them, and `extra` people described as `benchmarks.relevance` does.

    Expects places and roles to be loaded. Returns in how many seconds the index was written.
    """
    from agencies.models import Agency, AgencyKind, Coverage, Post, Role, Team
    from areas.actions import make_local_area
    from areas.models import Area
    from areas.words import fold
    from contacts.actions import enter_roster
    from contacts.models import Appointment, ContactPoint, Practitioner
    from search import index

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Making up a crowd keeps the transaction waiting for longer than any page may.
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
    chance = random.Random(496)
    councils = list(Area.objects.filter(kind="authority").order_by("code"))[: max(20, min(361, count // 100))]
    for wanted in {row["place"] for row in extra} - {area.name for area in councils}:
        councils.append(Area.objects.get(name=wanted, kind="authority"))
    kinds = {kind.code: kind for kind in AgencyKind.objects.all()}
    roles = list(Role.objects.exclude(kind="desk"))
    by_slug = {role.slug: role for role in roles}
    with index.gathered(then_all=True):
        localities = {}
        for area in councils:
            localities[area.pk] = [
                make_local_area(name=f"{area.name} {part}", local_kind="locality", members=[area], by=None, at=AT)
                for part in PLACES[: 1 + count // 20_000]
            ]
        agencies = [
            Agency(name=name, name_key=fold(name), slug=fold(name).replace(" ", "-")[:80], kind=kinds["la_children"], area=area)
            for area in councils
            for name in (pattern.format(area.name) for pattern in PATTERNS)
        ]
        Agency.objects.bulk_create(agencies, batch_size=500)
        here = {}
        for agency in agencies:
            here.setdefault(agency.area_id, []).append(agency)
        teams = [Team(agency=agency, name=f"{agency.area.name} {part} team") for agency in agencies for part in PLACES[:3]]
        Team.objects.bulk_create(teams, batch_size=500)
        of_agency = {}
        for team in teams:
            of_agency.setdefault(team.agency_id, []).append(team)
        posts, coverages, people, appointments, points = [], [], [], [], []

        def post(role, area, agency, place):
            made = Post(
                role=role,
                agency=agency,
                title=f"{role.everyday_name}, {place.name}"[:160],
                team=chance.choice(of_agency[agency.pk]),
            )
            posts.append(made)
            coverages.append(Coverage(post=made, role=role, area=place, basis="residence"))
            return made

        def person(name, made, number, **details):
            known = Practitioner(name=name, **details)
            people.append(known)
            appointments.append(Appointment(post=made, practitioner=known))
            points.append(ContactPoint(practitioner=known, kind="phone", value=number))

        for row in extra:
            area = next(area for area in councils if area.name == row["place"])
            made = post(by_slug[row["role"]], area, here[area.pk][0], area)
            person(row["name"], made, row["phone"] or "01632 960000", known_as=row["known_as"], rank=row["rank"])
        made = None

        def save():
            """Saves what has been made up so far and lets go of it."""
            nonlocal made
            Post.objects.bulk_create(posts, batch_size=500)
            Coverage.objects.bulk_create(coverages, batch_size=500)
            enter_roster(
                practitioners=people, appointments=appointments, contact_points=points, source="benchmark", by=None, at=AT,
            )  # fmt: skip
            made = None
            for rows in (posts, coverages, people, appointments, points):
                rows.clear()

        for nth in range(count):
            if len(people) >= AT_ONCE and nth % 2 == 0:
                save()
            if made is None or nth % 2 == 0:
                area = chance.choice(councils)
                made = post(chance.choice(roles), area, chance.choice(here[area.pk]), chance.choice([area, *localities[area.pk]]))
            first, last = chance.choice(FIRST), chance.choice(LAST)
            if chance.random() < 0.06:
                last = f"{last}-{chance.choice(LAST)}"
            # Ofcom's numbers for drama are too few for a crowd: the last digits repeat.
            number = f"07700 900{nth % 1000:03}" if nth % 3 else f"0113 496 {nth % 1000:04}"
            person(f"{first} {last}", made, number, languages=chance.choice(LANGUAGES))
        save()
        began = time.perf_counter()
    return time.perf_counter() - began
