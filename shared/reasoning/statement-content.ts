import type { Statement } from './policy/policy.ts';

/**
 * A number for all of a statement that bears on a request beside its actions: effect, resources, conditions, as they are
 * written. Equal numbers, equal content. `undefined`: it may read something of the principal itself (a policy variable, a
 * key such as `aws:PrincipalArn`), it names principals, or it is too long to be worth keeping.
 */
export const contentOf = (statement: Statement): number | undefined => {
  const { effect, resources, conditions, principals } = statement;
  if (principals !== undefined) return undefined;
  for (const { key } of conditions) if (!isOfRequestAlone(key.toLowerCase())) return undefined;
  const text = JSON.stringify([
    effect,
    resources === undefined ? null : [resources.negated, resources.entries],
    conditions.map(({ operator: { base, set, ifExists }, key, values }) => [base, set ?? '', ifExists, key, values]),
  ]);
  if (text.length > LONG || text.includes('${')) return undefined;
  const before = numbers.get(text);
  if (before !== undefined) return before;
  if (numbers.size >= MOST_NUMBERS) numbers.clear();
  next += 1;
  numbers.set(text, next);
  return next;
};

/** A number is never given twice, so one that was forgotten equals nothing that comes later. */
let next = 0;
const numbers = new Map<string, number>();
const MOST_NUMBERS = 50_000;
const LONG = 2_000;

/**
 * Whether what a request holds under the key follows neither from who asks nor from what is known about the organisation
 * (`shapesOf` ties each key). Of the global keys those alone that are listed here: a key that is not is taken to.
 * @param key lower case
 */
export const isOfRequestAlone = (key: string): boolean =>
  !key.startsWith('aws:') || ofRequest.has(key) || families.some((family) => key.startsWith(family));

const ofRequest: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:currenttime',
  'aws:epochtime',
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:referer',
  'aws:requestedregion',
  // Of the account, which everybody who shares an answer is in.
  'aws:resourceaccount',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:tagkeys',
  'aws:tokenissuetime',
  'aws:useragent',
  'aws:viaawsservice',
  'aws:vpcsourceip',
]);
const families = ['aws:requesttag/', 'aws:resourcetag/'] as const;
