"""What IAM checks on a call and MiniStack 1.5.33 leaves out, so that the roles of the templates are really tried.

MiniStack names no resource for CreatePolicy, drops the path of roles and users from their ARNs, and knows no condition
key `iam:PermissionsBoundary`. Source of the rules: "Actions, resources, and condition keys for AWS Identity and Access
Management". That the key of a Delete...PermissionsBoundary call holds the boundary that is there: [unconfirmed].
"""

from ministack.core import iam_actions

KEY = "iam:PermissionsBoundary"


def complete() -> None:
    resource_of, context_of = iam_actions.extract_resource_arn, iam_actions.request_tag_context

    def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
        if service == "iam":
            named = _named(query_params or {}, account_id)
            if named is not None:
                return named
        return resource_of(service, method, path, headers, body, query_params, region, account_id)

    def request_tag_context(service, iam_action, body, params):
        context = context_of(service, iam_action, body, params)
        boundary = _boundary(iam_action, params or {}) if service == "iam" else None
        return context if boundary is None else {**context, KEY: boundary}

    iam_actions.extract_resource_arn = extract_resource_arn
    iam_actions.request_tag_context = request_tag_context


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


def _boundary(iam_action: str, params: dict):
    if iam_action.startswith("iam:Delete") and iam_action.endswith("PermissionsBoundary"):
        found = (_entity(params) or {}).get("PermissionsBoundary")
        return found.get("PermissionsBoundaryArn") if isinstance(found, dict) else found
    return _value(params, "PermissionsBoundary")
