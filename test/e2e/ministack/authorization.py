"""What IAM checks on a call and MiniStack 1.5.33 leaves out, so that the roles of the templates are really tried.

MiniStack names no resource for CreatePolicy and for Bedrock's tagging calls, drops the path of roles and users from
their ARNs, and knows neither the condition keys `iam:PermissionsBoundary` and `iam:PolicyARN` nor `aws:ResourceTag` of
guardrails. Source of the rules: "Actions, resources, and condition keys for AWS Identity and Access Management" and the
page for Amazon Bedrock. That the key of a call that sets no boundary holds the one that is there, and is absent where
there is none: [unconfirmed].
"""

import json
from contextvars import ContextVar

from ministack.core import iam_actions

KEY = "iam:PermissionsBoundary"
POLICY_KEY = "iam:PolicyARN"
# Calls that change what an entity may do, and are judged by the boundary that it has.
BESIDE = {
    f"iam:{verb}{entity}{what}"
    for entity in ("Role", "User")
    for verb, what in (
        ("Delete", "PermissionsBoundary"),
        ("Put", "Policy"),
        ("Delete", "Policy"),
        ("Attach", "Policy"),
        ("Detach", "Policy"),
    )
}

_asked_about: ContextVar[str] = ContextVar("asked_about", default="*")


def complete() -> None:
    resource_of, context_of = iam_actions.extract_resource_arn, iam_actions.request_tag_context
    action_of = iam_actions.extract_iam_action

    def extract_iam_action(service, method, path, headers, body, query_params):
        action = action_of(service, method, path, headers, body, query_params)
        # One path, three calls: reading a function's concurrency is none of setting it.
        named = {"GET": "lambda:GetFunctionConcurrency", "DELETE": "lambda:DeleteFunctionConcurrency"}
        return named.get(method, action) if action == "lambda:PutFunctionConcurrency" else action

    def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
        if service == "iam":
            named = _named(query_params or {}, account_id)
            if named is not None:
                return named
        arn = resource_of(service, method, path, headers, body, query_params, region, account_id)
        if service == "bedrock" and arn == "*":
            arn = _tagged(body) or arn
        _asked_about.set(arn)
        return arn

    def request_tag_context(service, iam_action, body, params):
        context = context_of(service, iam_action, body, params)
        if service == "bedrock":
            context = {**context, **_guardrail_tags(_asked_about.get())}
        return {**context, **_keys(iam_action, params or {})} if service == "iam" else context

    iam_actions.extract_iam_action = extract_iam_action
    iam_actions.extract_resource_arn = extract_resource_arn
    iam_actions.request_tag_context = request_tag_context


def _tagged(body: bytes):
    """The resource of the tagging calls, whose ARN is in the body alone."""
    try:
        data = json.loads(body) if body[:1] == b"{" else {}
    except (json.JSONDecodeError, UnicodeDecodeError):
        return None
    return data.get("resourceARN") if isinstance(data, dict) else None


def _guardrail_tags(arn: str) -> dict:
    from ministack.services import bedrock

    return {f"aws:ResourceTag/{key}".lower(): value for key, value in bedrock._tags.get(arn, {}).items()}


def _value(params: dict, name: str):
    value = params.get(name)
    return value[0] if isinstance(value, list) and value else value


def _entity(params: dict):
    from ministack.services import iam

    role, user = _value(params, "RoleName"), _value(params, "UserName")
    if role:
        return iam._roles.get(role)
    return iam._users.get(user) if user else None


def _named(params: dict, account_id: str):
    policy = _value(params, "PolicyName")
    if _value(params, "Action") == "CreatePolicy" and policy:
        return f"arn:aws:iam::{account_id}:policy{_value(params, 'Path') or '/'}{policy}"
    entity = _entity(params)
    return entity.get("Arn") if entity else None


def _keys(iam_action: str, params: dict) -> dict:
    keys = {KEY: _boundary(iam_action, params)}
    if iam_action.startswith(("iam:Attach", "iam:Detach")):
        keys[POLICY_KEY] = _value(params, "PolicyArn")
    return {key: value for key, value in keys.items() if value is not None}


def _boundary(iam_action: str, params: dict):
    if iam_action in BESIDE:
        found = (_entity(params) or {}).get("PermissionsBoundary")
        return found.get("PermissionsBoundaryArn") if isinstance(found, dict) else found
    return _value(params, "PermissionsBoundary")
