import { displayText } from '../../change/display-text.ts';
import type { GuardrailUse, OpenPoint, Restoration, RestorationPlan, RestorationStep } from './restoration.ts';

const kinds: Readonly<Record<GuardrailUse['kind'], string>> = {
  agent: 'agent',
  flow: 'flow',
  enforcement: 'enforced configuration of the account',
  policy: 'policy',
  organisation: 'organisation policy',
  'resource-policy': 'resource policy of',
};

/** Who names it. */
export const nameOfUse = ({ kind, by, policy, version }: GuardrailUse): string =>
  displayText(
    `${kinds[kind]} ${policy === undefined ? by : `${policy} of ${by}`}${version === undefined ? '' : `, version ${version}`}`,
    2_048,
  );

/** One line each: who names it, and where nobody could look. */
export const usedBy = ({ uses, unread }: Pick<RestorationPlan, 'uses' | 'unread'>): readonly string[] => [
  ...(uses.length === 0 && unread.length === 0 ? ['nobody names it'] : []),
  ...uses.map(nameOfUse),
  ...unread.map((why) => `not known who else (${displayText(why, 512)})`),
];

const stepText = (step: RestorationStep, plan: RestorationPlan): string => {
  switch (step.step) {
    case 'create':
      return `CreateGuardrail ${displayText(plan.name)} in ${plan.subject.region}; its identifier is new`;
    case 'update':
      return step.from === undefined
        ? 'UpdateGuardrail, to what comes next'
        : 'UpdateGuardrail, with what was lost put back';
    case 'publish':
      return `CreateGuardrailVersion ${step.becomes}, which was ${step.from}`;
    case 'repoint':
      return step.kind === 'enforcement'
        ? `PutEnforcedGuardrailConfiguration ${step.by} with the new one`
        : `${step.kind === 'agent' ? 'UpdateAgent and PrepareAgent' : 'UpdateFlow and PrepareFlow'} ${step.by} with the new one`;
  }
};

/** The calls, in order, as a person reads them. */
export const plannedCalls = (plan: RestorationPlan): readonly string[] =>
  plan.steps.map((step) => stepText(step, plan));

/** What has an approval of its own, and what no approval lets Ringfence write. */
export const notInPlan = ({ kind, uses, resourcePolicy }: RestorationPlan): readonly string[] =>
  kind === 'enforcement'
    ? []
    : [
        ...policyNotInPlan(resourcePolicy),
        ...uses.flatMap((use) => {
          switch (use.kind) {
            case 'enforcement':
              return [`${nameOfUse(use)}: after it, with an approval of its own`];
            case 'policy':
              return [`${nameOfUse(use)}: for a person; the exact text is given once the new identifier is known`];
            case 'organisation':
              return [`${nameOfUse(use)}: for a person, in the management account`];
            case 'agent':
            case 'flow':
            case 'resource-policy':
              return [];
          }
        }),
      ];

const policyNotInPlan = (policy: RestorationPlan['resourcePolicy']): readonly string[] => {
  if (policy === undefined) return [];
  return [
    'unread' in policy
      ? `its resource policy: not known (${displayText(policy.unread, 512)})`
      : 'its resource policy: for a person; the exact text is given once the new identifier is known',
  ];
};

/** What was stored before the points had a place of their own is one of them. */
export const openPoints = ({ open, detail }: Pick<Restoration, 'open' | 'detail'>): readonly OpenPoint[] =>
  open ?? (detail === undefined ? [] : [{ what: detail }]);

/**
 * What is left, a line each, with the command that gives a text to paste under it.
 * @param on `--stack NAME`, where the restoration is of a deployed installation
 */
export const leftToDo = (restoration: Pick<Restoration, 'id' | 'open' | 'detail'>, on?: string): readonly string[] =>
  openPoints(restoration).flatMap(({ what, document }) => [
    displayText(what, 2_048),
    ...(document === undefined ? [] : [`  the text to paste: ${textCommand(restoration.id, document, on)}`]),
  ]);

export const textCommand = (id: string, document: string, on?: string): string =>
  `ringfence guardrails text ${id} ${document.slice(0, 12)}${on === undefined ? '' : ` ${on}`}`;

/** The new name of the guardrail and of each version. */
export const newNames = ({ plan, made }: Pick<Restoration, 'plan' | 'made'>): readonly string[] =>
  made === undefined
    ? []
    : [
        `${plan.subject.arn.split('/').at(-1) ?? ''} is now ${made.arn}`,
        ...Object.entries(made.versions).map(([was, is]) => `version ${was} is now ${is}`),
      ];
