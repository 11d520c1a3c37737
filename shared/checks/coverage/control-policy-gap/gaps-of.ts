import type { ControlPolicy } from '../../../facts/wide-state.ts';
import { aiServices } from '../../../reasoning/catalogue/ai-services.ts';
import { rcpCoverage } from '../../../reasoning/catalogue/rcp-coverage.ts';
import type { Policy, Statement } from '../../../reasoning/policy/policy.ts';
import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';

/** What a control policy does not stop although it reads as if it did. `witness`: what goes through. */
export type PolicyGap = { name: string; witness: string; why: string };

/** Doors to a model besides InvokeModel: a Deny of that action alone leaves each of them open. */
const secondEndpoint = 'bedrock-mantle:createinference';
const invokeModel = 'bedrock:invokemodel';

export const gapsOf = (control: ControlPolicy, policy: Policy, inManagementAccount: boolean): readonly PolicyGap[] => {
  const denies = policy.statements.filter((statement) => statement.effect === 'Deny' && namesAi(statement));
  if (denies.length === 0) return [];
  if (control.kind === 'rcp') return rcpGaps(denies);
  const reaches = (action: string) => denies.some((statement) => matchesAction(statement, action));
  return [
    ...(reaches(invokeModel) && !reaches(secondEndpoint)
      ? [
          {
            name: 'second-endpoint',
            witness: 'bedrock-mantle:CreateInference',
            why: 'models answer on a second endpoint whose actions have another prefix',
          },
        ]
      : []),
    ...(inManagementAccount
      ? [
          {
            name: 'management-account',
            witness: 'any principal of the management account',
            why: 'service control policies do not reach the management account',
          },
        ]
      : []),
  ];
};

/** Resource control policies reach the services of a list; a Deny about any other is without effect. */
const rcpGaps = (denies: readonly Statement[]): readonly PolicyGap[] =>
  aiServices
    .filter(
      (service) =>
        rcpCoverage(service) === 'not-covered' && denies.some((statement) => namesService(statement, service)),
    )
    .map((service) => ({
      name: `rcp-${service}`,
      witness: `${service}:*`,
      why: 'resource control policies do not cover this service',
    }));

const matchesAction = ({ actions }: Statement, action: string): boolean =>
  actions.entries.some((pattern) => matchesWildcard(pattern, action)) !== actions.negated;

/** A pattern such as `*` names no service: it says nothing about AI. */
const namesService = ({ actions }: Statement, service: string): boolean =>
  !actions.negated && actions.entries.some((pattern) => pattern.startsWith(`${service}:`));

const namesAi = (statement: Statement): boolean => aiServices.some((service) => namesService(statement, service));
