import { displayText } from '../../../change/display-text.ts';
import type { InputFacts } from '../../../facts/wide-state.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgeWide, yes } from '../../judge-facts.ts';
import { regionSubject } from '../../subjects.ts';
import { trailChanges } from '../../triggers.ts';

export const inputSilent = {
  id: 'RF.TAMPER.4',
  name: 'input-silent',
  title: 'The input stopped',
  kind: 'account-state',
  severity: 'critical',
  pack: 'recommended',
  triggeredBy: trailChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Look at the trail, the rules, the queue and the forwarding role of the Region, in this order: something between them is gone.',
  references: {
    aisf: ['AISF-DETECT-01'],
    attack: [{ tactic: 'TA0112', technique: 'T1685.002' }],
  },
  judge: ({ account }) =>
    judgeWide({ account, name: 'input-silent' }, 'inputs', (inputs) =>
      inputs.flatMap((input) => [...judgeSilence(input, account.asOf), ...judgeUnannounced(input)]),
    ),
} as const satisfies AccountStateCheck;

const judgeSilence = (input: InputFacts, asOf: string): readonly StateJudgement[] => {
  const { accountId, region, lastHeardAt, silentAfter } = input;
  const minutes = lastHeardAt === undefined ? undefined : minutesBetween(lastHeardAt, asOf);
  if (minutes !== undefined && minutes <= silentAfter) return [];
  return [
    {
      name: 'input-silent',
      subject: regionSubject(accountId, region),
      sentence:
        minutes === undefined
          ? `no event was ever heard from ${accountId} ${displayText(region)}`
          : `no event from ${accountId} ${displayText(region)} for ${minutes} minutes`,
      answer: yes(
        { fact: 'last heard', value: lastHeardAt ?? 'never' },
        { fact: 'silent after', value: `${silentAfter} minutes` },
      ),
    },
  ];
};

const judgeUnannounced = ({ accountId, region, unannounced }: InputFacts): readonly StateJudgement[] =>
  unannounced.length === 0
    ? []
    : [
        {
          name: 'changes-unannounced',
          severity: 'high',
          subject: regionSubject(accountId, region),
          sentence: `the sweep found ${unannounced.length} ${unannounced.length === 1 ? 'change' : 'changes'} in ${accountId} that no event announced`,
          answer: yes(...unannounced.map((value) => ({ fact: 'changed unannounced', value }))),
        },
      ];

const minutesBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / 60_000);
