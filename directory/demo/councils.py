"""The three councils: children's services, education, adults, community safety, youth justice and housing."""

from agencies.models import Identifier

from .builder import ALWAYS, NINE_TO_FIVE, OFFICE, OUT_OF_HOURS
from .cities import CITIES


def build(demo):
    """Adds every service of every council."""
    for city in CITIES:
        childrens_services(demo, city)
        education(demo, city)
        adults(demo, city)
        safer_places(demo, city)


def childrens_services(demo, city):
    """Front door, advice, night team, early help, social work teams, and whoever checks their work."""
    area, name = demo.cities[city.slug], city.name
    agency = demo.agency(
        f"{name} children's services",
        "la_children",
        city=city.slug,
        code=f"{city.slug}-children",
        what_for="Worries about a child, help for families, social work teams.",
    )

    def desk(role, title, covers=(area,), **fields):
        return demo.desk(agency, role, title, covers, **fields)

    def held(role, title, covers=(area,), **fields):
        return demo.held(agency, role, title, covers, **fields)

    demo.identify(agency, Identifier.GSS, area.code)
    # Partners are added to the multi-agency team once they exist.
    duty = demo.numbers.line(city.slug)
    mash = demo.found[f"{city.slug}-mash"] = demo.team(agency, f"{name} MASH", number=duty)
    front_door = desk(
        "front-door-child",
        f"{name} children's front door",
        team=mash,
        public=True,
        number=duty,
        before_you_ring="Follow up in writing within 24 hours.",
    )
    desk(
        "pro-consult-line",
        f"{name} professionals' advice line",
        hours=NINE_TO_FIVE,
        before_you_ring="No names, please: talk the worry through.",
    )
    edt = demo.found[f"{city.slug}-edt"] = desk(
        "edt-child",
        f"{name} emergency duty team",
        hours=OUT_OF_HOURS,
        public=True,
        before_you_ring="A call handler takes your number; a social worker rings back.",
    )
    agency.out_of_hours = edt
    held("mash-manager", f"MASH manager, {name}", team=mash, state="steady", deputy=True)
    held("dcs", f"Director of children's services, {name}", deputy=True)
    held("lead-member-child", f"Lead member for children, {name}", deputy=False)
    quality = demo.team(agency, f"{name} safeguarding and quality unit")
    held("hos-safeguarding", f"Head of safeguarding and quality, {name}", team=quality, leads=True)
    held(
        "lado",
        f"Designated officer (LADO), {name}",
        team=quality,
        state={"leeds": "steady", "bradford": "share"}.get(city.slug, "vacant"),
        deputy=True,
        before_you_ring="Ring first, then send the form within one working day.",
    )
    desk("cp-chair", f"Conference chairs, {name}", team=quality)
    desk("iro", f"Independent reviewing officers, {name}", team=quality)
    desk("cp-conf-admin", f"Conference administration, {name}", team=quality, hours=NINE_TO_FIVE)
    held("psw-child", f"Principal social worker, {name}", team=quality)
    social_work(demo, city, agency, held, desk)
    family_help(demo, city, agency, desk)
    protection = demo.found[f"{city.slug}-macpt"] = demo.team(agency, f"{name} multi-agency child protection team")
    held("macpt-manager", f"Multi-agency child protection team manager, {name}", team=protection)
    for number in (1, 2):
        held(
            "lcpp",
            f"Lead child protection practitioner {number}, {name}",
            team=protection,
            state="vacant" if number == 2 else None,
        )
    specialist = demo.team(agency, f"{name} specialist teams")
    desk("fgdm", f"Family group conferences, {name}", hours=NINE_TO_FIVE)
    desk("cic-team", f"Children in care team, {name}", team=specialist)
    desk("dct-team", f"Disabled children's team, {name}", team=specialist)
    held("missing-exploitation", f"Missing and exploitation coordinator, {name}", team=mash)
    if city.slug != "wakefield":
        held("private-fostering", f"Private fostering lead, {name}", team=specialist)
    held("dsco", f"Designated social care officer, {name}", team=specialist)
    return front_door


def social_work(demo, city, agency, held, desk):
    """One team and manager to each locality, and a duty desk for wherever a locality does not say."""
    for number, (locality, _) in enumerate(city.localities):
        patch = demo.localities[city.slug, locality]
        team = demo.team(agency, f"{city.name} {locality} social work team")
        desk("sw-allocated-team", f"{locality} social work team, {city.name}", (patch,), team=team)
        held(
            "sw-team-manager",
            f"Team manager, {locality} social work team, {city.name}",
            (patch,),
            team=team,
            leads=True,
            state="acting" if number == 1 else None,
        )
        held("sw-team-manager", f"Practice manager, {locality} social work team, {city.name}", (patch,), team=team, priority=2)
    area = demo.cities[city.slug]
    desk("sw-allocated-team", f"Social work duty desk, {city.name}", (area,), priority=2)
    held("sw-team-manager", f"Service manager, social work, {city.name}", (area,), priority=3, deputy=False)


def family_help(demo, city, agency, desk):
    """Early help and family hubs by locality; lead practitioners are allocated, so their team answers."""
    for locality, _ in city.localities:
        patch = demo.localities[city.slug, locality]
        team = demo.team(agency, f"{city.name} {locality} family help")
        desk("early-help", f"Early help, {city.name} {locality}", (patch,), team=team)
        desk("family-help-lp", f"Family help lead practitioners, {city.name} {locality}", (patch,), team=team)
        desk("family-hub", f"Family hub, {city.name} {locality}", (patch,), team=team, hours=NINE_TO_FIVE, public=True)
    desk("early-help", f"Early help, {city.name}", (demo.cities[city.slug],), priority=2, public=True)


def education(demo, city):
    """Whoever schools ring, and whoever answers for those who are not in one."""
    area, name = demo.cities[city.slug], city.name
    agency = demo.agency(
        f"{name} education service",
        "la_education",
        city=city.slug,
        code=f"{city.slug}-education",
        what_for="Safeguarding advice for schools, attendance, SEND.",
        hours=NINE_TO_FIVE,
    )
    agency.out_of_hours = demo.found[f"{city.slug}-edt"]
    team = demo.team(agency, f"{name} education safeguarding team", hours=NINE_TO_FIVE)
    demo.desk(agency, "edu-safeguarding", f"Education safeguarding, {name}", (area,), team=team, hours=NINE_TO_FIVE)
    demo.held(agency, "edu-safeguarding", f"Education safeguarding adviser, {name}", (area,), team=team, priority=2)
    demo.held(agency, "vsh", f"Virtual school head, {name}", (area,), deputy=True)
    demo.held(agency, "cme-officer", f"Children missing education officer, {name}", (area,), team=team)
    demo.desk(agency, "send-team", f"SEND casework team, {name}", (area,), hours=NINE_TO_FIVE, public=True)
    demo.held(
        agency,
        "macpt-education",
        f"Education member, child protection team, {name}",
        (area,),
        team=demo.found[f"{city.slug}-macpt"],
    )
    demo.partners += [(demo.found[f"{city.slug}-mash"], agency), (demo.found[f"{city.slug}-macpt"], agency)]


def adults(demo, city):
    """Adult safeguarding, mental health assessments, and the adults board."""
    area, name = demo.cities[city.slug], city.name
    agency = demo.agency(
        f"{name} adult social care",
        "la_adults",
        city=city.slug,
        code=f"{city.slug}-adults",
        what_for="Worries about an adult with care needs.",
    )
    duty = demo.numbers.line(city.slug)
    team = demo.team(agency, f"{name} adult safeguarding team", number=duty)
    demo.desk(agency, "front-door-adult", f"Adult safeguarding front door, {name}", (area,), team=team, public=True, number=duty)
    edt = demo.found[f"{city.slug}-edt-adult"] = demo.desk(
        agency, "edt-adult", f"Emergency duty team (adults), {name}", (area,), hours=OUT_OF_HOURS, public=True
    )
    agency.out_of_hours = edt
    demo.desk(
        agency, "amhp", f"Approved mental health professionals, {name}", (area,), hours=ALWAYS if city.slug == "leeds" else OFFICE
    )
    demo.desk(agency, "dols-mca", f"Deprivation of liberty team, {name}", (area,), hours=NINE_TO_FIVE)
    demo.held(agency, "dass", f"Director of adult social services, {name}", (area,), deputy=True)
    demo.held(agency, "sg-adults-lead", f"Head of adult safeguarding, {name}", (area,), team=team)
    demo.held(agency, "pipot-lead", f"People in positions of trust lead, {name}", (area,), team=team)
    demo.held(agency, "psw-adult", f"Principal social worker (adults), {name}", (area,))
    board = demo.agency(f"{name} safeguarding adults board", "sab", city=city.slug, hours=NINE_TO_FIVE)
    demo.held(board, "sab-bm", f"Adults board manager, {name}", (area,), deputy=True)


def safer_places(demo, city):
    """Community safety, youth justice and housing."""
    area, name = demo.cities[city.slug], city.name
    safety = demo.agency(
        f"{name} community safety",
        "la_community_safety",
        city=city.slug,
        code=f"{city.slug}-safety",
        what_for="Domestic abuse, Prevent and serious violence.",
    )
    team = demo.team(safety, f"{name} community safety team")
    for role, title in (
        ("marac-coord", f"MARAC coordinator, {name}"),
        ("da-coord", f"Domestic abuse coordinator, {name}"),
        ("prevent-lead", f"Prevent lead, {name}"),
        ("channel-chair", f"Channel panel chair, {name}"),
    ):
        # In Bradford three of them are away in a row (see `partnership.cover_of_a_cover`).
        steady = city.slug == "bradford" and role != "channel-chair"
        demo.held(safety, role, title, (area,), team=team, state="steady" if steady else None)
    justice = demo.agency(f"{name} youth justice service", "youth_justice", city=city.slug, code=f"{city.slug}-youth-justice")
    team = demo.team(justice, f"{name} youth justice duty")
    demo.held(justice, "yjs", f"Youth justice manager, {name}", (area,), team=team, deputy=True)
    housing = demo.agency(f"{name} housing options", "housing", city=city.slug, code=f"{city.slug}-housing", hours=NINE_TO_FIVE)
    team = demo.team(housing, f"{name} housing duty")
    # One landlord and council of application: asked for by organisation, or by the home when nobody knows which.
    demo.held(housing, "housing-sg", f"Housing safeguarding lead, {name}", (area, housing), team=team)
    for agency in (safety, justice, housing):
        agency.out_of_hours = demo.found[f"{city.slug}-edt"]
