"""A phone of the door, as the tests send its requests."""

from datetime import UTC, datetime, timedelta
from itertools import count

from operations.check_in.devices import pair, prepare_device
from queries.check_in.checkpoints import checkpoints_of
from tests import factories

_nonce = count(1)


class Phone:
    def __init__(self, client, event, *, name="Kapı", **traits):
        at = datetime.now(UTC) - timedelta(hours=6)  # long before anything is read
        self.client, self.event = client, event
        self.doors = traits.pop("doors", None) or checkpoints_of(event)
        _device, code = prepare_device(
            event, name=name, checkpoints=self.doors, by=factories.user(), at=at, **traits
        )
        self.device, self.token = pair(code, at=at)
        factories.commit()

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.token}"}

    def address(self, door=None):
        return f"/check-in/{(door or self.doors[0]).id}"

    def send(self, *readings, door=None, **more):
        """The answer to these readings, whole."""
        return self.client.post(
            f"{self.address(door)}/readings",
            json={"readings": list(readings), **more},
            headers=self.headers,
        )

    def reads(self, code, *, door=None, **more):
        """What one reading came to."""
        answer = self.send(reading(code, **more), door=door)
        assert answer.status_code == 200, answer.text
        return answer.get_json()["answers"][0]

    def searches(self, text):
        return self.client.post(
            f"{self.address()}/searches", json={"text": text}, headers=self.headers
        )

    def pack(self, door=None, **headers):
        return self.client.get(f"{self.address(door)}/pack", headers={**self.headers, **headers})


def reading(code, **more):
    at = more.pop("at", None) or datetime.now(UTC)
    nonce = more.pop("nonce", None) or f"nonce {next(_nonce)}"
    return {"code": code, "nonce": nonce, "scanned_at": at.isoformat(), **more}
