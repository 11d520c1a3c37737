"""Which API operation a request is, and its parameters in CloudTrail's spelling, read with botocore's service models."""

import json
import re
from functools import lru_cache
from urllib.parse import parse_qs, unquote

import botocore.loaders
import botocore.model

HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"

# Signing name of a request -> botocore models that use it. A service that is not here is not bridged.
MODELS = {
    "iam": ["iam"],
    "bedrock": ["bedrock", "bedrock-agent", "bedrock-runtime", "bedrock-agent-runtime"],
    "bedrock-agentcore": ["bedrock-agentcore-control", "bedrock-agentcore"],
    "sagemaker": ["sagemaker"],
    "organizations": ["organizations"],
    "events": ["events"],
    "lambda": ["lambda"],
    "dynamodb": ["dynamodb"],
    "sns": ["sns"],
    "sqs": ["sqs"],
    "ssm": ["ssm"],
    "kms": ["kms"],
    "logs": ["logs"],
}

# Data events: no trail delivers them by default, and the bridge would feed on its own traffic.
DATA_MODELS = {"bedrock-runtime", "bedrock-agent-runtime", "bedrock-agentcore"}
DATA_OPERATIONS = {
    "lambda": {"Invoke", "InvokeAsync", "InvokeWithResponseStream"},
    "events": {"PutEvents", "TestEventPattern"},
    "sns": {"Publish", "PublishBatch"},
    "sqs": {
        "SendMessage",
        "SendMessageBatch",
        "ReceiveMessage",
        "DeleteMessage",
        "DeleteMessageBatch",
        "ChangeMessageVisibility",
        "ChangeMessageVisibilityBatch",
    },
    "dynamodb": {
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactGetItems",
        "TransactWriteItems",
        "UpdateItem",
    },
    "logs": {"PutLogEvents"},
    "kms": {"Decrypt", "Encrypt", "GenerateDataKey", "Sign", "Verify"},
}
READ_ONLY = re.compile(r"^(Get|List|Describe|Simulate|Generate|Lookup|Search|Query|BatchGet|Filter|Test|Validate|Head)")


class Call:
    """One request whose operation is known."""

    def __init__(self, service, operation, protocol, parameters):
        self.service = service
        self.operation = operation
        self.protocol = protocol
        self.parameters = parameters

    @property
    def event_source(self) -> str:
        # Agents, runtimes and guardrails all log as bedrock.amazonaws.com: the signing name, not the endpoint.
        return f"{self.service}.amazonaws.com"

    @property
    def event_name(self) -> str:
        if self.service != "lambda":
            return self.operation.name
        # Lambda's event names end in the date of their API path; calls that were changed later also in v2.
        date = self.operation.http["requestUri"].split("/")[1].replace("-", "")
        changed = {
            "AddPermission",
            "RemovePermission",
            "UpdateFunctionCode",
            "UpdateFunctionConfiguration",
            "GetFunction",
        }
        return f"{self.operation.name}{date}{'v2' if self.operation.name in changed else ''}"


@lru_cache(maxsize=None)
def _model(name: str) -> botocore.model.ServiceModel:
    loader = botocore.loaders.Loader()
    return botocore.model.ServiceModel(loader.load_service_model(name, "service-2"), name)


@lru_cache(maxsize=None)
def _routes(name: str):
    """REST routes of a model, most specific first: fewest parameters, then longest."""
    routes = []
    model = _model(name)
    for operation_name in model.operation_names:
        operation = model.operation_model(operation_name)
        path = operation.http.get("requestUri", "/").split("?")[0]
        pieces = re.split(r"(\{[^}]+\})", path)
        pattern = "".join(
            (f"(?P<{_group(p)}>.+)" if p.endswith("+}") else f"(?P<{_group(p)}>[^/]+)")
            if p.startswith("{")
            else re.escape(p)
            for p in pieces
        )
        count = len([p for p in pieces if p.startswith("{")])
        routes.append((count, -len(path), operation.http["method"], re.compile(f"^{pattern}/?$"), operation))
    return sorted(routes, key=lambda route: (route[0], route[1]))


def _group(placeholder: str) -> str:
    return re.sub(r"\W", "_", placeholder.strip("{}+"))


def signing(headers: dict):
    """(access key, Region, signing name) of a signed request, or None."""
    found = re.search(r"Credential=([^/,]+)/\d{8}/([^/,]+)/([^/,]+)/aws4_request", headers.get("authorization", ""))
    return found.groups() if found else None


def identify(signing_name: str, method: str, raw_path: str, query: str, headers: dict, body: bytes):
    """The Call that a request is, or None when it is not bridged: unknown, read-only, or a data event."""
    for name in MODELS.get(signing_name, ()):
        if name in DATA_MODELS:
            continue
        call = _identify_in(name, signing_name, method, raw_path, query, headers, body)
        if call is None:
            continue
        operation = call.operation.name
        if READ_ONLY.match(operation) or operation in DATA_OPERATIONS.get(signing_name, ()):
            return None
        return call
    return None


def _identify_in(name, signing_name, method, raw_path, query, headers, body):
    model = _model(name)
    protocol = model.protocol_name if hasattr(model, "protocol_name") else model.metadata["protocol"]
    target = headers.get("x-amz-target", "")
    content_type = headers.get("content-type", "")
    if target:
        protocol, operation_name = "json", target.split(".")[-1]
        if operation_name not in model.operation_names:
            return None
        operation = model.operation_model(operation_name)
        return Call(signing_name, operation, protocol, _spelled(operation.input_shape, _json(body)))
    if "x-www-form-urlencoded" in content_type or (protocol == "query" and query):
        form = parse_qs(body.decode("utf-8", errors="replace") or query, keep_blank_values=True)
        operation_name = form.get("Action", [""])[0]
        if operation_name not in model.operation_names:
            return None
        operation = model.operation_model(operation_name)
        flat = {key: values[0] for key, values in form.items()}
        return Call(signing_name, operation, "query", _unflattened(operation.input_shape, flat, ""))
    if protocol not in ("rest-json", "rest-xml"):
        return None
    # The raw path: an ARN in it holds an encoded slash, and the decoded path would match no route.
    for _, _, route_method, pattern, operation in _routes(name):
        found = pattern.match(raw_path) if route_method == method else None
        if found:
            return Call(signing_name, operation, protocol, _rest(operation, found, query, headers, body))
    return None


def _json(body: bytes) -> dict:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def _spelled(shape, value):
    """A value as CloudTrail spells it: member names begin in lower case, secrets are gone, sensitive text is hidden."""
    if value is None or shape is None:
        return value
    if is_secret(shape.name):
        return HIDDEN
    if shape.type_name == "structure" and isinstance(value, dict):
        members = shape.members
        return {
            lowered(key): HIDDEN if is_secret(key) else _spelled(members.get(key), item)
            for key, item in value.items()
            if item is not None
        }
    if shape.type_name == "list" and isinstance(value, list):
        return [_spelled(shape.member, item) for item in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {key: _spelled(shape.value, item) for key, item in value.items()}
    return value


def is_secret(name: str) -> bool:
    lower = name.lower()
    return "password" in lower or "secretaccesskey" in lower or "secretstring" in lower or "sessiontoken" in lower


def _unflattened(shape, flat: dict, prefix: str):
    """Query parameters (`Tags.member.1.Key=team`) as nested values: `tags: [{key: 'team'}]`."""
    if shape is None:
        return {}
    if shape.type_name == "structure":
        values = {}
        for name, member in shape.members.items():
            wire = member.serialization.get("name", name)
            path = f"{prefix}.{wire}" if prefix else wire
            value = _unflattened(member, flat, path)
            if value is not None:
                values[lowered(name)] = HIDDEN if is_secret(name) else value
        return values if values or not prefix else None
    if shape.type_name == "list":
        member_name = "" if shape.serialization.get("flattened") else ".member"
        items = []
        while True:
            path = f"{prefix}{member_name}.{len(items) + 1}"
            if not any(key == path or key.startswith(f"{path}.") for key in flat):
                break
            items.append(_unflattened(shape.member, flat, path))
        return items or None
    if shape.type_name == "map":
        entry = "" if shape.serialization.get("flattened") else ".entry"
        values = {}
        while f"{prefix}{entry}.{len(values) + 1}.key" in flat:
            path = f"{prefix}{entry}.{len(values) + 1}"
            values[flat[f"{path}.key"]] = flat.get(f"{path}.value")
        return values or None
    return _typed(shape, flat[prefix]) if prefix in flat else None


def _typed(shape, text: str):
    if shape.type_name in ("integer", "long"):
        return int(text)
    if shape.type_name == "boolean":
        return text == "true"
    return text


def _rest(operation, found, query: str, headers: dict, body: bytes) -> dict:
    shape = operation.input_shape
    if shape is None:
        return {}
    placed = parse_qs(query, keep_blank_values=True)
    document = _json(body) if operation.service_model.metadata["protocol"] == "rest-json" else {}
    values = {}
    for name, member in shape.members.items():
        wire = member.serialization.get("name", name)
        location = member.serialization.get("location")
        value = None
        if location == "uri":
            group = _group(wire)
            value = unquote(found.group(group)) if group in found.re.groupindex else None
        elif location == "querystring" and wire in placed:
            value = placed[wire] if member.type_name == "list" else _typed(member, placed[wire][0])
        elif location == "header":
            value = headers.get(wire.lower())
        elif location is None and wire in document:
            value = document[wire]
        if value is not None:
            values[name] = value
    return _spelled(shape, values)
