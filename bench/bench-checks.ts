import { askChecks } from '../shared/checks/ask-checks.ts';
import { defaultCheckSettings as settings } from '../shared/checks/settings.ts';
import { known } from '../shared/facts/known.ts';
import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import type { PolicyCache } from '../shared/reasoning/compile-principal.ts';
import { rolesOf } from './decide-requests.ts';
import { cpuMilliseconds, median, percentile } from './measure.ts';
import { table } from './table.ts';

const now = '2026-11-21T21:00:00.000Z';
const given = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const kinds = {
  'no AI': given({ Effect: 'Allow', Action: ['sqs:SendMessage', 'dynamodb:*'], Resource: '*' }),
  'use of models': given({ Effect: 'Allow', Action: ['bedrock:InvokeModel', 'bedrock:List*'], Resource: '*' }),
  administrator: given({ Effect: 'Allow', Action: '*', Resource: '*' }),
};

/** Every check about one role of an account of 1,000 that has got one more policy, before and after; warm. */
export const benchChecks = (): void => {
  const cache: PolicyCache = new Map();
  const roles = rolesOf(1_000).slice(0, 200);
  const timesOf = (text: string): readonly number[] =>
    roles.map((before) => {
      const principal = { ...before, inlinePolicies: more(before, text) };
      return cpuMilliseconds(() => askChecks({ principal, before: known(before), settings, now, cache }));
    });
  for (const text of Object.values(kinds)) timesOf(text);
  console.log(`\nEvery check about one changed role, before and after; CPU time, ${roles.length} roles, warm`);
  let first: number | undefined;
  const rows = Object.entries(kinds).map(([kind, text]) => {
    const times = timesOf(text);
    first ??= median(times);
    return [kind, median(times).toFixed(2), percentile(times, 0.99).toFixed(2), (median(times) / first).toFixed(1)];
  });
  table(['the role is given', 'median ms', '99th percentile ms', 'to the first'], rows);
};

const more = ({ inlinePolicies }: PrincipalFacts, text: string): PrincipalFacts['inlinePolicies'] =>
  inlinePolicies.state === 'known' ? known([...inlinePolicies.value, { name: 'inline:more', text }]) : inlinePolicies;
