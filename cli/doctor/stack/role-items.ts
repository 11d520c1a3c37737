import type { PolicyDocument, PrincipalFacts } from '../../../shared/facts/principal-facts.ts';
import {
  isReleased,
  type ReleasedRolePolicy,
  type ReleasedStatement,
  statementName,
} from '../../../shared/facts/released-policy.ts';
import type { Known } from '../../../shared/facts/known.ts';
import type { Read } from '../../../shared/ports/read.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { deployAgain } from './deploy-again.ts';
import { notRead, ofKnown, ok } from './item-of.ts';

/** A role as its stack recorded it, and as IAM has it. */
export type OwnRole = { recorded: ReleasedRolePolicy; found: Read<PrincipalFacts> };

const about = 'roles';

/** Each role may do what it was deployed with: less makes Ringfence blind or lame, more makes it worth taking over. */
export const roleItems = (stack: string, roles: readonly OwnRole[]): readonly DoctorItem[] => {
  const items = roles.flatMap((role) => itemsOf(stack, role));
  return items.length > 0 ? items : [ok(about, `${roles.length} roles have the policies that they were deployed with`)];
};

const itemsOf = (stack: string, { recorded, found }: OwnRole): readonly DoctorItem[] => {
  const name = recorded.role;
  if (found.found === 'unreadable') return [notRead(about, found.why)];
  if (found.found === 'no') return [fault('role-missing', name, 'it is not there', deployAgain)];
  const { inlinePolicies, attachedPolicies, trustPolicy, permissionsBoundary } = found.value;
  const mend = `${deployAgain}, and find out who changed it: ringfence history list --stack ${stack}`;
  return [
    ...ofKnown(about, inlinePolicies, (policies) => [
      ...ownPolicy(recorded, policies, mend),
      ...policies.filter((each) => nameOf(each) !== recorded.policy).map((each) => foreign(name, each)),
    ]),
    ...ofKnown(about, attachedPolicies, (policies) => policies.map((each) => foreign(name, each))),
    ...ofKnown(about, trustPolicy, (policy) => trust(recorded, policy, mend)),
    ...boundary(recorded, permissionsBoundary, mend),
  ];
};

const ownPolicy = (
  { role, policy, statements }: ReleasedRolePolicy,
  policies: readonly PolicyDocument[],
  mend: string,
): readonly DoctorItem[] => {
  const own = policies.find((each) => nameOf(each) === policy);
  if (own === undefined)
    return [
      fault('policy-missing', role, `its policy ${policy} is gone: it may do nothing that it is deployed for`, mend),
    ];
  if (own.unread !== undefined) return [notRead(about, own.unread)];
  const differs = difference(statements, own);
  return differs === undefined
    ? []
    : [fault('policy-drift', role, `its policy ${policy} was changed: ${differs}`, mend)];
};

const trust = (
  { role, trust: statements }: ReleasedRolePolicy,
  policy: PolicyDocument,
  mend: string,
): readonly DoctorItem[] => {
  const differs = difference(statements, policy);
  return differs === undefined ? [] : [fault('trust-drift', role, `who may become it was changed: ${differs}`, mend)];
};

const boundary = (
  { role, boundary: was }: ReleasedRolePolicy,
  found: Known<PolicyDocument>,
  mend: string,
): readonly DoctorItem[] => {
  if (found.state === 'unknown') return [notRead(about, found.why)];
  const is = found.state === 'known' ? (found.value.arn ?? found.value.name) : 'none';
  return is === was
    ? []
    : [fault('boundary-drift', role, `its permissions boundary is ${is}, and was deployed as ${was}`, mend)];
};

const foreign = (role: string, { name, arn }: PolicyDocument): DoctorItem =>
  arn === undefined
    ? fault(
        'policy-unknown',
        role,
        `no release made its inline policy ${bare(name)}`,
        `aws iam delete-role-policy --role-name ${role} --policy-name ${bare(name)}`,
      )
    : fault(
        'policy-unknown',
        role,
        `no release attached ${arn} to it`,
        `aws iam detach-role-policy --role-name ${role} --policy-arn ${arn}`,
      );

/** Names what differs; `undefined`: nothing. */
const difference = (released: readonly ReleasedStatement[], { text }: PolicyDocument): string | undefined => {
  const found = statementsOf(text);
  if (found === undefined) return 'it cannot be read as a policy';
  const gone = released.filter((was) => !found.some((each) => isReleased(each, was))).map(({ sid }) => sid);
  const more = found
    .map((each, index) => ({ name: statementName(each, index), known: released.some((was) => isReleased(each, was)) }))
    .filter(({ known }) => !known)
    .map(({ name }) => name);
  const changed = gone.filter((sid) => more.includes(sid));
  const parts = [
    said('other than deployed', changed),
    said(
      'gone',
      gone.filter((sid) => !changed.includes(sid)),
    ),
    said(
      'not deployed',
      more.filter((sid) => !changed.includes(sid)),
    ),
  ].flat();
  return parts.length === 0 ? undefined : parts.join('; ');
};

const said = (what: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`${names.map((name) => JSON.stringify(name)).join(', ')} ${what}`];

/** Every policy of Ringfence is of the version that knows variables: of another one it says something else. */
const statementsOf = (text: string | undefined): readonly unknown[] | undefined => {
  const document = jsonOf(text ?? '');
  if (typeof document !== 'object' || document === null) return undefined;
  if (!('Version' in document) || document.Version !== '2012-10-17' || !('Statement' in document)) return undefined;
  const { Statement } = document;
  const all: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  return all;
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const bare = (name: string): string => name.replace(/^inline:/u, '');
const nameOf = ({ name, arn }: PolicyDocument): string | undefined => (arn === undefined ? bare(name) : undefined);

const fault = (code: string, at: string, what: string, fix: string): DoctorItem => ({
  about,
  level: 'error',
  code,
  at,
  what,
  fix,
});
