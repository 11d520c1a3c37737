/** `kind` and `name` make an identity in an account whatever its path is; `session` is what a session calls itself. */
type Identity = { account: string; kind: 'role' | 'user' | 'other'; name: string; session?: string };

const identityOf = (arn: string): Identity => {
  const parts = arn.split(':');
  const account = parts[4] ?? '';
  const resource = parts.slice(5).join(':').split('/');
  switch (resource[0]?.toLowerCase()) {
    case 'assumed-role':
      return { account, kind: 'role', name: (resource[1] ?? '').toLowerCase(), session: resource.slice(2).join('/') };
    case 'role':
      return { account, kind: 'role', name: (resource.at(-1) ?? '').toLowerCase() };
    case 'user':
      return { account, kind: 'user', name: (resource.at(-1) ?? '').toLowerCase() };
    default:
      return { account, kind: 'other', name: arn.trim().toLowerCase() };
  }
};

/** An approver without a name is no second person. */
export const namesNobody = (person: string): boolean => person.trim() === '';

/** Whether a session or ARN is that principal: any session of a role is the role. */
export const isPrincipal = (arn: string, principalArn: string): boolean => {
  const a = identityOf(arn);
  const b = identityOf(principalArn);
  return a.account === b.account && a.kind === b.kind && a.name === b.name;
};

/**
 * Whether two callers may be one person. Sessions of one role are, because whoever assumes a role chooses the session's
 * name; only Identity Center sets it to the person (IAM Identity Center User Guide, "Logging IAM Identity Center API calls").
 */
export const mayBeOnePerson = (a: string, b: string): boolean => {
  if (!isPrincipal(a, b)) return false;
  const [first, second] = [identityOf(a), identityOf(b)];
  const namesPeople = first.kind === 'role' && first.name.startsWith('awsreservedsso_');
  return !(
    namesPeople &&
    first.session !== undefined &&
    second.session !== undefined &&
    first.session !== second.session
  );
};

/** The same for callers that may be one person; sessions that Identity Center names are people of their own. */
export const personKey = (arn: string): string => {
  const { account, kind, name, session } = identityOf(arn);
  const isNamed = kind === 'role' && name.startsWith('awsreservedsso_') && session !== undefined;
  return [account, kind, name, ...(isNamed ? [session] : [])].join('/');
};
