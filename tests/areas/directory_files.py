"""Writes tiny files in the two dialects of the ONS Postcode Directory."""

import csv
import io
import zipfile

OLD = "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,usertype,oseast1m,osnrth1m,osgrdind,ctry,rgn,pfa,icb,lat,long".split(
    ","
)
NEW = (
    "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,usrtypind,east1m,north1m,gridind,ctry25cd,rgn25cd,"
    "pfa23cd,icb23cd,lat,long"
).split(",")

LEEDS, BRADFORD, BELFAST, CARDIFF = "E08000035", "E08000032", "N09000003", "W06000015"
CHAPEL_ALLERTON, SHIPLEY = "E05011391", "E05001365"
WEST_YORKSHIRE_ICB, WEST_YORKSHIRE_POLICE = "E54000054", "E23000010"

# Postcode, ended, authority, ward, easting, northing, force, ICB.
ROWS = [
    ("LS7 4AA", "", LEEDS, CHAPEL_ALLERTON, "430500", "437500", WEST_YORKSHIRE_POLICE, WEST_YORKSHIRE_ICB),
    ("LS7 4AB", "", LEEDS, CHAPEL_ALLERTON, "430600", "437500", WEST_YORKSHIRE_POLICE, WEST_YORKSHIRE_ICB),
    ("LS7 4ZZ", "199606", LEEDS, CHAPEL_ALLERTON, "430550", "437500", WEST_YORKSHIRE_POLICE, WEST_YORKSHIRE_ICB),
    ("LS7 9AA", "199606", BRADFORD, SHIPLEY, "430000", "437500", WEST_YORKSHIRE_POLICE, WEST_YORKSHIRE_ICB),
    ("BD18 3AA", "", BRADFORD, SHIPLEY, "431000", "437500", WEST_YORKSHIRE_POLICE, WEST_YORKSHIRE_ICB),
    ("BT1 5GS", "", BELFAST, "N08000301", "333832", "374014", "N24000001", "N99999999"),
    ("CF10 1AA", "", CARDIFF, "W05001275", "318000", "176000", "W15000003", "W92000004"),
    ("JE2 4WE", "", "L99999999", "L99999999", "", "", "L99999999", "L99999999"),
    ("LS98 1AA", "", "", "", "", "", "", ""),
]


def table(header=NEW, rows=ROWS, changes=()):
    """The rows as CSV text under a header of either dialect; `changes` are (row number from 2, column, text)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for number, (postcode, ended, authority, ward, easting, northing, force, icb) in enumerate(rows, start=2):
        outward, inward = postcode.split()
        row = [
            *(f"{outward:4}{inward}", f"{outward:4} {inward}", postcode, "198001", ended, "E99999999", "E99999999"),
            *(authority, ward, "0", easting, northing, "1", "E92000001", "E12000003", force, icb, "53.8", "-1.5"),
        ]
        for at, column, text in changes:
            if at == number:
                row[header.index(column)] = text
        writer.writerow(row)
    return out.getvalue()


def write_csv(folder, name="ONSPD_AUG_2025_UK.csv", **kwargs):
    """A CSV file as the ONS publishes it, with a byte-order mark."""
    path = folder / name
    path.write_text(table(**kwargs), encoding="utf-8-sig")
    return path


def write_zip(folder, name="ONSPD_AUG_2025.zip", **kwargs):
    """The whole archive: the data, a part of the data, and the lists of names."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Data/ONSPD_AUG_2025_UK.csv", table(**kwargs))
        archive.writestr("Data/multi_csv/ONSPD_AUG_2025_UK_BT.csv", table(rows=ROWS[5:6]))
        archive.writestr(
            "Documents/Ward names and codes UK as at 05_25.csv",
            f"\ufeffWD25CD,WD25NM\n{CHAPEL_ALLERTON},Chapel Allerton\n{SHIPLEY},Shipley\nE05000001,Elsewhere\n",
        )
        archive.writestr(
            "Documents/ICB names and codes.csv", f"ICB23CD,ICB23CDH,ICB23NM\n{WEST_YORKSHIRE_ICB},QWO,West Yorkshire\n"
        )
        archive.writestr("Documents/Rural urban.csv", "RUC21CD,RUC21NM\nA1,Urban\n")
        archive.writestr("User guide.txt", "Read me")
    return path
