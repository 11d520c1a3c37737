import { compressActions } from '../reasoning/derive/compress-actions.ts';
import { denyStatementsFor, type DenyRefusal, type DenyStatement } from '../reasoning/derive/deny-statements-for.ts';
import { neverDenyHit } from '../reasoning/derive/never-deny.ts';
import { policySize } from '../reasoning/derive/policy-size.ts';
import type { Question } from '../reasoning/types.ts';
import { canonicalJson } from './canonical-json.ts';

export type Composed =
  | { composed: true; document: string }
  | { composed: false; outcome: 'NOT_EXPRESSIBLE' | 'NEVER_DENY_HIT' | 'TOO_LARGE'; detail: string };

/** Without it the boundary would take away everything: a boundary only ever limits. */
const allowTheRest = { Sid: 'RingfenceKeepsTheRest', Effect: 'Allow', Action: '*', Resource: '*' } as const;

type Denials = { statements: readonly DenyStatement[] } | { refused: DenyRefusal };

const numbered = (prefix: string, statements: readonly DenyStatement[]): readonly DenyStatement[] =>
  statements.map((statement, index) => ({ Sid: `${prefix}${index + 1}`, ...statement }));

/** The Deny statements of a containment: the region first, then the shield. */
const denialsOf = (region: readonly Question[], shield: readonly Question[]): Denials => {
  const denied = denyStatementsFor(region);
  if ('refused' in denied) return denied;
  const shielding = shield.length === 0 ? { statements: [] } : denyStatementsFor(shield);
  if ('refused' in shielding) return shielding;
  return {
    statements: [...numbered('RingfenceDeny', denied.statements), ...numbered('RingfenceShield', shielding.statements)],
  };
};

const textOf = (statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const listSize = (actions: readonly string[]): number => actions.reduce((sum, action) => sum + action.length + 3, 0);

/** Exact names as long as they fit; then patterns that match the same actions, in the longest list first. */
const fitted = (
  statements: readonly DenyStatement[],
  document: (statements: readonly DenyStatement[]) => string,
  limit: number,
): Composed => {
  let shorter = [...statements];
  const longestFirst = statements
    .map((_, index) => index)
    .toSorted((a, b) => lengthAt(statements, b) - lengthAt(statements, a));
  for (const index of longestFirst) {
    const over = policySize(document(shorter)) - limit;
    if (over <= 0) break;
    shorter = shorter.map((statement, at) =>
      at === index
        ? { ...statement, Action: compressActions(statement.Action, Math.max(0, listSize(statement.Action) - over)) }
        : statement,
    );
  }
  const text = document(shorter);
  const size = policySize(text);
  if (size > limit) {
    const detail = `The document needs ${size} characters and IAM takes ${limit}, white space not counted.`;
    return { composed: false, outcome: 'TOO_LARGE', detail };
  }
  const hit = shorter.flatMap(({ Action }) => Action.flatMap((pattern) => neverDenyHit(pattern) ?? []))[0];
  if (hit !== undefined) {
    return {
      composed: false,
      outcome: 'NEVER_DENY_HIT',
      detail: `The document would deny ${hit}, which is never denied.`,
    };
  }
  return { composed: true, document: text };
};

const lengthAt = (statements: readonly DenyStatement[], index: number): number =>
  listSize(statements[index]?.Action ?? []);

const compose = (
  region: readonly Question[],
  shield: readonly Question[],
  document: (statements: readonly DenyStatement[]) => string,
  limit: number,
): Composed => {
  const denials = denialsOf(region, shield);
  if ('refused' in denials) return { composed: false, outcome: denials.refused.code, detail: denials.refused.detail };
  return fitted(denials.statements, document, limit);
};

/** A new boundary: everything, less the region and the shield. `limit` in characters without white space. */
export const composeBoundary = (region: readonly Question[], shield: readonly Question[], limit: number): Composed =>
  compose(region, shield, (statements) => textOf([allowTheRest, ...statements]), limit);

/** A policy with nothing but Deny, to stand beside what the principal has. */
export const composeDeny = (region: readonly Question[], shield: readonly Question[], limit: number): Composed =>
  compose(region, shield, textOf, limit);

/**
 * The present document with the Deny statements behind its own: `M = P and not D`. Its statements stay word for word, and so
 * does its `Version`, because variables mean something else in the older one. Statement ids stay unique; a Deny that stands
 * there already is not repeated.
 * @param present a policy document that IAM holds: one that cannot be read is refused as NOT_EXPRESSIBLE.
 */
export const composeMerged = (
  present: string,
  region: readonly Question[],
  shield: readonly Question[],
  limit: number,
): Composed => {
  const policy = readPolicy(present);
  if (policy === undefined) {
    return {
      composed: false,
      outcome: 'NOT_EXPRESSIBLE',
      detail: 'The present document is no policy that can be read.',
    };
  }
  const { elements, statements } = policy;
  const sids = new Set(statements.map((statement) => statement['Sid']));
  const there = new Set(statements.map(withoutSid));
  return compose(
    region,
    shield,
    (ours) => {
      const added = ours
        .filter((statement) => !there.has(withoutSid(statement)))
        .map((each) => withFreeSid(each, sids));
      return JSON.stringify({ ...elements, Statement: [...statements, ...added] });
    },
    limit,
  );
};

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readPolicy = (text: string): { elements: JsonObject; statements: readonly JsonObject[] } | undefined => {
  try {
    const policy: unknown = JSON.parse(text);
    if (!isObject(policy) || policy['Statement'] === undefined) return undefined;
    const { Statement, ...elements } = policy;
    const statements = [Statement].flat();
    return statements.every((statement) => isObject(statement)) ? { elements, statements } : undefined;
  } catch {
    return undefined;
  }
};

const withoutSid = ({ Sid: _id, ...rest }: JsonObject): string => canonicalJson(rest);

const numberOf = (sid: unknown, prefix: string): number =>
  typeof sid === 'string' && sid.startsWith(prefix) ? Number(/^\d+$/u.exec(sid.slice(prefix.length))?.[0] ?? 0) : 0;

/** Numbered on from the last of its kind that is there. */
const withFreeSid = (statement: DenyStatement, taken: ReadonlySet<unknown>): DenyStatement => {
  const prefix = (statement.Sid ?? '').replace(/\d+$/u, '');
  const last = Math.max(0, ...[...taken].map((sid) => numberOf(sid, prefix)));
  return { ...statement, Sid: `${prefix}${last + numberOf(statement.Sid, prefix)}` };
};

/**
 * The same Deny for one principal as a service control policy: at most 5,120 characters (AWS Organizations User Guide, "Quotas").
 * @param principalArn may hold wildcards: roles of Identity Center change the end of their name.
 */
export const composeServiceControlPolicy = (region: readonly Question[], whom: string | WholeAccount): Composed =>
  compose(region, [], (statements) => textOf(statements.map((statement) => onlyFor(statement, whom))), 5_120);

/** Everybody of an account: `:root` of another account means them all, where it lets somebody in. */
export type WholeAccount = { accountId: string };

const principalOf = (whom: string | WholeAccount): string | { AWS: string } =>
  typeof whom === 'string' ? { AWS: whom } : '*';

const onlyFor = (statement: DenyStatement, whom: string | WholeAccount): DenyStatement =>
  typeof whom === 'string'
    ? onlyForPrincipal(statement, whom)
    : withCondition(statement, {
        operator:
          'aws:PrincipalAccount' in (statement.Condition?.['StringEquals'] ?? {}) ? 'StringLike' : 'StringEquals',
        key: 'aws:PrincipalAccount',
        value: whom.accountId,
      });

const onlyForPrincipal = (statement: DenyStatement, principalArn: string): DenyStatement => {
  const wanted = /[*?]/u.test(principalArn) ? 'ArnLike' : 'ArnEquals';
  // Both operators compare alike. One that asks for the principal already keeps what it asks.
  const operator =
    wanted === 'ArnEquals' && 'aws:PrincipalArn' in (statement.Condition?.['ArnEquals'] ?? {}) ? 'ArnLike' : wanted;
  return withCondition(statement, { operator, key: 'aws:PrincipalArn', value: principalArn });
};

const withCondition = (
  statement: DenyStatement,
  { operator, key, value }: { operator: string; key: string; value: string },
): DenyStatement => ({
  ...statement,
  Condition: { ...statement.Condition, [operator]: { ...statement.Condition?.[operator], [key]: value } },
});

/**
 * The Deny as it stands in a policy of a resource, for a principal of another account. Each kind of resource has a limit of
 * its own; this is the one of bucket policies, and a person pastes what is needed of it.
 */
export const composeResourcePolicy = (region: readonly Question[], whom: string | WholeAccount): Composed =>
  compose(
    region,
    [],
    (statements) =>
      textOf(
        statements.map((statement) => {
          const { Sid, Effect, ...rest } = typeof whom === 'string' ? statement : onlyFor(statement, whom);
          return { Sid, Effect, Principal: principalOf(whom), ...rest };
        }),
      ),
    20_480,
  );

/**
 * The Deny as it stands in the trust policies of roles. These take no resource and no actions but those of STS (IAM User
 * Guide, "Update a role trust policy"), so it denies the way into the role and not what the role may do.
 */
export const trustDeny = (whom: string | WholeAccount): string =>
  textOf([
    {
      Sid: 'RingfenceDenyTrust',
      Effect: 'Deny',
      Principal: principalOf(whom),
      Action: 'sts:AssumeRole',
      ...(typeof whom === 'string' ? {} : { Condition: { StringEquals: { 'aws:PrincipalAccount': whom.accountId } } }),
    },
  ]);
