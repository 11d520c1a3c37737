import type { Known } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { RunnerKind } from '../../../facts/runner.ts';
import { hasWildcard } from '../../../reasoning/policy/wildcard.ts';
import type { Statement } from '../../../reasoning/policy/policy.ts';
import type { AccountView } from '../../account-view.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import type { CheckSettings } from '../../settings.ts';
import { accessChanges, agentChanges, agentCoreChanges } from '../../triggers.ts';
import { conditionValues, isServiceLinked, namedAs, trustStatements } from '../trust-statements.ts';

export const agentRoleAssumedByOthers = {
  id: 'RF.TRUST.6',
  name: 'agent-role-assumed-by-others',
  title: 'An agent role is assumed by its agents only',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: [...accessChanges, ...agentChanges, ...agentCoreChanges],
  administrators: 'judged',
  containment: 'ask',
  fix: 'Let the trust policy name the service alone, with aws:SourceArn for each agent, and nobody else.',
  references: { genSec: ['GENSEC05-BP01'], aisf: ['AISF-AGENT-01'] },
  ask: ({ principal, settings, account }) => {
    if (principal.kind !== 'role' || isServiceLinked(principal)) return [];
    const statements = trustStatements(principal);
    const services = namedAs(statements, 'Service');
    const agentServices = services.filter((service) => agentServicePrincipals.has(service));
    if (agentServices.length === 0 || !isAgentRole(principal, statements, agentServices, settings, account)) return [];
    const agents = agentsOf(principal, statements, settings, account);
    return [
      { name: 'another-principal', trust: { who: 'accounts', accounts: [principal.accountId] } },
      ...services
        .filter((service) => !agentServicePrincipals.has(service))
        .map(
          (service): AccessQuestion => ({
            name: `service ${service}`,
            about: service,
            trust: { who: 'service', service },
          }),
        ),
      ...agentServices.map(
        (service): AccessQuestion => ({
          name: `any-agent ${service}`,
          about: service,
          trust: {
            who: 'service',
            service,
            ...(agents.length === 0 ? {} : { condition: { ArnNotEquals: { 'aws:SourceArn': agents } } }),
          },
        }),
      ),
    ];
  },
  finding: ({ who, question }) => {
    if (question.name === 'another-principal') return `principals of the account can assume agent role ${who}`;
    return question.name.startsWith('service ')
      ? `${question.about ?? ''} can assume agent role ${who}`
      : `${question.about ?? ''} can use agent role ${who} for other agents than its own`;
  },
} as const satisfies AccessCheck;

const agentServicePrincipals: ReadonlySet<string> = new Set([
  'bedrock.amazonaws.com',
  'bedrock-agentcore.amazonaws.com',
]);

const agentKinds: ReadonlySet<RunnerKind> = new Set(['agent', 'flow', 'agent-runtime', 'harness']);

/** Roles that the console of AWS makes for agents and flows. */
const madeForAgents = /^AmazonBedrockExecutionRoleFor(?:Agents|Flows?)_/;

/** Bedrock takes roles for much else; AgentCore only for agents and their tools. */
const isAgentRole = (
  principal: PrincipalFacts,
  statements: readonly Statement[],
  services: readonly string[],
  settings: CheckSettings,
  account: Known<AccountView>,
): boolean =>
  services.includes('bedrock-agentcore.amazonaws.com') ||
  settings.agentRoles.some(({ roleArn }) => roleArn === principal.arn) ||
  madeForAgents.test(principal.name) ||
  conditionValues(statements, 'aws:sourcearn').some((value) => /:(?:agent|flow)\//.test(value)) ||
  runningAs(principal, account).length > 0;

/** The agents that are meant: by the settings, by what runs, and those that the trust policy names in full. */
const agentsOf = (
  principal: PrincipalFacts,
  statements: readonly Statement[],
  settings: CheckSettings,
  account: Known<AccountView>,
): readonly string[] => {
  const set = settings.agentRoles.filter(({ roleArn }) => roleArn === principal.arn).flatMap(({ agents }) => agents);
  if (set.length > 0) return set;
  const named = conditionValues(statements, 'aws:sourcearn').filter((value) => !hasWildcard(value));
  return [...new Set([...named, ...runningAs(principal, account)])];
};

const runningAs = ({ arn }: PrincipalFacts, account: Known<AccountView>): readonly string[] =>
  account.state !== 'known' || account.value.runners.state !== 'known'
    ? []
    : account.value.runners.value
        .filter(({ kind, roleArn }) => agentKinds.has(kind) && roleArn === arn)
        .map((runner) => runner.arn);
