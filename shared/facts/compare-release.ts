import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { DeployedFunction, DeployedRule, RecordedFunction } from './deployed.ts';
import { isActing, type InstalledName } from './installed-functions.ts';
import { known, knownInPart, unknown, type Known } from './known.ts';
import type { Installed, ReleasedFunction, ReleasedRule } from './released.ts';
import type { DeployedPart, Deployment } from './wide-state.ts';

/** What stands, and what was meant to. */
export type Deployed = {
  functions: readonly DeployedFunction[];
  rules: readonly DeployedRule[];
  recorded: readonly RecordedFunction[];
  released: readonly ReleasedRule[];
  /** Functions that are missed although nothing is left of them, not even their record. */
  installed: readonly InstalledName[];
  /** ISO 8601. */
  now: string;
};

/** A deployment changes function, record and rule one after another. What was changed this lately is judged the next time. */
const settles = 15 * 60_000;

type Aspect = { is: string; was: string };
type Compared = { part: DeployedPart; differs: boolean };

/**
 * Compares what runs with what was recorded when it was deployed, and with the rules of this version. What differs while a
 * deployment goes on is not known yet, and is said.
 */
export const compareRelease = (given: Deployed): Known<Deployment> => {
  const { functions, rules, recorded, released, installed, now } = given;
  if (recorded.length === 0)
    return unknown('no release is recorded beside the functions: deploy this version again (npx cdk deploy --all)');
  const isLate = (at: string | undefined): boolean =>
    at !== undefined && Math.abs(Date.parse(now) - Date.parse(at)) < settles;
  const late = new Set([
    ...functions.filter(({ changedAt }) => isLate(changedAt)).map(({ name }) => name),
    ...recorded.filter(({ changedAt }) => isLate(changedAt)).map(({ function: name }) => name),
  ]);
  const running = new Map(functions.map((each) => [each.name, each]));
  const readable = recorded.flatMap((each) => (each.reads ? [each.released] : []));
  const names = new Set(recorded.map((each) => each.function));
  const there = new Set([...names, ...running.keys(), ...rules.map(({ name }) => name)]);
  const acts = isActing(there, [...installed, ...released]);
  const isNeeded = ({ needed }: { needed: Installed }): boolean => needed === 'always' || (needed === 'acting' && acts);
  const without = installed.filter((each) => isNeeded(each) && !names.has(each.name) && !running.has(each.name));
  const all = [
    ...readable.map((each) => compareFunction(each, running.get(each.function))),
    ...without.map(({ name }) => compared('function', name, [{ is: 'not there, nor its record', was: 'there' }])),
    ...compareRules(released, rules, isNeeded),
  ];
  // A part that is nowhere has no time of its own: it may be about to come while anything else changes.
  const isOpen = ({ part, differs }: Compared): boolean =>
    differs && (part.kind === 'function' && there.has(part.name) ? late.has(part.name) : late.size > 0);
  const open = all.filter(isOpen).map(({ part }) => part.name);
  const unread = [
    ...recorded.flatMap((each) => (each.reads ? [] : [each.why])),
    ...functions.filter(({ name }) => !names.has(name)).map(({ name }) => `no release is recorded of ${name}`),
    ...(open.length === 0 ? [] : [`a deployment went on until just now, and is judged the next time: ${some(open)}`]),
  ];
  const deployment: Deployment = {
    release: [...new Set(readable.map(({ release }) => release))].sort().join(' and ') || 'unknown',
    parts: all.filter((each) => !isOpen(each)).map(({ part }) => part),
  };
  return unread.length === 0 ? known(deployment) : knownInPart(deployment, unread.join('; '));
};

const compareFunction = (was: ReleasedFunction, is: DeployedFunction | undefined): Compared => {
  if (is === undefined) return compared('function', was.function, [{ is: notThere, was: `code ${was.codeSha256}` }]);
  return compared('function', was.function, [
    { is: `code ${is.codeSha256}`, was: `code ${was.codeSha256}` },
    { is: `role ${is.role}`, was: `role ${was.role}` },
    { is: `handler ${is.handler}`, was: `handler ${was.handler}` },
    { is: `runtime ${is.runtime}`, was: `runtime ${was.runtime}` },
    { is: `timeout ${is.timeout}`, was: `timeout ${was.timeout}` },
    { is: `layers ${is.layers.join(' ') || 'none'}`, was: 'layers none' },
    variables(is.environment, was.environment),
  ]);
};

/** By the names that one has and the other has not: all of them would be a page. */
const variables = (is: readonly string[], was: readonly string[]): Aspect => {
  const only = (some: readonly string[], others: readonly string[]) => some.filter((name) => !others.includes(name));
  return { is: `variables ${only(is, was).join(' ')}`, was: `variables ${only(was, is).join(' ')}` };
};

const compareRules = (
  released: readonly ReleasedRule[],
  rules: readonly DeployedRule[],
  isNeeded: (rule: ReleasedRule) => boolean,
): readonly Compared[] => {
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  const known = new Set(released.map(({ name }) => name));
  return [
    ...released.flatMap((was) => {
      const is = byName.get(was.name);
      if (is !== undefined) return [compareRule(was, is)];
      return isNeeded(was) ? [compared('rule', was.name, [{ is: notThere, was: 'there' }])] : [];
    }),
    ...rules
      .filter(({ name }) => !known.has(name))
      .map(({ name }) => compared('rule', name, [{ is: 'there', was: notThere }])),
  ];
};

const compareRule = ({ name, patterns, queue }: ReleasedRule, is: DeployedRule): Compared => {
  const pattern = patterns?.find((each) => isDeepStrictEqual(each, is.pattern)) ?? patterns?.[0];
  return compared('rule', name, [
    { is: is.enabled ? 'enabled' : 'disabled', was: 'enabled' },
    { is: `pattern ${hashOf(is.pattern)}`, was: `pattern ${hashOf(pattern)}` },
    { is: `to ${is.targets.map(({ arn }) => queueOf(arn)).join(' ') || 'nothing'}`, was: `to ${queue}` },
    ...(is.targets.every(({ deadLetters }) => deadLetters)
      ? []
      : [{ is: 'without dead letters', was: 'with dead letters' }]),
  ]);
};

const notThere = 'not there';

/** Says what differs, or the first thing where nothing does. */
const compared = (kind: DeployedPart['kind'], name: string, aspects: readonly Aspect[]): Compared => {
  const different = aspects.filter(({ is, was }) => is !== was);
  const told = different.length === 0 ? aspects.slice(0, 1) : different;
  const part = {
    kind,
    name,
    deployed: told.map(({ is }) => is).join(', '),
    released: told.map(({ was }) => was).join(', '),
  };
  return { part, differs: different.length > 0 };
};

/** The name of a queue; another target by its whole ARN. */
const queueOf = (arn: string): string => (/^arn:[^:]+:sqs:/u.test(arn) ? (arn.split(':').at(-1) ?? arn) : arn);

const hashOf = (pattern: unknown): string =>
  pattern === undefined ? 'none' : createHash('sha256').update(sorted(pattern)).digest('hex').slice(0, 16);

/** JSON with the keys in order: EventBridge may give them in another. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );

const some = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
