import { anAccount, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import type { AccessAnalyzer } from '../../../facts/region-state.ts';
import { noAccessAnalyzer } from './check.ts';

const judge = (...analyzers: readonly Omit<AccessAnalyzer, 'arn'>[]) =>
  judgeAccount(
    noAccessAnalyzer,
    anAccount({ state: { accessAnalyzers: known(analyzers.map((each) => ({ arn: 'arn:analyzer', ...each }))) } }),
  );

describe('RF.LOGGING.8 An external-access analyzer watches', () => {
  it.each([
    ['there is none', []],
    ['it looks at unused access', [{ type: 'ACCOUNT_UNUSED_ACCESS', active: true }]],
    ['it looks at internal access', [{ type: 'ORGANIZATION_INTERNAL_ACCESS', active: true }]],
    ['it is not active', [{ type: 'ACCOUNT', active: false }]],
  ])('answers yes where %s', (_name, analyzers) => {
    expect(found(judge(...analyzers))).toMatchObject([
      { sentence: 'nobody analyses external access in us-east-1', subject: { region } },
    ]);
  });

  it.each(['ACCOUNT', 'ORGANIZATION'])('answers no where one of type %s is active', (type) => {
    expect(judge({ type, active: true }).map(({ answer }) => answer.answer)).toEqual(['no']);
  });
});
