import { generateCondition } from './generate-condition.ts';
import type { Json } from './json.ts';
import type { Random } from './random.ts';
import { variables } from './vocabulary.ts';

type Texts = readonly [string, ...string[]];
type Statement = Readonly<Record<string, Json>>;
export type About = { action: string; resource: string };

const split = (action: string): readonly [string, string] => {
  const colon = action.indexOf(':');
  return [action.slice(0, colon), action.slice(colon + 1)];
};

const actionsThatMatch = (action: string): Texts => {
  const [service, name] = split(action);
  return [
    '*',
    `${service}:*`,
    action,
    `${service}:${name.slice(0, 3)}*`,
    `${service.toUpperCase()}:${name.toLowerCase()}`,
    `${service}:${name.slice(0, 2)}?${name.slice(3)}`,
    `${service}:*${name.slice(-4)}`,
    `${service}:*${name.slice(2, 5)}*`,
  ];
};

const actionsThatDoNot = (action: string): Texts => {
  const [service, name] = split(action);
  return [
    `${service}:${name}X`,
    `${service}:Delete*`,
    'ec2:Start*',
    `${service}:${name.slice(0, -1)}`,
    `${service}:?${name}`,
  ];
};

const inFields = (resource: string, change: (fields: string[]) => void): string => {
  const fields = resource.split(':');
  change(fields);
  return fields.join(':');
};

const resourcesThatMatch = (resource: string): Texts => {
  if (resource === '*') return ['*'];
  return [
    '*',
    '*',
    resource,
    `${resource.slice(0, -3)}*`,
    `${resource.slice(0, -1)}?`,
    inFields(resource, (fields) => fields.splice(3, 2, '*', '*')),
    inFields(resource, (fields) => fields.splice(1, 1, '*')),
    `${resource.split(':').slice(0, 3).join(':')}:*`,
    resource.replace('red', 'r*d'),
    resource.replace('red', '*'),
  ];
};

const resourcesThatDoNot = (resource: string): Texts => {
  if (resource === '*') return ['arn:aws:s3:::corp-data', 'arn:aws:s3:::*'];
  return [
    `${resource}x`,
    resource.slice(0, -1),
    resource.replace('red', 'Red'),
    inFields(resource, (fields) => fields.splice(3, 1, 'ap-south-1')),
    inFields(resource, (fields) => fields.splice(4, 1, '777788889999')),
    'arn:aws:ec2:*:*:instance/*',
  ];
};

const withVariable = (random: Random, resource: string): string =>
  resource.includes('alice') && random.chance(0.4)
    ? resource.replace('alice', '${aws:username}')
    : resource.replace('red', random.one([...variables, '${*}', 'r${$}d', 're${?}', '${aws:PrincipalTag/team}*']));

const listOf = (random: Random, entry: () => string): Json => {
  if (random.chance(0.6)) return entry();
  return Array.from({ length: 1 + random.upTo(2) }, entry);
};

const actions = (random: Random, { action }: About, aim: number): Statement => {
  const matching = (share: number) => () =>
    random.chance(share) ? random.one(actionsThatMatch(action)) : random.one(actionsThatDoNot(action));
  if (random.chance(0.12)) return { NotAction: listOf(random, matching(1 - aim)) };
  return { Action: listOf(random, matching(aim)) };
};

const resources = (random: Random, { resource }: About, aim: number): Statement => {
  const matching = (share: number) => () => {
    if (resource.includes('red') && random.chance(0.12)) return withVariable(random, resource);
    return random.chance(share) ? random.one(resourcesThatMatch(resource)) : random.one(resourcesThatDoNot(resource));
  };
  if (random.chance(0.12)) return { NotResource: listOf(random, matching(1 - aim)) };
  return { Resource: listOf(random, matching(aim)) };
};

export type Manner = {
  /** The share of actions and resources that mean the request. */
  aim: number;
  conditions: number;
  denies: number;
};

/** A statement of a policy that belongs to a principal or an organisation. */
export const generateStatement = (random: Random, about: About, manner: Manner): Statement => {
  const denies = random.chance(manner.denies);
  return {
    Effect: denies ? 'Deny' : 'Allow',
    ...actions(random, about, manner.aim),
    ...resources(random, about, manner.aim),
    ...(random.chance(manner.conditions) ? { Condition: generateCondition(random) } : {}),
  };
};
