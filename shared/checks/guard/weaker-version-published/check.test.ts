import { aChange } from '../../../../test/builders/a-change.ts';
import { aGuardrail } from '../../../../test/builders/a-guardrail.ts';
import type { Change } from '../../../change/change.ts';
import type { GuardrailFacts } from '../../../facts/account-facts.ts';
import { askChangeChecks } from '../../ask-change-checks.ts';
import { emptyChangeContext, type ChangeContext } from '../../check.ts';
import { defaultCheckSettings as settings } from '../../settings.ts';
import { weakerVersionPublished } from './check.ts';

const version = (number: string, threshold: number, pattern = '[0-9]+'): GuardrailFacts =>
  aGuardrail({
    version: number,
    contextualGroundingPolicy: { filters: [{ type: 'GROUNDING', threshold }] },
    sensitiveInformationPolicy: { regexes: [{ name: 'order', pattern, action: 'BLOCK' }] },
  });
const judge = (
  publishedVersions: ChangeContext['publishedVersions'],
  shown: Partial<Change> = {},
  context: Partial<ChangeContext> = {},
) =>
  askChangeChecks({
    change: aChange('bedrock.amazonaws.com:CreateGuardrailVersion', shown),
    context: { ...emptyChangeContext, ...(publishedVersions === undefined ? {} : { publishedVersions }), ...context },
    settings,
    checks: [weakerVersionPublished],
  }).judgements;

describe('RF.GUARD.3 A weaker version was published', () => {
  it('answers yes, with the version it was compared with', () => {
    expect(judge([{ facts: version('3', 0.5), before: version('2', 0.8) }])).toMatchObject([
      {
        kind: 'done',
        severity: 'high',
        questionName: 'version-3',
        subject: { kind: 'guardrail', arn: version('3', 0.5).arn },
        sentence:
          'version 3 of guardrail support-bot is weaker: the grounding check: the threshold fell from 0.8 to 0.5',
        answer: {
          answer: 'yes',
          evidence: expect.arrayContaining([{ fact: 'compared with version', value: '2' }]) as unknown,
        },
      },
    ]);
  });

  it('answers yes where the difference cannot be ranked, and says so without quoting it', () => {
    const judged = judge([{ facts: version('3', 0.8, '[a-z]+'), before: version('2', 0.8) }]);
    expect(judged[0]?.sentence).toContain(
      'changed in a way that cannot be ranked: the expression of the pattern "order"',
    );
    expect(JSON.stringify(judged)).not.toContain('[a-z]+');
  });

  it.each([
    ['the first version', [{ facts: version('1', 0.5) }], {}, {}],
    ['a stronger version', [{ facts: version('3', 0.9), before: version('2', 0.8) }], {}, {}],
    ['an equal version', [{ facts: version('3', 0.8), before: version('2', 0.8) }], {}, {}],
    ['a version that could not be read', undefined, {}, {}],
    [
      'a refused call',
      [{ facts: version('3', 0.5), before: version('2', 0.8) }],
      { outcome: { result: 'failed', code: 'AccessDenied', refused: true } },
      {},
    ],
    [
      'a version that Ringfence published',
      [{ facts: version('3', 0.5), before: version('2', 0.8) }],
      {},
      { ownEcho: true },
    ],
  ] as const)('judges nothing for %s', (_name, published, shown, context) => {
    expect(judge(published, shown, context)).toEqual([]);
  });
});
