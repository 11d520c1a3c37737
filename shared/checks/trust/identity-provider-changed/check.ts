import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { ChangeCheck } from '../../check.ts';
import { accountSubject } from '../../subjects.ts';

/** What each call does to the provider, for the sentence. */
const calls: Readonly<Record<string, string>> = {
  CreateOpenIDConnectProvider: 'created',
  CreateSAMLProvider: 'created',
  UpdateOpenIDConnectProviderThumbprint: 'changed the thumbprints of',
  AddClientIDToOpenIDConnectProvider: 'added an audience to',
  RemoveClientIDFromOpenIDConnectProvider: 'removed an audience of',
  UpdateSAMLProvider: 'changed the metadata of',
};

export const identityProviderChanged = {
  id: 'RF.TRUST.5',
  name: 'identity-provider-changed',
  title: 'New identity providers are noticed',
  kind: 'change',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: [
    'iam.amazonaws.com:CreateOpenIDConnectProvider',
    'iam.amazonaws.com:CreateSAMLProvider',
    'iam.amazonaws.com:UpdateOpenIDConnectProviderThumbprint',
    'iam.amazonaws.com:AddClientIDToOpenIDConnectProvider',
    'iam.amazonaws.com:RemoveClientIDFromOpenIDConnectProvider',
    'iam.amazonaws.com:UpdateSAMLProvider',
  ],
  administrators: 'judged',
  containment: 'ask',
  fix: 'Ask who wanted the change. Whoever the provider vouches for becomes every role that trusts it.',
  references: { aisf: ['AISF-IAM-03'], attack: [{ tactic: 'TA0003', technique: 'T1098' }] },
  judge: ({ change }) => {
    const did = calls[change.eventName];
    if (did === undefined || change.outcome.result === 'failed') return [];
    const provider = providerOf(change);
    const actor = displayText(change.actor.issuerArn ?? change.actor.arn ?? change.actor.type);
    return [
      {
        name: provider,
        subject: accountSubject(change.accountId),
        answer: { answer: 'yes', evidence: evidenceOf(change) },
        sentence: `${actor} ${did} the identity provider ${displayText(provider)}`,
      },
    ];
  },
} as const satisfies ChangeCheck;

/** Its ARN, or what the request says of it: a provider that is being created has no ARN yet. */
const providerOf = ({ parameters, touches }: Change): string => {
  const touched = touches.find(({ kind }) => kind === 'resource');
  if (touched?.kind === 'resource') return touched.identifier;
  const named = ['openIDConnectProviderArn', 'sAMLProviderArn', 'url', 'name']
    .map((key) => parameters[key])
    .find((value) => typeof value === 'string');
  return typeof named === 'string' ? named : 'that the record does not name';
};

const evidenceOf = ({ eventName, parameters }: Change) => [
  { fact: 'call', value: eventName },
  ...['clientID', 'clientIDList', 'thumbprintList'].flatMap((fact) => {
    const value = parameters[fact];
    return value === undefined ? [] : [{ fact, value: displayText(JSON.stringify(value), 1000) }];
  }),
];
