import { known } from '../../../facts/known.ts';
import type { AccountStateCheck } from '../../check.ts';
import { judgeFact, yes } from '../../judge-facts.ts';
import { accountSubject } from '../../subjects.ts';
import { loggingAndModelAccessChanges } from '../../triggers.ts';
import { newActions } from './new-actions.ts';

export const unclassedAction = {
  id: 'RF.COVERAGE.7',
  name: 'unclassed-action',
  title: 'New AI actions and events',
  kind: 'account-state',
  severity: 'low',
  pack: 'strict',
  // No event announces a new action: it is found at the release and in the sweep.
  triggeredBy: loggingAndModelAccessChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Look at what the action does and class it: sensitive, with its tactic and severity, or ordinary.',
  references: { aisf: ['AISF-GOV-05'] },
  judge: ({ account }) =>
    judgeFact(
      account.wide?.unclassedActions ?? known(newActions()),
      { name: 'unclassed-action', subject: accountSubject(account.accountId) },
      ({ actions, iamData }) =>
        actions.length === 0
          ? []
          : [
              {
                name: 'unclassed-action',
                subject: accountSubject(account.accountId),
                sentence: `${actions.length === 1 ? 'an action is' : `${actions.length} actions are`} new and not classed: ${actions.slice(0, 5).join(', ')}${actions.length > 5 ? ', and more' : ''}`,
                answer: yes(...actions.map((value) => ({ fact: `new in the action list ${iamData}`, value }))),
              },
            ],
    ),
} as const satisfies AccountStateCheck;
