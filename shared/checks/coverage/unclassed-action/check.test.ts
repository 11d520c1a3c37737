import { anAccount } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import { sensitiveActions } from '../../sensitive/sensitive-actions.ts';
import { catalogueAction } from '../../../reasoning/catalogue/action-catalogue.ts';
import { unclassedAction } from './check.ts';
import { newActions } from './new-actions.ts';

describe('RF.COVERAGE.7 New AI actions and events', () => {
  it('answers yes for an action that the facts call new', () => {
    const unclassedActions = known({ iamData: 'test', actions: ['bedrock:DoSomethingNew'] });
    expect(found(judgeAccount(unclassedAction, anAccount({ wide: { unclassedActions } })))).toMatchObject([
      { severity: 'low', sentence: 'an action is new and not classed: bedrock:DoSomethingNew' },
    ]);
  });

  it('finds by itself an action of an AI service that nobody has looked at, and no other', () => {
    const row = (name: string) => ({ name, key: name.toLowerCase(), service: name.split(':')[0] ?? '' });
    const listed = ['bedrock:DoSomethingNew', 'bedrock:InvokeModel', 's3:DoSomethingNew'].map(row);
    expect(newActions(listed).actions).toEqual(['bedrock:DoSomethingNew']);
  });

  it('answers no for this version: every AI action that AWS lists was looked at', () => {
    const { wide: _facts, ...account } = anAccount();
    expect(judgeAccount(unclassedAction, account).map(({ answer }) => answer.answer)).toEqual(['no']);
    expect(newActions().actions).toEqual([]);
  });

  it('knows every sensitive action that the action list holds', () => {
    const rows = sensitiveActions.flatMap(({ name }) => catalogueAction(name) ?? []);
    expect(rows.length).toBeGreaterThan(150);
    expect(newActions(rows).actions).toEqual([]);
  });
});
