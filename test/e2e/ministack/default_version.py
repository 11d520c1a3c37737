"""SetDefaultPolicyVersion, which MiniStack 1.5.33 does not have. Source: IAM API Reference, "SetDefaultPolicyVersion"."""


def complete() -> None:
    from ministack.services import iam

    def set_default_policy_version(params):
        policy = iam._policies.get(iam._p(params, "PolicyArn"))
        wanted = iam._p(params, "VersionId")
        if policy is None or wanted not in policy["Versions"]:
            return iam._error(404, "NoSuchEntity", "Policy or version not found.", ns="iam")
        for version in policy["Versions"].values():
            version["IsDefaultVersion"] = version["VersionId"] == wanted
        policy["DefaultVersionId"] = wanted
        policy["UpdateDate"] = iam._now()
        return iam._xml(200, "SetDefaultPolicyVersionResponse", "", ns="iam")

    iam._IAM_HANDLERS.setdefault("SetDefaultPolicyVersion", set_default_policy_version)
