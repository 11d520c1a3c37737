"""Answers calls of services that MiniStack does not have, at once.

MiniStack takes a request that it cannot place for one of S3. The first of them holds the whole emulator up for half a minute,
and a sweep asks such services what runs in them.
"""

import json
import re

MISSING = {"lex", "qbusiness", "sagemaker"}
SERVICE = re.compile(rb"Credential=[^/]+/\d{8}/[^/]+/([a-z0-9-]+)/aws4_request")


class Missing:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        signed = next((value for name, value in scope.get("headers", ()) if name.lower() == b"authorization"), b"")
        found = SERVICE.search(signed)
        service = found.group(1).decode("ascii") if found else ""
        if scope["type"] != "http" or service not in MISSING:
            await self.app(scope, receive, send)
            return
        while (await receive()).get("more_body"):
            pass
        body = json.dumps({"__type": "UnknownOperationException", "message": f"MiniStack has no {service}"}).encode()
        headers = [
            (b"content-type", b"application/x-amz-json-1.1"),
            (b"x-amzn-errortype", b"UnknownOperationException"),
            (b"content-length", str(len(body)).encode("ascii")),
        ]
        await send({"type": "http.response.start", "status": 400, "headers": headers})
        await send({"type": "http.response.body", "body": body})
