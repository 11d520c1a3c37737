import { aGuardrail, anAccount, region } from '../../../../test/builders/an-account.ts';
import { canCall, cannotCall, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known, unknown } from '../../../facts/known.ts';
import { noGuardrailInRegion } from './check.ts';

const judge = (account = anAccount(), modelAccess = [canCall], modelRegions: readonly string[] = []) =>
  judgeAccount(noGuardrailInRegion, account, { modelAccess, settings: { modelRegions } });

describe('RF.GUARD.11 A guardrail exists where models are used', () => {
  it('answers yes for a Region without one in an account that can call models', () => {
    expect(judge()).toMatchObject([
      { answer: { answer: 'yes' }, sentence: 'us-east-1 uses models and has no guardrail', subject: { region } },
    ]);
  });

  it('answers no where there is one', () => {
    const account = anAccount({ guardrails: { [region]: known([aGuardrail()]) } });
    expect(judge(account)).toMatchObject([{ answer: { answer: 'no' } }]);
  });

  it('judges nothing where nobody can call a model', () => {
    expect(judge(anAccount(), [cannotCall])).toEqual([]);
  });

  it.each([
    ['the guardrails were not read', anAccount({ guardrails: { [region]: unknown('refused') } }), [canCall]],
    ['nobody was asked about', anAccount(), undefined],
  ])('answers unknown where %s', (_name, account, modelAccess) => {
    const judged = judgeAccount(noGuardrailInRegion, account, modelAccess === undefined ? {} : { modelAccess });
    expect(judged).toMatchObject([{ answer: { answer: 'unknown' } }]);
  });

  it('judges the Regions of the settings where they are named', () => {
    expect(judge(anAccount(), [canCall], ['eu-west-1'])).toMatchObject([
      { answer: { answer: 'unknown' }, subject: { region: 'eu-west-1' } },
    ]);
  });
});
