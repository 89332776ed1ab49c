"""Who is who in the back office."""

from models.users import Role

ORGANIZERS = {Role.CENTRAL_ADMIN, Role.PROVINCIAL_ORGANIZER}
READERS = {Role.EVALUATOR, Role.MODERATOR, Role.VIEWER}
