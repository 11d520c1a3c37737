import { sha256 } from './canonical-json.ts';
import type { Plan, Snapshot } from './plan.ts';

/** The subject as it is to be: the snapshot, with our boundary. A plan without a boundary wants no change. */
export const desiredSnapshot = ({
  snapshot,
  policyArn,
  documents,
}: Pick<Plan, 'snapshot' | 'policyArn' | 'documents'>): Snapshot =>
  policyArn === undefined || documents.boundary === undefined
    ? snapshot
    : { ...snapshot, boundary: { arn: policyArn, versionId: 'v1', sha256: sha256(documents.boundary) } };
