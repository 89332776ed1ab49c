from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, Field

Item = TypeVar("Item", bound=BaseModel)
MOST = 200


def _at_most(limit: int) -> int:
    return min(limit, MOST)


class Window(BaseModel):
    """Which part of a list is asked for."""

    limit: Annotated[
        int,
        Field(ge=1, description=f"How many; more than {MOST} gives {MOST}."),
        AfterValidator(_at_most),
    ] = 50
    after: Annotated[
        str | None, Field(max_length=1000, description="`next` of the page before.")
    ] = None


class Listed(BaseModel, Generic[Item]):
    """One page of a list; `next` is null on the last one."""

    items: list[Item]
    next: str | None
