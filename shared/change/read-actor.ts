import type { Actor } from './change.ts';
import type { Caller, CloudTrailRecord } from './cloudtrail-record.ts';

/** `AROAEXAMPLE:session`: a unique id of IAM, and the session name its caller chose. */
const idAndSession = /^(A[A-Z]{3}[^:]*):(.+)$/s;
const assumedRole = /^arn:[^:]*:sts::\d{12}:assumed-role\/[^/]+\/(.+)$/s;

const stableId = (caller: Caller): string | undefined => {
  const id = caller.issuer.principalId ?? caller.principalId ?? caller.identityCenterUserId;
  return id === undefined ? undefined : (idAndSession.exec(id)?.[1] ?? id);
};

const sessionName = (caller: Caller): string | undefined =>
  assumedRole.exec(caller.arn ?? '')?.[1] ?? idAndSession.exec(caller.principalId ?? '')?.[2];

/** Twelve digits or nothing: AgentCore writes `anonymous` here. */
const accountOf = (caller: Caller): string | undefined =>
  caller.accountId !== undefined && /^\d{12}$/.test(caller.accountId) ? caller.accountId : undefined;

/** Who called, in every shape of userIdentity, as far as the record says it. */
export const readActor = ({ caller, sourceAddress, userAgent }: CloudTrailRecord): Actor => {
  const principalId = stableId(caller);
  const session = sessionName(caller);
  const accountId = accountOf(caller);
  return {
    type: caller.type ?? 'Unknown',
    ...(caller.arn === undefined ? {} : { arn: caller.arn }),
    ...(principalId === undefined ? {} : { principalId }),
    ...(session === undefined ? {} : { sessionName: session }),
    ...(caller.issuer.arn === undefined ? {} : { issuerArn: caller.issuer.arn }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(caller.invokedBy === undefined ? {} : { invokedBy: caller.invokedBy }),
    ...(sourceAddress === undefined ? {} : { sourceAddress }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(caller.mfa === undefined ? {} : { mfa: caller.mfa }),
  };
};
