import { displayText } from '../../../change/display-text.ts';
import type { Known } from '../../../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { Ask } from '../../../reasoning/types.ts';
import type { PrincipalStateCheck, StateJudgement, Subject } from '../../check.ts';
import { sensitiveActions } from '../../sensitive/sensitive-actions.ts';
import { severityRank } from '../../severity.ts';
import { subjectOf } from '../../subjects.ts';
import { accessChanges } from '../../triggers.ts';
import { fullAccessPolicies } from './full-access-policies.ts';

export const managedFullAccess = {
  id: 'RF.ACCESS.22',
  name: 'managed-full-access',
  title: 'Managed full-access policies are for administrators',
  kind: 'principal-state',
  severity: 'medium',
  pack: 'essential',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Replace the policy by one that names the actions and models in use, or class the principal administrator.',
  references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-IAM-02'] },
  mayFind: ({ attachedPolicies, groups }) =>
    mayHold(attachedPolicies) ||
    groups.state === 'unknown' ||
    (groups.state === 'known' && groups.value.some((group) => mayHold(group.attachedPolicies))),
  judge: ({ principal }) => {
    const attached = attachedTo(principal);
    const of = { subject: subjectOf(principal), who: displayText(principal.name) };
    return policies.map(([policyName, services]) => judgePolicy(of, policyName, services, attached));
  },
} as const satisfies PrincipalStateCheck;

const policies = Object.entries(fullAccessPolicies);

type Attached = { documents: readonly { document: PolicyDocument; through: string }[]; unread: readonly string[] };

const judgePolicy = (
  { subject, who }: { subject: Subject; who: string },
  policyName: string,
  services: readonly string[],
  attached: Attached,
): StateJudgement => {
  const found = attached.documents.find(({ document }) => isManaged(document, policyName));
  const words = { name: policyName, subject, sentence: `${policyName} is attached to ${who}${found?.through ?? ''}` };
  if (found !== undefined) {
    const evidence = [{ fact: 'attached policy', value: found.document.arn ?? found.document.name }];
    return { ...words, answer: { answer: 'yes', evidence }, ask: sensitiveActionsOf(policyName, services) };
  }
  const unread = attached.unread[0];
  if (unread === undefined) return { ...words, answer: { answer: 'no' } };
  return { ...words, answer: { answer: 'unknown', why: { code: 'missing-facts', detail: unread } } };
};

/** `arn:aws:iam::aws:policy/…` in any partition; a customer's policy of the same name is another policy. */
const isManaged = (document: PolicyDocument, policyName: string): boolean =>
  isWrittenByAws(document) && document.arn?.split(':')[5]?.split('/').at(-1) === policyName;

const isWrittenByAws = ({ arn }: PolicyDocument): boolean =>
  arn !== undefined && /^[^:]*:[^:]*:iam:[^:]*:aws:/.test(arn);

const mayHold = (fact: Known<readonly PolicyDocument[]>): boolean =>
  fact.state === 'unknown' || (fact.state === 'known' && fact.value.some(isWrittenByAws));

const attachedTo = (principal: PrincipalFacts): Attached => {
  const groups = principal.groups.state === 'known' ? principal.groups.value : [];
  const layers: readonly { fact: Known<readonly PolicyDocument[]>; through: string }[] = [
    { fact: principal.attachedPolicies, through: '' },
    ...groups.map((group) => ({ fact: group.attachedPolicies, through: ` through group ${displayText(group.name)}` })),
  ];
  return {
    documents: layers.flatMap(({ fact, through }) =>
      fact.state === 'known' ? fact.value.map((document) => ({ document, through })) : [],
    ),
    unread: [
      ...layers.flatMap(({ fact, through }) =>
        fact.state === 'unknown' ? [`Attached policies${through} were not read: ${fact.why}`] : [],
      ),
      ...(principal.groups.state === 'unknown' ? [`Groups were not read: ${principal.groups.why}`] : []),
    ],
  };
};

/** What containment takes away: the sensitive actions that may be denied. Ordinary use goes on. */
const sensitiveActionsOf = (policyName: string, services: readonly string[]): Ask => ({
  name: policyName,
  any: [
    {
      actions: sensitiveActions
        .filter(({ service, severity, denyable }) => {
          return services.includes(service) && denyable && severityRank(severity) > severityRank('low');
        })
        .map(({ name }) => name),
      resources: ['*'],
    },
  ],
});
