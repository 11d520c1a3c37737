import { known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Plan, PolicyOnRecord } from './plan.ts';

/** The principal with another boundary than the one that it has. */
export const withBoundary = (facts: PrincipalFacts, { arn, versionId, document }: PolicyOnRecord): PrincipalFacts => ({
  ...facts,
  permissionsBoundary: known({ name: arn, arn, versionId, text: document }),
});

/** What a plan's questions are asked of: the principal as it is, or as it is to be once a boundary is back. */
export const factsAskedOf = ({ asIf }: Pick<Plan, 'asIf'>, facts: PrincipalFacts): PrincipalFacts =>
  asIf === undefined ? facts : withBoundary(facts, asIf.boundary);
