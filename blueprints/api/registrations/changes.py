from typing import Any


def without_defaults(schema: dict[str, Any]) -> None:
    """What a change leaves out stays as it is, so its document must not promise a default."""
    for field in schema["properties"].values():
        field.pop("default", None)
