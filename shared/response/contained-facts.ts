import { known, type Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import { ownEffectsOf, type OwnEffect, type Planning } from './effect.ts';

/** The principal as IAM would show it with the plan's documents in force: what the proof and every later check ask. */
export const containedFacts = (facts: PrincipalFacts, plan: Planning): PrincipalFacts =>
  ownEffectsOf(plan).reduce(withEffectIn, facts);

const withEffectIn = (facts: PrincipalFacts, effect: OwnEffect): PrincipalFacts => {
  switch (effect.effect) {
    case 'set-boundary':
      return { ...facts, permissionsBoundary: known(managed(effect.arn, effect.document)) };
    case 'put-inline':
      return {
        ...facts,
        inlinePolicies: added(facts.inlinePolicies, { name: `inline:${effect.name}`, text: effect.document }),
      };
    case 'attach':
      return { ...facts, attachedPolicies: added(facts.attachedPolicies, managed(effect.arn, effect.document)) };
    case 'deactivate': {
      const { kind, id } = effect.credential;
      return kind === 'access-key'
        ? { ...facts, accessKeys: inactive(facts.accessKeys, id) }
        : { ...facts, serviceCredentials: inactive(facts.serviceCredentials, id) };
    }
  }
};

const managed = (arn: string, text: string): PolicyDocument => ({ name: arn, arn, versionId: 'v1', text });

/** What was not read stays so: our own policy beside it does not make it known. */
const added = (fact: Known<readonly PolicyDocument[]>, document: PolicyDocument): Known<readonly PolicyDocument[]> =>
  fact.state === 'known' ? known([...fact.value.filter(({ name }) => name !== document.name), document]) : fact;

const inactive = <T extends { id: string; status: 'Active' | 'Inactive' }>(
  fact: Known<readonly T[]>,
  id: string,
): Known<readonly T[]> =>
  fact.state === 'known'
    ? known(fact.value.map((each) => (each.id === id ? { ...each, status: 'Inactive' } : each)))
    : fact;
