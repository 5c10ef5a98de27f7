"""The five accounts to try the product with."""

from agencies.models import Membership

Right = Membership.Right
DOMAIN = "demo.example.org"

# mailbox, name, the agency (as tables call it), its rights there, the city that is its home patch
ACCOUNTS = (
    ("practitioner", "Priya Demonstration", "leeds-children", (Right.PRACTITIONER,), "leeds"),
    ("roster", "Rowan Demonstration", "leeds-0-19", (Right.PRACTITIONER, Right.ROSTER_ADMIN), "leeds"),
    ("manager", "Morgan Demonstration", "leeds-children", (Right.PRACTITIONER, Right.MANAGER), "leeds"),
    ("privacy", "Parveen Demonstration", "police", (Right.PRACTITIONER, Right.PRIVACY_LEAD), None),
    ("admin", "Adeola Demonstration", "business-unit", (Right.PRACTITIONER, Right.DIRECTORY_ADMIN), None),
)
EMAILS = tuple(f"{mailbox}@{DOMAIN}" for mailbox, *_ in ACCOUNTS)
