"""A CloudTrail record of one call: identity, parameters, outcome. Shapes follow real records."""

import datetime
import json
import uuid

import botocore.parsers

from operations import HIDDEN, Call, is_secret, lowered

# CloudTrail shows a guardrail's identifier and tags, never its name or what it filters.
GUARDRAIL_SHOWN = {"guardrailIdentifier", "guardrailVersion", "clientRequestToken", "kmsKeyId", "tags"}


def record(call: Call, identity: dict, region: str, headers: dict, client: str, status: int, answer: dict) -> dict:
    """@param answer `headers` and `body` of the response; the request id is AWS's own header."""
    parsed = _parsed(call, status, answer)
    error = _error(call, status, parsed)
    refused = error is not None and error["errorCode"] == "AccessDenied"
    request_id = answer["headers"].get("x-amzn-requestid") or answer["headers"].get("x-amz-request-id") or _id()
    made = {
        "eventVersion": "1.11",
        "userIdentity": identity,
        "eventTime": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": call.event_source,
        "eventName": call.event_name,
        "awsRegion": region,
        "sourceIPAddress": client,
        "userAgent": headers.get("user-agent", ""),
        **(error or {}),
        # A refused IAM call shows no parameters at all.
        "requestParameters": None if refused and call.service == "iam" else _hidden(call, call.parameters) or None,
        "responseElements": None if error else _response(call, parsed),
        "requestID": request_id,
        "eventID": _id(),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": identity["accountId"],
        "eventCategory": "Management",
    }
    return made


def envelope(made: dict) -> dict:
    """PutEvents entry; MiniStack adds id, account, time and Region."""
    return {
        "Source": f"aws.{made['eventSource'].split('.')[0]}",
        "DetailType": "AWS API Call via CloudTrail",
        "Detail": json.dumps(made),
        "Resources": [],
    }


def _id() -> str:
    return str(uuid.uuid4())


def _parsed(call: Call, status: int, answer: dict) -> dict:
    response = {"status_code": status, "headers": answer["headers"], "body": answer["body"]}
    parser = botocore.parsers.create_parser(call.protocol)
    try:
        return parser.parse(response, call.operation.output_shape)
    except botocore.parsers.ResponseParserError:
        return {}


def _error(call: Call, status: int, parsed: dict):
    if status < 400:
        return None
    wire = str(parsed.get("Error", {}).get("Code") or "UnknownError")
    name = wire
    for shape in call.operation.error_shapes:
        if shape.metadata.get("error", {}).get("code") == wire:
            name = shape.name
    if name == "AccessDeniedException":
        name = "AccessDenied"
    return {"errorCode": name, "errorMessage": str(parsed.get("Error", {}).get("Message", ""))}


def _hidden(call: Call, parameters):
    if call.service == "bedrock" and call.operation.name in ("CreateGuardrail", "UpdateGuardrail"):
        return {key: value if key in GUARDRAIL_SHOWN else HIDDEN for key, value in parameters.items()}
    return parameters


def _response(call: Call, parsed: dict):
    """Null for the calls that answer with nothing; documents stay percent-encoded, as IAM sends them."""
    shape = call.operation.output_shape
    if shape is None:
        return None
    if call.service == "bedrock" and call.operation.name in ("CreateGuardrail", "UpdateGuardrail"):
        parsed = {key: parsed[key] for key in ("guardrailId", "guardrailArn", "version") if key in parsed}
    values = _spelled_response(call, {key: parsed[key] for key in shape.members if key in parsed})
    return values or None


def _spelled_response(call: Call, value):
    if isinstance(value, dict):
        return {
            lowered(key): _spelled_response(call, item)
            for key, item in value.items()
            if item is not None and not is_secret(key)
        }
    if isinstance(value, list):
        return [_spelled_response(call, item) for item in value]
    if isinstance(value, datetime.datetime):
        # The query services log a date for people: `Jul 10, 2023 11:54:39 AM`.
        return value.strftime("%b %-d, %Y %-I:%M:%S %p") if call.protocol == "query" else value.isoformat()
    return value


