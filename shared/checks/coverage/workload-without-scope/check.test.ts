import { anAccount } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import { workloadWithoutScope } from './check.ts';

const agent = 'arn:aws:bedrock:us-east-1:111122223333:agent/A1';
const account = anAccount({ wide: { workloads: known([{ arn: agent, name: 'helper' }]) } });
const judge = (...arns: readonly string[]) =>
  judgeAccount(workloadWithoutScope, account, {
    settings: {
      workloads: arns.map((arn) => ({ arn, owner: 'team', scope: 3 as const, dataSensitivity: 'internal' })),
    },
  });

describe('RF.COVERAGE.6 Workload scope is recorded', () => {
  it('answers yes for a workload that nobody wrote down', () => {
    expect(found(judge('arn:another'))).toMatchObject([
      { severity: 'low', sentence: 'helper has no scope', subject: { arn: agent } },
    ]);
  });

  it('answers no for one that is written down, and judges nothing while nothing is', () => {
    expect(judge(agent).map(({ answer }) => answer.answer)).toEqual(['no']);
    expect(judge()).toEqual([]);
  });
});
