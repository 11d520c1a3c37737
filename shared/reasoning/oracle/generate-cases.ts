import { generateContext } from './generate-condition.ts';
import { generateStatement, type About, type Manner } from './generate-statement.ts';
import type { Json } from './json.ts';
import { random, type Random } from './random.ts';
import { keys, OTHER, OWN, rcpServices, targets, type Target } from './vocabulary.ts';

type Fields = Readonly<Record<string, Json>>;
type Kind = 'user' | 'role' | 'session' | 'root' | 'service-linked';

/** A case of the batch interface without its id, as plain JSON. The same seed gives the same case, byte for byte. */
export type OracleCase = Fields & { principal: string; request: { action: string; resource: string; context: Fields } };

const principals: Readonly<Record<Kind, string>> = {
  user: `arn:aws:iam::${OWN}:user/alice`,
  role: `arn:aws:iam::${OWN}:role/app`,
  session: `arn:aws:sts::${OWN}:assumed-role/app/job`,
  root: `arn:aws:iam::${OWN}:root`,
  'service-linked': `arn:aws:iam::${OWN}:role/aws-service-role/red.amazonaws.com/AWSServiceRoleForRed`,
};
const ROLE = principals.role;
const ROOT = principals.root;

const document = (chance: Random, statements: readonly Fields[]): Fields => ({
  ...(chance.chance(0.9) ? { Version: '2012-10-17' } : chance.chance(0.5) ? { Version: '2008-10-17' } : {}),
  Statement: statements.length === 1 && statements[0] !== undefined && chance.chance(0.3) ? statements[0] : statements,
});

const statements = (chance: Random, about: About, manner: Manner, most: number): readonly Fields[] =>
  Array.from({ length: 1 + chance.upTo(most - 1) }, () => generateStatement(chance, about, manner));

const everything: Fields = { Effect: 'Allow', Action: '*', Resource: '*' };

/** A layer that limits: often everything and a few Deny statements, as people write them. */
const limits = (chance: Random, about: About): readonly Fields[] => {
  const manner: Manner = { aim: 0.75, conditions: 0.45, denies: 0.12 };
  if (chance.chance(0.4)) return [everything, ...statements(chance, about, { ...manner, denies: 0.7, aim: 0.6 }, 2)];
  return statements(chance, about, manner, 3);
};

const levels = (chance: Random, about: About): Json =>
  Array.from({ length: 1 + chance.upTo(2) }, () => {
    if (chance.chance(0.03)) return [];
    if (chance.chance(0.4)) return [document(chance, [everything])];
    return [document(chance, limits(chance, about))];
  });

/** Custom resource control policies only deny, everybody, in services that are named. */
const resourceLevels = (chance: Random, about: About): Json => {
  const service = about.action.split(':')[0] ?? '';
  const manner: Manner = { aim: 0.5, conditions: 0.8, denies: 1 };
  const deny = (): Fields => {
    const { Condition, Resource = '*' } = generateStatement(chance, about, manner);
    const action = chance.one([`${service}:*`, about.action, `${service}:Delete*`]);
    return {
      Effect: 'Deny',
      Principal: '*',
      Action: action,
      Resource,
      ...(Condition === undefined ? {} : { Condition }),
    };
  };
  return Array.from({ length: 1 + chance.upTo(1) }, () => [{ Version: '2012-10-17', Statement: [deny()] }]);
};

const grantees = (kind: Kind, named: string): readonly [Json, ...Json[]] => {
  const self: Json = { AWS: named };
  return [
    self,
    self,
    self,
    { AWS: ROOT },
    { AWS: OWN },
    '*',
    { AWS: '*' },
    { AWS: [ROLE, principals.user] },
    { AWS: `arn:aws:iam::${OTHER}:root` },
    { AWS: `arn:aws:iam::${OWN}:user/bob` },
    { Service: 'lambda.amazonaws.com' },
    ...(kind === 'session' ? [{ AWS: ROLE }, { AWS: ROLE }] : []),
  ];
};

const resourceStatement = (chance: Random, kind: Kind, target: Target, about: About): Fields => {
  const made = generateStatement(chance, about, { aim: 0.85, conditions: 0.4, denies: 0.2 });
  const { Resource, NotResource, Action, NotAction, ...rest } = made;
  const denies = rest['Effect'] === 'Deny';
  const who: Fields =
    denies && chance.chance(0.15)
      ? {
          NotPrincipal: { AWS: chance.chance(0.6) ? [principals[kind], ROOT] : [`arn:aws:iam::${OWN}:user/bob`, ROOT] },
        }
      : { Principal: chance.one(grantees(kind, principals[kind])) };
  if (target.form === 'trust')
    return { ...rest, ...who, Action: chance.chance(0.9) ? 'sts:AssumeRole' : 'sts:TagSession' };
  return {
    ...rest,
    ...who,
    ...(Action === undefined ? {} : { Action }),
    ...(NotAction === undefined ? {} : { NotAction }),
    ...(Resource === undefined ? {} : { Resource }),
    ...(NotResource === undefined ? {} : { NotResource }),
  };
};

/** Key policies nearly always hand the key to the account first. */
const resourcePolicy = (chance: Random, kind: Kind, target: Target, about: About): Fields => {
  const made = Array.from({ length: 1 + chance.upTo(1) }, () => resourceStatement(chance, kind, target, about));
  const delegates: Fields = { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' };
  return document(chance, target.form === 'key' && chance.chance(0.6) ? [delegates, ...made] : made);
};

const mentionedIn = (policies: Json): ReadonlySet<string> => {
  const text = JSON.stringify(policies).toLowerCase();
  return new Set(keys.map(({ name }) => name.toLowerCase()).filter((name) => text.includes(name)));
};

const identity = (chance: Random, about: About): Json => {
  if (chance.chance(0.07)) return [];
  const manner: Manner = { aim: 0.85, conditions: 0.45, denies: 0.12 };
  return Array.from({ length: 1 + chance.upTo(1) }, () => document(chance, statements(chance, about, manner, 3)));
};

const kinds: readonly [Kind, ...Kind[]] = [
  ...(['user', 'user', 'user', 'user', 'role', 'role', 'role', 'role'] as const),
  ...(['session', 'session', 'session', 'root'] as const),
];

/** The case of a seed. */
export const generateCase = (seed: number): OracleCase => {
  const chance = random(seed);
  const kind: Kind = chance.chance(0.01) ? 'service-linked' : chance.one(kinds);
  const target = chance.one(targets);
  const across = target.resource.includes('{account}') && chance.chance(0.25);
  const resource = target.resource.replace('{account}', across ? OTHER : OWN);
  const about: About = { action: target.action, resource };
  const needed = across || target.form !== undefined;
  const hasResourcePolicy = resource !== '*' && chance.chance(needed ? 0.92 : 0.25);
  const held = kind === 'root' ? [] : identity(chance, about);
  const policies: Fields = {
    identityPolicies: held,
    ...(kind !== 'root' && chance.chance(0.3) ? { boundary: document(chance, limits(chance, about)) } : {}),
    ...(kind === 'session' && chance.chance(0.5) ? { sessionPolicy: document(chance, limits(chance, about)) } : {}),
    ...(chance.chance(0.35) ? { scps: levels(chance, about) } : {}),
    ...(rcpServices.has(target.action.split(':')[0] ?? '') && chance.chance(0.15)
      ? { rcps: resourceLevels(chance, about) }
      : {}),
    ...(hasResourcePolicy ? { resourcePolicy: resourcePolicy(chance, kind, target, about) } : {}),
  };
  return {
    principal: principals[kind],
    ...policies,
    request: { action: target.action, resource, context: generateContext(chance, mentionedIn(policies)) },
  };
};
