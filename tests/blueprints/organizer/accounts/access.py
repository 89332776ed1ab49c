"""Who may open what of users, and of what they did."""

from models.users import Role

ACTORS = {Role.CENTRAL_ADMIN}
PAGES = {
    "organizer.accesses.index": ACTORS,
    "organizer.audit.index": ACTORS,
    "organizer.users.index": ACTORS,
    "organizer.users.new": ACTORS,
    "organizer.users.show": ACTORS,
    "organizer.users.edit": ACTORS,
}
ACTS = [
    "organizer.users.create",
    "organizer.users.update",
    "organizer.user_acts.invite_again",
    "organizer.user_acts.deactivate_user",
    "organizer.user_acts.reactivate_user",
    "organizer.user_acts.sign_out",
    "organizer.user_acts.revoke",
    "organizer.factor_resets.create",
    "organizer.factor_resets.grant",
    "organizer.factor_resets.drop",
]
