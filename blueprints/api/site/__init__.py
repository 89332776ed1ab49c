"""The API's own description."""

from blueprints.api.site import documents

CALLS = (documents.bp,)
