"""The ASGI wrapper: sees every request and its answer, refused ones too, and publishes mutating calls as events.

Control, for tests: GET and POST /_ringfence/bridge. A POST body sets faults:
  delayMs    wait before an event is published
  copies     publish each event this many times
  hold       keep events back; `{"hold": 0, "order": "reversed"}` lets them go
  drop       event names that are lost
  omit       event names whose parameters are replaced by {"omitted": true}
"""

import asyncio
import json
import logging

from identity import identity_of
from operations import identify, signing
from records import envelope, record

CONTROL = "/_ringfence/bridge"
GLOBAL_SERVICES = {"iam", "organizations"}
# AWS writes no record for a caller it cannot recognise.
UNRECOGNISED = ("InvalidClientTokenId", "SignatureDoesNotMatch", "UnrecognizedClientException", "ExpiredToken")

logger = logging.getLogger("ringfence.bridge")


class Faults:
    def __init__(self):
        self.delay_ms = 0
        self.copies = 1
        self.hold = 0
        self.drop = set()
        self.omit = set()

    def set(self, options: dict) -> None:
        self.delay_ms = int(options.get("delayMs", 0))
        self.copies = int(options.get("copies", 1))
        self.hold = int(options.get("hold", 0))
        self.drop = set(options.get("drop", ()))
        self.omit = set(options.get("omit", ()))


class Bridge:
    def __init__(self, app):
        self.app = app
        self.faults = Faults()
        self.held = []
        self.counts = {"published": 0, "dropped": 0, "failed": 0}
        self.failures = []
        self.tasks = set()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        body, replay = await _buffered(receive)
        if scope["path"] == CONTROL:
            await self._control(scope, body, send)
            return
        answer = {"status": 0, "headers": {}, "body": b""}

        async def watched(message):
            if message["type"] == "http.response.start":
                answer["status"] = message["status"]
                answer["headers"] = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in message.get("headers", [])
                }
            elif message["type"] == "http.response.body":
                answer["body"] += message.get("body", b"")
            await send(message)

        await self.app(scope, replay, watched)
        try:
            self._bridge(scope, headers, body, answer)
        except Exception as error:  # A bridge that failed in silence would look like a lost event.
            self.counts["failed"] += 1
            self.failures.append(f"{scope['method']} {scope['path']}: {error!r}")
            logger.exception("the call could not be bridged")

    def _bridge(self, scope, headers, body, answer):
        signed = signing(headers)
        if signed is None:
            return
        access_key, region, signing_name = signed
        raw_path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").split("?")[0]
        query = scope.get("query_string", b"").decode("latin-1")
        call = identify(signing_name, scope["method"], raw_path, query, headers, body)
        if call is None or any(name.encode() in answer["body"] for name in UNRECOGNISED if answer["status"] == 403):
            return
        identity = identity_of(access_key)
        if identity is None:
            return
        if signing_name in GLOBAL_SERVICES:
            region = "us-east-1"
        client = (scope.get("client") or ("127.0.0.1",))[0]
        made = record(call, identity, region, headers, client, answer["status"], answer)
        if made["eventName"] in self.faults.drop:
            self.counts["dropped"] += 1
            return
        if made["eventName"] in self.faults.omit:
            made["requestParameters"] = {"omitted": True}
        if self.faults.hold:
            self.held.append((made, region))
            return
        self._publish_soon(made, region)

    def _publish_soon(self, made, region):
        task = asyncio.get_running_loop().create_task(self._publish(made, region))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _publish(self, made, region):
        from ministack.core.responses import set_request_account_id, set_request_region
        from ministack.services import eventbridge

        await asyncio.sleep(self.faults.delay_ms / 1000)
        # This task has its own context: account and Region are those of the event.
        set_request_account_id(made["recipientAccountId"])
        set_request_region(region)
        for _ in range(self.faults.copies):
            eventbridge._put_events({"Entries": [envelope(made)]}, allow_aws_source=True)
            self.counts["published"] += 1

    async def _control(self, scope, body, send):
        if scope["method"] == "POST":
            options = json.loads(body or b"{}")
            self.faults.set(options)
            if not self.faults.hold:
                released = list(reversed(self.held)) if options.get("order") == "reversed" else self.held
                self.held = []
                for made, region in released:
                    # One after another: the order is what a test asks for.
                    await self._publish(made, region)
        state = {**self.counts, "held": len(self.held), "failures": self.failures}
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]}
        )
        await send({"type": "http.response.body", "body": json.dumps(state).encode()})


async def _buffered(receive):
    """The whole body, and a `receive` that plays the same messages again."""
    messages = []
    body = b""
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    waiting = iter(messages)

    async def replay():
        for message in waiting:
            return message
        return await receive()

    return body, replay
