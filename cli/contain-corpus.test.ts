import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defaultCheckSettings } from '../shared/checks/settings.ts';
import { readAuthorizationDetails } from '../shared/facts/authorization-details.ts';
import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import { compilePrincipal } from '../shared/reasoning/compile-principal.ts';
import { decideAsRead } from '../shared/reasoning/decide.ts';
import { policySize, policySizeLimits } from '../shared/reasoning/derive/policy-size.ts';
import { containedFacts } from '../shared/response/contained-facts.ts';
import { levels, type Level, type Plan } from '../shared/response/plan.ts';
import { defaultSettings } from '../shared/response/settings.ts';
import { offlineIdentity } from './offline-identity.ts';
import { planFor } from './plan-for.ts';
import { scanAccount } from './scan-account.ts';

const now = '2026-11-21T21:00:00.000Z';
const folder = `${import.meta.dirname}/../../shared/corpus/auth-details`;
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

const plansOf = (facts: PrincipalFacts, level: Level, merge: boolean) => {
  const { findings } = scanAccount({
    accountId: facts.accountId,
    principals: [facts],
    settings: defaultCheckSettings,
    asOf: now,
    now,
  });
  return planFor({
    facts,
    findings,
    level,
    settings: { ...defaultSettings(defaultCheckSettings), ...(merge ? { mergeBoundaries: true } : {}) },
    identity: offlineIdentity(facts.arn),
    now,
  });
};

const unrelated = ['s3:GetObject', 'ec2:DescribeInstances', 'iam:ListRoles', 'bedrock:ApplyGuardrail'] as const;

/** What holds of any plan, whoever wrote the policies. */
const holds = (facts: PrincipalFacts, plan: Plan): void => {
  expect(plan.questions.length).toBeGreaterThan(0);
  for (const { before, after } of plan.questions) expect([before.answer, after.answer]).toEqual(['yes', 'no']);
  expect(plan.proof.outsideUnchanged.differences).toEqual([]);
  for (const [kind, document] of Object.entries(plan.documents)) {
    const isInline = kind === 'inline' || kind === 'revocation';
    expect(policySize(document)).toBeLessThanOrEqual(
      isInline ? policySizeLimits.inlineOfRole : policySizeLimits.managed,
    );
  }
  const [was, is] = [compilePrincipal(facts), compilePrincipal(containedFacts(facts, plan))];
  for (const action of unrelated) {
    const decisions = [was, is].map((each) => decideAsRead(each, { action, resource: '*', context: {} }).decision);
    expect([action, decisions[1] === 'Allowed']).toEqual([action, decisions[0] === 'Allowed']);
  }
};

if (files.length === 0) {
  it.skip('not run: ../shared/corpus/auth-details is absent', () => {
    // Plans over accounts that nobody wrote for this project.
  });
} else {
  describe.each(files)('%s', (name) => {
    const { principals } = readAuthorizationDetails(readFileSync(`${folder}/${name}`, 'utf8'));
    it.each(levels)(
      'is planned for, or refused by name, at the level %s',
      (level) => {
        for (const facts of principals) {
          for (const merge of [false, true]) {
            const planned = plansOf(facts, level, merge);
            if (planned.planned) holds(facts, planned.plan);
            else expect([facts.arn, planned.detail === '', planned.advice === '']).toEqual([facts.arn, false, false]);
          }
        }
      },
      300_000,
    );
  });
}
