import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { aRole } from '../../test/builders/a-principal.ts';
import { known } from '../facts/known.ts';
import { askChecks } from './ask-checks.ts';
import { viewAccount } from './escalate/reach/view-account.ts';
import type { Judgement } from './judgement.ts';
import { defaultCheckSettings, type CheckSettings } from './settings.ts';
import { severityRank } from './severity.ts';

/** Policies that others wrote, beside the checkout; the ordinary run does not need them. */
const corpus = path.join(import.meta.dirname, '../../../shared/corpus/policies');
const isThere = existsSync(corpus);
if (!isThere) console.warn(`skipped: every policy of the corpus through every check; there is no ${corpus}`);
const files = isThere ? readdirSync(corpus).filter((file) => file.endsWith('.json')) : [];

const now = '2026-11-21T21:00:00.000Z';
const model = 'arn:aws:bedrock:*::foundation-model/example.model-v1';
const strict: CheckSettings = { ...defaultCheckSettings, pack: 'strict' };
/** Every list that a check about one principal waits for. */
const filled: CheckSettings = {
  ...strict,
  approvedModels: [model],
  approvedGuardrails: ['arn:aws:bedrock:us-east-1:111122223333:guardrail/abc123'],
  approvedRegions: ['us-east-1'],
  approvedNetwork: { vpcs: ['vpc-1'], vpcEndpoints: [], organisations: [] },
  highCostModels: ['arn:aws:bedrock:*::foundation-model/example.big*'],
  apiKeyPrincipals: ['AROAOTHER'],
  organisations: ['o-exampleorgid'],
  classRules: [{ class: 'general', match: { name: 'general-*' } }],
  classLimits: { general: { models: [model], maxSessionHours: 1 } },
  knownAccounts: [{ accountId: '444455556666' }],
  requiredBoundaries: ['arn:aws:iam::111122223333:policy/limits'],
  ownRoles: ['arn:aws:iam::111122223333:role/ringfence/ringfence-contain'],
};

const trust = [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }];

type Judged = { file: string; deniesOnly: boolean; judgements: readonly Judgement[] };

const judge = (file: string, settings: CheckSettings): Judged => {
  const text = readFileSync(path.join(corpus, file), 'utf8');
  const principal = aRole({ trust, attachedPolicies: known([{ name: file, text }]) });
  const account = viewAccount({ accountId: principal.accountId, principals: [principal], now, settings });
  return {
    file,
    deniesOnly: effectsOf(text).every((effect) => effect === 'Deny'),
    judgements: askChecks({ principal, settings, now, account }).judgements,
  };
};

const anyPolicy = z.object({ Statement: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]) });
const effectsOf = (text: string): readonly unknown[] => {
  const parsed = anyPolicy.safeParse(JSON.parse(text));
  return parsed.success
    ? parsed.data.Statement.map((statement) => z.object({ Effect: z.unknown() }).safeParse(statement).data?.Effect)
    : [];
};

const isFinding = ({ answer, listedOnly }: Judgement): boolean => answer.answer === 'yes' && listedOnly !== true;
const worst = ({ judgements }: Judged): number =>
  Math.max(-1, ...judgements.filter(isFinding).map(({ severity }) => severityRank(severity)));

(isThere ? describe : describe.skip).each([
  ['without settings', strict],
  ['with every list filled', filled],
])('Every policy of the corpus through every check, %s', (_name, settings) => {
  let judged: readonly Judged[] = [];
  beforeAll(() => {
    judged = files.map((file) => judge(file, settings));
  }, 120_000);

  it('is judged, more than a thousand of them, some with findings and some without', () => {
    expect(judged.length).toBeGreaterThan(1000);
    expect(judged.filter(({ judgements }) => judgements.some(isFinding)).length).toBeGreaterThan(50);
    expect(
      judged.filter(({ judgements }) => judgements.every(({ answer }) => answer.answer === 'no')).length,
    ).toBeGreaterThan(500);
  });

  it('has no verdict where the policy cannot be read, and says why', () => {
    const unread = judged.filter(({ judgements }) =>
      judgements.some(({ answer }) => answer.answer === 'unknown' && answer.why.code === 'unreadable-policy'),
    );
    expect(unread.length).toBeGreaterThan(100);
    expect(unread.filter(({ judgements }) => judgements.some(isFinding)).map(({ file }) => file)).toEqual([]);
  });

  it('has one reason where it has unknowns: the policy and the place in it that cannot be read', () => {
    for (const { file, judgements } of judged) {
      const reasons = new Set(
        judgements.flatMap(({ answer }) =>
          answer.answer === 'unknown' ? [`${answer.why.code} ${answer.why.detail}`] : [],
        ),
      );
      if (reasons.size === 0) continue;
      expect([...reasons]).toEqual([
        expect.stringContaining(`unreadable-policy The identity policy ${file} cannot be read`),
      ]);
    }
  });

  it('has no finding where it only denies', () => {
    const denying = judged.filter(({ deniesOnly }) => deniesOnly);
    expect(denying.length).toBeGreaterThan(20);
    expect(denying.filter(({ judgements }) => judgements.some(isFinding)).map(({ file }) => file)).toEqual([]);
  });

  it('has nothing above medium where AWS calls it read-only, for viewing or for audit', () => {
    const reading = judged.filter(({ file }) => /^managed__.*(ReadOnly|ViewOnly|Audit|Viewer)/.test(file));
    expect(reading.length).toBeGreaterThan(100);
    expect(reading.filter((each) => worst(each) > severityRank('medium')).map(({ file }) => file)).toEqual([]);
  });
});
