import { piiTypes } from '../../facts/guardrail/entry-types.ts';
import { hasWildcard } from '../../reasoning/policy/wildcard.ts';
import { regionsOf } from '../../reasoning/search/regions.ts';
import type { CheckSettings } from '../settings.ts';
import { nearest } from './nearest.ts';
import { regionFaults } from './pattern-faults.ts';
import type { SettingsFault } from './settings-fault.ts';

/** Mistakes in single values that have the right form: what they name is of another kind, is not known, or is there already. */
export const valueFaults = (settings: CheckSettings): readonly SettingsFault[] => [
  ...kindFaults(settings),
  ...arnsIn(settings, '').flatMap(({ arn, at }) => placeFaults(arn, at)),
  ...unknownFaults(settings),
  ...idFaults(settings),
  ...placeNameFaults(settings),
  ...listsIn(settings, '').flatMap(({ list, at }) => doubleFaults(list, at)),
];

const kindFaults = ({ requiredBoundaries, agentRoles, ownRoles, settingsWriters }: CheckSettings) => {
  const wrong = (arns: readonly { arn: string; at: string }[], kind: RegExp, what: string) =>
    arns
      .filter(({ arn }) => !kind.test(arn))
      .map(({ arn, at }): SettingsFault => {
        const said = `${arn} is not the ARN of ${what}`;
        return { level: 'error', code: 'pattern-matches-nothing', at, what: said, next: `name ${what}` };
      });
  const listed = (arns: readonly string[], at: string) => arns.map((arn, index) => ({ arn, at: `${at}/${index}` }));
  return [
    ...wrong(listed(requiredBoundaries, '/requiredBoundaries'), /^arn:[^:]+:iam::[^:]+:policy\//u, 'a managed policy'),
    ...wrong(
      agentRoles.map(({ roleArn }, index) => ({ arn: roleArn, at: `/agentRoles/${index}/roleArn` })),
      /^arn:[^:]+:iam::[^:]+:role\//u,
      'a role',
    ),
    ...wrong(listed(ownRoles, '/ownRoles'), /^arn:[^:]+:iam::[^:]+:role\//u, 'a role'),
    ...wrong(
      listed(settingsWriters, '/settingsWriters'),
      /^arn:[^:]+:(?:iam|sts)::[^:]+:(?:role|user|assumed-role|root)/u,
      'a principal',
    ),
  ];
};

/** Lists of model patterns are looked at with the models they name. */
const lookedAt = /\/(?:approvedModels|approvedInferenceProfiles|highCostModels|models|inferenceProfiles)\/\d+$/u;

/** A Region that is not known, or one of another partition. */
const placeFaults = (arn: string, at: string): readonly SettingsFault[] => {
  const [, partition = '', , region = ''] = arn.split(':');
  if (region === '' || hasWildcard(region) || hasWildcard(partition)) return [];
  const home = partitions.find((each) => regionsOf(each).includes(region));
  if (home === undefined) return lookedAt.test(at) ? [] : regionFaults(region, at);
  if (home === partition) return [];
  const what = `${region} is a Region of the partition ${home}, and the ARN says ${partition}`;
  return [{ level: 'error', code: 'pattern-matches-nothing', at, what, next: `write arn:${home}:` }];
};

const partitions = ['aws', 'aws-cn', 'aws-us-gov'];

/** As the fact `dataRetention` lists them. */
const retentionModes = ['none', 'inherit', 'default', 'aws_review', 'provider_data_share'];

const unknownFaults = ({ approvedDataRetention, guardrailMinimum }: CheckSettings) => [
  ...approvedDataRetention.flatMap((mode, index) =>
    unknown(mode, retentionModes, `/approvedDataRetention/${index}`, 'mode of data retention'),
  ),
  ...(guardrailMinimum.sensitiveInformation ?? []).flatMap((type, index) =>
    unknown(type, piiTypes, `/guardrailMinimum/sensitiveInformation/${index}`, 'type of personal data'),
  ),
];

/** In characters (IAM API Reference, "Role": RoleId). */
const shortestId = 16;

const idFaults = ({ administrators, apiKeyPrincipals, classRules, people }: CheckSettings): readonly SettingsFault[] =>
  [
    ...administrators.map((id, index) => ({ id, at: `/administrators/${index}` })),
    ...apiKeyPrincipals.map((id, index) => ({ id, at: `/apiKeyPrincipals/${index}` })),
    ...classRules.map(({ match }, index) => ({ id: idOf(match), at: `/classRules/${index}/match/uniqueId` })),
    ...people.map((match, index) => ({ id: idOf(match), at: `/people/${index}/uniqueId` })),
  ].flatMap(({ id, at }): readonly SettingsFault[] => {
    if (id === undefined || id.length >= shortestId) return [];
    const what = `${id} is too short for a unique id: IAM gives ${shortestId} characters and more, so it names nobody`;
    return [{ level: 'warning', code: 'unknown-value', at, what, next: 'write the whole RoleId or UserId' }];
  });

const idOf = (match: CheckSettings['people'][number]): string | undefined =>
  'uniqueId' in match ? match.uniqueId : undefined;

/**
 * Names of buckets and log groups, of which none is so called (Amazon S3 User Guide, "General purpose bucket naming rules";
 * Amazon CloudWatch Logs API Reference, "CreateLogGroup"). Before March 2018 buckets of us-east-1 were called more freely.
 */
const placeNameFaults = ({ logDestinations: { buckets, logGroups } }: CheckSettings): readonly SettingsFault[] => [
  ...buckets.flatMap((name, index): readonly SettingsFault[] => {
    const at = `/logDestinations/buckets/${index}`;
    if (name.startsWith('arn:') || /^[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/u.test(name)) return [];
    if (/^[A-Za-z0-9._-]{3,255}$/u.test(name)) {
      const what = `${name} is called as only a bucket of before March 2018 in us-east-1 can be`;
      return [{ level: 'warning', code: 'unknown-value', at, what, next: 'look at how the bucket is written' }];
    }
    const what = `no bucket is called ${name}`;
    const next = 'write its name alone, 3 to 63 small letters, digits, dots and hyphens, or its ARN';
    return [{ level: 'error', code: 'pattern-matches-nothing', at, what, next }];
  }),
  ...logGroups.flatMap((name, index): readonly SettingsFault[] => {
    if (name.startsWith('arn:') || /^[A-Za-z0-9._/#-]{1,512}$/u.test(name)) return [];
    const at = `/logDestinations/logGroups/${index}`;
    const next = 'write its name alone, of letters, digits and . _ - / #, or its ARN';
    return [{ level: 'error', code: 'pattern-matches-nothing', at, what: `no log group is called ${name}`, next }];
  }),
];

const unknown = (value: string, known: readonly string[], at: string, kind: string): readonly SettingsFault[] => {
  if (known.includes(value)) return [];
  const near = nearest(value, known);
  const next = near === undefined ? `write one of ${known.slice(0, 3).join(', ')} and their like` : `write ${near}?`;
  return [{ level: 'warning', code: 'unknown-value', at, what: `${value} is no ${kind} that is known`, next }];
};

/** Class rules and entries with a name of their own are compared where their meaning is known. */
const doubleFaults = (list: readonly unknown[], at: string): readonly SettingsFault[] =>
  list.flatMap((value, index): readonly SettingsFault[] => {
    if (typeof value !== 'string') return [];
    const first = list.indexOf(value);
    const over = first < index ? first : list.findIndex((other, place) => place !== index && isUnder(value, other));
    if (over < 0) return [];
    const what = `${at}/${over} says it already: ${value} adds nothing`;
    return [
      { level: 'warning', code: 'says-nothing-more', at: `${at}/${index}`, what, next: 'take one of the two out' },
    ];
  });

/** A guardrail without a version stands for each of its versions. */
const isUnder = (value: string, other: unknown): boolean =>
  typeof other === 'string' && /:guardrail\/[^:]+$/u.test(other) && value.startsWith(`${other}:`);

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const listsIn = (value: unknown, at: string): readonly { list: readonly unknown[]; at: string }[] => [
  ...(Array.isArray(value) ? [{ list: value, at }] : []),
  ...entriesOf(value).flatMap(([key, inner]) => listsIn(inner, `${at}/${key}`)),
];

const arnsIn = (value: unknown, at: string): readonly { arn: string; at: string }[] =>
  typeof value === 'string' && value.startsWith('arn:')
    ? [{ arn: value, at }]
    : entriesOf(value).flatMap(([key, inner]) => arnsIn(inner, `${at}/${key}`));
