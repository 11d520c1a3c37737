import { anything, type Domain } from '../domains/domain.ts';
import { isEmpty, type EmptinessDoubt } from '../domains/emptiness.ts';
import { intersect } from '../domains/intersect.ts';
import { readInstant, secondsText } from '../domains/instant.ts';
import { member } from '../domains/member.ts';
import { pick, type Picked } from '../domains/pick.ts';
import type { AccessRequest } from '../types.ts';
import type { Effort } from './effort.ts';
import { RESOURCE } from './literal.ts';
import { CURRENT_TIME, EPOCH_TIME } from './one-clock.ts';
import type { Domains } from './solve.ts';

export type BuildInput = {
  /** As AWS spells it, where known. */
  action: string;
  domains: Domains;
  /** Lower-case key -> spelling to show. Only these keys are put into the context. */
  names: ReadonlyMap<string, string>;
  /** Resource texts to prefer, and narrower forms to prefer when none of the texts fits. */
  resources: readonly string[];
  preferred: readonly Domain[];
  now: string;
  /** True: where absent is possible the key is left out, even when real requests mostly carry it. */
  absentFirst: boolean;
  /** The principal's own value of a key that a session may override. */
  ownValue: (key: string) => string | undefined;
  /** True: times and tags of a request have to agree with each other, as in real requests. */
  tied: boolean;
};

export type Built = { request: AccessRequest } | { doubt: EmptinessDoubt | 'ties' };

/** Values that a person recognises as made up (AWS: "Example IP addresses", documentation ranges). */
const wishes: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'aws:sourceip': ['203.0.113.7'],
    'aws:vpcsourceip': ['10.0.0.7'],
    'aws:sourcevpc': ['vpc-0123456789abcdef0'],
    'aws:sourcevpce': ['vpce-0123456789abcdef0'],
    'aws:requestedregion': ['us-east-1', 'eu-west-1'],
    'aws:useragent': ['aws-cli/2.0'],
    'aws:securetransport': ['true'],
    'aws:multifactorauthage': ['60'],
    'aws:sourceaccount': ['444455556666'],
    'aws:principalaccount': ['444455556666'],
    'aws:principalorgid': ['o-exampleorgid'],
    'aws:resourceorgid': ['o-exampleorgid'],
  }),
);

const timeKeys: ReadonlySet<string> = new Set([CURRENT_TIME, 'aws:tokenissuetime']);

/** Chooses one value for each variable. Deterministic. */
export const buildRequest = (input: BuildInput, effort: Effort): Built => {
  const resource = pickResource(input, effort);
  if ('nothing' in resource) return { doubt: resource.nothing === 'empty' ? 'mixed-types' : resource.nothing };
  const context: Chosen = new Map();
  for (const [key, name] of [...input.names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = input.ownValue(key);
    const texts = own !== undefined ? [own] : timeKeys.has(key) ? [input.now] : (wishes.get(key) ?? []);
    const domain = input.domains.get(key) ?? anything;
    const picked =
      key === EPOCH_TIME && input.tied
        ? epochOf(domain, input, effort)
        : pick(domain, { texts, absentFirst: input.absentFirst }, effort.automaton);
    if ('nothing' in picked) return { doubt: picked.nothing === 'empty' ? 'mixed-types' : picked.nothing };
    if ('value' in picked) context.set(name, picked.value);
    if ('values' in picked) context.set(name, picked.values);
  }
  if (input.tied && (!timesAgree(context) || !tagsAgree(context, input))) return { doubt: 'ties' };
  return { request: { action: input.action, resource: resource.value, context: Object.fromEntries(context) } };
};

/** The time that the other clock of the request shows, in seconds. */
const epochOf = (epoch: Domain, { domains, now }: BuildInput, effort: Effort): Picked => {
  const clock = domains.get(CURRENT_TIME);
  if (clock === undefined) return pick(epoch, { texts: [now] }, effort.automaton);
  const time = pick(clock, { texts: [now], absentFirst: false }, effort.automaton);
  const instant = 'value' in time ? readInstant(time.value) : undefined;
  if (instant === undefined) return time;
  const text = secondsText(instant);
  return member(epoch, text) ? { value: text } : { nothing: 'mixed-types' };
};

const pickResource = (
  { domains, resources, preferred }: BuildInput,
  effort: Effort,
): { value: string } | Extract<Picked, { nothing: unknown }> => {
  const domain = domains.get(RESOURCE) ?? anything;
  const liked = resources.find((text) => member(domain, text));
  if (liked !== undefined) return { value: liked };
  for (const form of preferred) {
    const narrower = intersect(domain, form);
    if (isEmpty(narrower, effort.automaton).empty !== false) continue;
    const picked = pick(narrower, { absentFirst: false }, effort.automaton);
    if ('value' in picked) return picked;
  }
  const picked = pick({ ...domain, absent: false, emptyList: false }, { absentFirst: false }, effort.automaton);
  if ('value' in picked || 'nothing' in picked) return picked;
  return { nothing: 'empty' };
};

/** By the spelling of the key. A map: a key may be called `__proto__`. */
type Chosen = Map<string, string | readonly string[]>;

const find = (context: Chosen, key: string): string | readonly string[] | undefined =>
  [...context].find(([name]) => name.toLowerCase() === key)?.[1];

/** A session is not issued after the request it makes; the two clocks of one request agree. */
const timesAgree = (context: Chosen): boolean => {
  const read = (key: string): number | undefined => {
    const value = find(context, key);
    return typeof value === 'string' ? readInstant(value) : undefined;
  };
  const [current, issued, epoch] = [read(CURRENT_TIME), read('aws:tokenissuetime'), read(EPOCH_TIME)];
  if (current !== undefined && issued !== undefined && issued > current) return false;
  return current === undefined || epoch === undefined || Math.abs(epoch - current) < 1000;
};

/** `aws:TagKeys` lists exactly the keys of the request's tags. Adds those that the search has chosen, where it may. */
const tagsAgree = (context: Chosen, { domains, names }: BuildInput): boolean => {
  const listName = names.get('aws:tagkeys');
  if (listName === undefined) return true;
  const prefix = 'aws:requesttag/';
  const tags = [...context.keys()]
    .filter((name) => name.toLowerCase().startsWith(prefix))
    .map((name) => name.slice(prefix.length));
  const listed = context.get(listName) ?? [];
  const keys = new Set([...(typeof listed === 'string' ? [listed] : listed), ...tags]);
  if (keys.size === 0) return true;
  const agreed = [...keys];
  if (!member(domains.get('aws:tagkeys') ?? anything, agreed)) return false;
  context.set(listName, agreed);
  // A key that is listed has a tag: it must not be one that the search left out on purpose.
  const tagged = new Set(tags.map((tag) => tag.toLowerCase()));
  return agreed.every((key) => !names.has(`${prefix}${key.toLowerCase()}`) || tagged.has(key.toLowerCase()));
};
