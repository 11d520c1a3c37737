import type { Statement } from '../../../reasoning/policy/policy.ts';
import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { readStatements } from '../../read-statements.ts';
import { accessChanges } from '../../triggers.ts';
import { forSettingsAnd } from '../for-settings.ts';
import { outsideAccount, sharedFromOutside } from './shared-from-outside.ts';

const name = 'organisation-models';

const actions = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:CreateModelInvocationJob',
  'bedrock-agentcore:InvokeAgentRuntime',
] as const;

/** By the resources that the principal's own policies name in outside accounts, joined by blanks. */
const questions = forSettingsAnd((settings, named: string): readonly AccessQuestion[] => {
  const { organisations } = settings;
  if (organisations.length === 0) return [];
  const trusts = sharedFromOutside(settings, named === '' ? [] : named.split(' '));
  const condition = { StringNotEquals: { 'aws:ResourceOrgID': organisations } };
  return [{ name, trusts, ask: { name, any: [{ actions, resources: Object.keys(trusts), condition }] } }];
});

export const organisationModels = {
  id: 'RF.ACCESS.10',
  name,
  title: 'Access stays in the organisation',
  kind: 'access',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  // The other half of such access is a policy of another account: a plan could not prove that anything changed.
  containment: 'ask',
  needs: ['organisations'],
  fix: 'Deny model calls where aws:ResourceOrgID is another one (StringNotEqualsIfExists), or name own accounts in Resource.',
  references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-GOV-02'] },
  ask: ({ principal, settings, modelAccess }) => {
    if (settings.organisations.length === 0) return [];
    const allowing = readStatements(principal).filter(mayCall);
    // Most principals call no model, which their words tell. What was not read leaves model access unknown.
    if (allowing.length === 0 && modelAccess.answer === 'no') return [];
    const own = new Set([principal.accountId, ...settings.organisationAccounts]);
    return questions(settings, namedOutside(allowing, own).join(' '));
  },
  finding: ({ who, answer }) => {
    const { action, resource } = answer.witness.request;
    const account = resource.split(':')[4] ?? '';
    const whose = account === outsideAccount ? 'any organisation' : `account ${account}`;
    return `${who} can use what ${whose} shares with it, for example by ${action}`;
  },
} as const satisfies AccessCheck;

const lowerActions = actions.map((action) => action.toLowerCase());

const mayCall = ({ effect, actions: { entries, negated } }: Statement): boolean =>
  effect === 'Allow' &&
  lowerActions.some((action) => entries.some((pattern) => matchesWildcard(pattern, action)) !== negated);

/** Resources of other accounts that its own statements name, without wildcards: most name none. */
const namedOutside = (allowing: readonly Statement[], own: ReadonlySet<string>): readonly string[] => {
  const patterns = allowing.flatMap(({ resources }) =>
    resources === undefined || resources.negated ? [] : resources.entries,
  );
  const named = patterns.flatMap((pattern) => {
    const [arn, partition = '', service = '', region = '', account = '', ...rest] = pattern.split(':');
    if (!service.startsWith('bedrock') || !/^\d{12}$/u.test(account) || own.has(account)) return [];
    if (pattern.includes('${') || /\s/u.test(pattern)) return [];
    const places = [partition.replaceAll('*', 'aws'), service, region.replaceAll('*', 'us-east-1'), account];
    return [arn, ...places, ...rest.map((part) => part.replaceAll('*', 'shared').replaceAll('?', 'x'))].join(':');
  });
  return [...new Set(named)].sort();
};
