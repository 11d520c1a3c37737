import { displayText } from '../../../change/display-text.ts';
import type { AccessAnalyzer } from '../../../facts/region-state.ts';
import type { AccountStateCheck } from '../../check.ts';
import { judgeRegions, yes } from '../../judge-facts.ts';
import { regionSubject } from '../../subjects.ts';
import { loggingAndModelAccessChanges } from '../../triggers.ts';

export const noAccessAnalyzer = {
  id: 'RF.LOGGING.8',
  name: 'no-access-analyzer',
  title: 'An external-access analyzer watches',
  kind: 'account-state',
  severity: 'medium',
  pack: 'strict',
  // No event is read of analyzers: the sweep finds one that is gone. These changes bring a Region into use.
  triggeredBy: loggingAndModelAccessChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Create an IAM Access Analyzer for external access in the Region, of the account or of the organisation.',
  references: { genSec: ['GENSEC01-BP01'], guidance: ['layer-3'], aisf: ['AISF-DETECT-01'] },
  judge: ({ account, settings }) =>
    judgeRegions({ account, settings, name: 'no-access-analyzer' }, 'accessAnalyzers', (analyzers, region) =>
      analyzers.some(looksOutside)
        ? []
        : [
            {
              name: 'no-access-analyzer',
              subject: regionSubject(account.accountId, region),
              sentence: `nobody analyses external access in ${displayText(region)}`,
              answer: yes(
                { fact: 'analyzers of external access', value: 'none' },
                ...analyzers.map(({ arn, type, active }) => ({
                  fact: arn,
                  value: `${type}, ${active ? 'active' : 'not active'}`,
                })),
              ),
            },
          ],
    ),
} as const satisfies AccountStateCheck;

/** The other types look at unused or at internal access (IAM Access Analyzer API Reference, "AnalyzerSummary"). */
const looksOutside = ({ type, active }: AccessAnalyzer): boolean =>
  active && (type === 'ACCOUNT' || type === 'ORGANIZATION');
