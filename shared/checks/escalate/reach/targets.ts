import type { Runner } from '../../../facts/runner.ts';
import type { Arn } from '../../../reasoning/types.ts';
import type { Member } from './member.ts';

/** Principals to be reached, by what names them. */
export type Targets = {
  members: readonly Member[];
  /** By a name in the trust policy: an ARN, an account id, a unique id. */
  byTrusted: ReadonlyMap<string, readonly Member[]>;
  trustingAnybody: readonly Member[];
  byService: ReadonlyMap<string, readonly Member[]>;
  roles: readonly Member[];
  users: readonly Member[];
  /** What runs as one of them. */
  runners: readonly Runner[];
};

/** @param members strongest first; that order is kept. */
export const targetsOf = (members: readonly Member[], runners: readonly Runner[]): Targets => {
  const byTrusted = new Map<string, Member[]>();
  const byService = new Map<string, Member[]>();
  const trustingAnybody: Member[] = [];
  for (const member of members) {
    const { trusts } = member;
    if (trusts === undefined) continue;
    for (const name of trusts.principals) put(byTrusted, name, member);
    for (const service of trusts.services) put(byService, service, member);
    if (trusts.anybody) trustingAnybody.push(member);
  }
  const arns: ReadonlySet<Arn> = new Set(members.map(({ facts }) => facts.arn));
  return {
    members,
    byTrusted,
    byService,
    trustingAnybody,
    // AWS alone writes the trust policy of a service-linked role.
    roles: members.filter(({ facts }) => facts.kind === 'role' && !facts.path.startsWith('/aws-service-role/')),
    users: members.filter(({ facts }) => facts.kind === 'user'),
    runners: runners.filter(({ roleArn }) => arns.has(roleArn)),
  };
};

const put = (index: Map<string, Member[]>, key: string, member: Member): void => {
  const list = index.get(key);
  if (list === undefined) index.set(key, [member]);
  else list.push(member);
};
