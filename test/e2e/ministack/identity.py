"""`userIdentity` of a caller, from what MiniStack knows about its access key."""

import datetime

from ministack.core.responses import get_account_id


def identity_of(access_key: str):
    """@returns None when the key belongs to nobody: AWS writes such a call into no account's trail."""
    from ministack.services import iam, sts

    session = sts._sessions.get(access_key)
    if session:
        return _session(access_key, session, iam)
    key = iam._access_keys.get(access_key)
    account = get_account_id()
    if key:
        user = iam._users.get(key["UserName"])
        if user is None:
            return None
        return {
            "type": "IAMUser",
            "principalId": user["UserId"],
            "arn": user["Arn"],
            "accountId": account,
            "accessKeyId": access_key,
            "userName": key["UserName"],
        }
    if access_key.startswith(("AKIA", "ASIA")):
        return None
    # MiniStack takes any other key, or a bare account number, as the root of the account.
    return {
        "type": "Root",
        "principalId": account,
        "arn": f"arn:aws:iam::{account}:root",
        "accountId": account,
        "accessKeyId": access_key,
    }


def _session(access_key: str, session: dict, iam):
    arn = session["Arn"]
    account = session["AccountId"]
    if ":assumed-role/" not in arn:
        return {
            "type": "FederatedUser",
            "principalId": session["UserId"],
            "arn": arn,
            "accountId": account,
            "accessKeyId": access_key,
        }
    role_name = arn.split(":assumed-role/")[1].split("/")[0]
    # An assumed-role ARN drops the role's path: the issuer is looked up by name.
    role = iam._roles.get(role_name)
    issued = datetime.datetime.fromtimestamp(session.get("IssuedAt", 0), datetime.timezone.utc)
    return {
        "type": "AssumedRole",
        "principalId": session["UserId"],
        "arn": arn,
        "accountId": account,
        "accessKeyId": access_key,
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": session["UserId"].split(":")[0],
                "arn": role["Arn"] if role else f"arn:aws:iam::{account}:role/{role_name}",
                "accountId": account,
                "userName": role_name,
            },
            "attributes": {"creationDate": issued.strftime("%Y-%m-%dT%H:%M:%SZ"), "mfaAuthenticated": "false"},
        },
    }
