"""Who may open what of users, and of what they did."""

from models.users import Role

PAGES = {
    "organizer.accesses.index": {Role.CENTRAL_ADMIN},
}
