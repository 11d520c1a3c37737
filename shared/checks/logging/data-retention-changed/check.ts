import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgeRegions, missing, yes } from '../../judge-facts.ts';
import type { CheckSettings } from '../../settings.ts';
import { regionSubject } from '../../subjects.ts';
import { retentionChanges } from '../../triggers.ts';

export const dataRetentionChanged = {
  id: 'RF.LOGGING.7',
  name: 'data-retention-changed',
  title: 'Data retention did not change',
  kind: 'account-state',
  severity: 'high',
  pack: 'essential',
  triggeredBy: retentionChanges,
  administrators: 'judged',
  containment: 'restore',
  fix: 'Set the account retention of the endpoint back to a mode that the settings approve.',
  references: {
    guidance: ['layer-3'],
    owaspLlm: ['LLM02'],
    aisf: ['AISF-DATA-06'],
    atlas: ['AML.T0057'],
  },
  judge: ({ account, settings }) =>
    judgeRegions({ account, settings, name: 'data-retention' }, 'dataRetention', (modes, region) =>
      modes.flatMap(({ endpoint, mode }) =>
        isApproved(mode, settings) ? [] : [found({ accountId: account.accountId, region, endpoint, mode })],
      ),
    ),
  judgeChange: ({ change, context, settings }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    if (change.eventName !== 'PutAccountDataRetention') return [];
    const endpoint = change.eventSource.split('.')[0] ?? 'bedrock';
    const { accountId, region } = change;
    const mode = change.parameters['mode'];
    if (typeof mode !== 'string') {
      const detail = `${change.eventName} ${change.eventId} does not say the new mode: read the data retention of ${region}`;
      return [{ ...found({ accountId, region, endpoint, mode: 'not known', change }), answer: missing(detail) }];
    }
    return isApproved(mode, settings) ? [] : [found({ accountId, region, endpoint, mode, change })];
  },
} as const satisfies AccountStateCheck;

/** Where nobody approved modes, only the one that hands prompts and answers to the model's provider is a fault. */
const isApproved = (mode: string, { approvedDataRetention }: CheckSettings): boolean =>
  approvedDataRetention.length === 0 ? mode !== 'provider_data_share' : approvedDataRetention.includes(mode);

type Found = { accountId: string; region: string; endpoint: string; mode: string; change?: Change };

const found = ({ accountId, region, endpoint, mode, change }: Found): StateJudgement => ({
  name: `data-retention-${endpoint}`,
  subject: regionSubject(accountId, region),
  sentence: `data retention of ${displayText(endpoint)} in ${displayText(region)} became ${displayText(mode)}`,
  ...(change === undefined ? {} : { reason: `${actorOf(change)} set it.` }),
  answer: yes(...(change === undefined ? [] : [{ fact: 'CloudTrail event', value: change.eventId }]), {
    fact: `data retention of ${endpoint}`,
    value: mode,
  }),
});
