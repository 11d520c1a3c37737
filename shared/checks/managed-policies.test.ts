import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { aRole } from '../../test/builders/a-principal.ts';
import { known } from '../facts/known.ts';
import { askChecks } from './ask-checks.ts';
import { viewAccount } from './escalate/reach/view-account.ts';
import type { Judgement } from './judgement.ts';
import { defaultCheckSettings } from './settings.ts';

/** Policies that AWS wrote, beside the checkout; the ordinary run does not need them. */
const corpus = path.join(import.meta.dirname, '../../../shared/corpus/policies');
const isThere = existsSync(corpus);
if (!isThere) console.warn(`skipped: the verdicts about AWS managed policies; there is no ${corpus}`);

/** Written down from the text of each policy, not taken from a run. Names and verdicts only. */
const verdict = z.strictObject({
  /** The policy belongs to a service-linked role. */
  serviceLinked: z.literal(true).optional(),
  access: z.array(z.string()),
  /** Actions that are a finding, by check. Ordinary use is none. */
  sensitive: z.record(z.string(), z.array(z.string())),
});
const verdicts = z
  .record(z.string(), verdict)
  .parse(
    JSON.parse(
      readFileSync(path.join(import.meta.dirname, '../../test/golden/managed-policies/verdicts.json'), 'utf8'),
    ),
  );

const now = '2026-11-21T21:00:00.000Z';
const settings = { ...defaultCheckSettings, pack: 'recommended' as const };
const trust = [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }];

const judge = (policyName: string, { serviceLinked }: z.infer<typeof verdict>): readonly Judgement[] => {
  const text = readFileSync(path.join(corpus, `managed__${policyName}.json`), 'utf8');
  const arn = `arn:aws:iam::aws:policy/${policyName}`;
  const principal = aRole({
    trust,
    attachedPolicies: known([{ name: arn, arn, versionId: 'v1', text }]),
    ...(serviceLinked === true
      ? {
          path: '/aws-service-role/x.amazonaws.com/',
          arn: 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/ml-app',
        }
      : {}),
  });
  const account = viewAccount({ accountId: principal.accountId, principals: [principal], now });
  return askChecks({ principal, settings, now, account }).judgements;
};

const findings = (judgements: readonly Judgement[], area: string): readonly Judgement[] =>
  judgements.filter(
    ({ checkId, answer, listedOnly }) =>
      checkId.startsWith(`RF.${area}.`) && answer.answer === 'yes' && listedOnly !== true,
  );

const sensitiveOf = (judgements: readonly Judgement[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    [...Map.groupBy(findings(judgements, 'SENSITIVE'), ({ checkId }) => checkId)].map(([checkId, found]) => [
      checkId,
      found.map(({ questionName }) => questionName).toSorted(),
    ]),
  );

(isThere ? describe : describe.skip)('A role that carries one AWS managed policy of an AI service', () => {
  it.each(Object.entries(verdicts))('is judged as a person judged it by hand: %s', (policyName, expected) => {
    const judgements = judge(policyName, expected);
    const access = new Set(findings(judgements, 'ACCESS').map(({ checkId }) => checkId));
    expect({ access: [...access], sensitive: sensitiveOf(judgements) }).toEqual({
      access: expected.access,
      sensitive: expected.sensitive,
    });
    const unknown = judgements.filter(({ answer }) => answer.answer === 'unknown');
    expect(unknown.map(({ checkId, questionName, answer }) => ({ checkId, questionName, answer }))).toEqual([]);
  });
});
