"""Small register files like the published ones, made of invented surgeries and schools."""

import csv
import io

PRACTICE = {
    "code": "A99001",
    "name": "THE DENE SURGERY",
    "address": ("THE DENE SURGERY", "1 CHAPEL LANE", "LEEDS", "WEST YORKSHIRE", ""),
    "postcode": "LS7 4AA",
    "opened": "19740401",
    "closed": "",
    "status": "A",
    "phone": "0113 4960101",
    "setting": "4",
}

HEADINGS = """URN|LA (code)|LA (name)|EstablishmentNumber|EstablishmentName|TypeOfEstablishment (name)|EstablishmentTypeGroup (name)
|EstablishmentStatus (name)|OpenDate|CloseDate|PhaseOfEducation (name)|UKPRN|Street|Locality|Address3|Town|County (name)|Postcode
|TelephoneNum|HeadTitle (name)|HeadFirstName|HeadLastName|DistrictAdministrative (code)|GSSLACode (name)|Easting|Northing""".replace(
    "\n", ""
).split("|")

SCHOOL = {
    "URN": "990001",
    "LA (code)": "383",
    "EstablishmentNumber": "9001",
    "EstablishmentName": "St Ann's Primary School",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1970",
    "CloseDate": "",
    "PhaseOfEducation (name)": "Primary",
    "UKPRN": "99000001",
    "Street": "Chapel Lane",
    "Town": "Leeds",
    "County (name)": "West Yorkshire",
    "Postcode": "LS7 4AA",
    "TelephoneNum": "01134960102",
    "HeadTitle (name)": "Mrs",
    "HeadFirstName": "Ffion",
    "HeadLastName": "Maddox",
    "DistrictAdministrative (code)": "E08000035",
    "GSSLACode (name)": "E08000035",
    "Easting": "430100",
    "Northing": "436200",
}


def practice(**changed):
    """One row of 27 cells of the NHS file, with some of its cells changed."""
    said = PRACTICE | changed
    return [
        *(said["code"], said["name"], "Y63", "QWO"),
        *said["address"],
        *(said["postcode"], said["opened"], said["closed"], said["status"], "B", "15F", "20130401", "", said["phone"]),
        *("", "", "", "0", "", "15F", "", said["setting"], ""),
    ]


def school(**changed):
    """One row of the file of schools, with some of its columns changed."""
    return SCHOOL | changed


def practices_file(*rows, encoding="utf-8"):
    """The bytes of an NHS file with these rows."""
    return _written(rows, encoding)


def schools_file(*rows, headings=HEADINGS, encoding="cp1252"):
    """The bytes of a file of schools with these rows."""
    return _written([headings, *([row.get(name, "") for name in headings] for row in rows)], encoding)


def _written(rows, encoding):
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)
