import { documentText } from '../facts/policy-document.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import { policySize, policySizeLimits } from '../reasoning/derive/policy-size.ts';
import type { Question } from '../reasoning/types.ts';
import { boundaryObstacle, pinningPolicy } from './boundary-obstacle.ts';
import { sha256 } from './canonical-json.ts';
import { composeBoundary, composeDeny, composeMerged, type Composed } from './compose-documents.ts';
import type { Outcome } from './outcome.ts';
import type { Plan } from './plan.ts';
import { isOwnPolicy, ownPolicyPrefix } from './shield.ts';
import type { Settings } from './settings.ts';

/** Where a Deny would stand, and the document that stands there. */
export type Placement = {
  mechanism: 'boundary' | 'inline' | 'merged' | 'managed';
  document: string;
} & Pick<Plan, 'documents' | 'policyArn' | 'inlineName' | 'replaced'>;

export type NoPlacement = { outcome: Outcome; detail: string };

export type Attempt = { mechanism: Placement['mechanism']; place: () => Placement | NoPlacement };

/** Attached managed policies that IAM takes for one role or user unless the account raised it (AWS: "IAM and AWS STS quotas"). */
const attachmentLimit = 10;

type Wish = {
  facts: PrincipalFacts;
  identity: OwnIdentity;
  settings: Pick<Settings, 'mergeBoundaries'>;
  region: readonly Question[];
  shield: readonly Question[];
};

/**
 * The mechanisms that come into question, in the order of docs/containment (Choosing the mechanism): the first that can be
 * placed and proved is taken. A principal without a boundary gets one or, where one would do harm, the Deny beside what it
 * has; a foreign boundary is only replaced where the account opted in.
 */
export const mechanismsFor = (wish: Wish): { attempts: readonly Attempt[]; obstacle?: NoPlacement } => {
  const { facts, settings } = wish;
  const beside: readonly Attempt[] = [
    { mechanism: 'inline', place: () => placeInline(wish) },
    { mechanism: 'managed', place: () => placeManaged(wish) },
  ];
  if (facts.permissionsBoundary.state !== 'known') {
    const obstacle = boundaryObstacle(facts);
    return obstacle === undefined
      ? { attempts: [{ mechanism: 'boundary', place: () => placeBoundary(wish) }] }
      : { attempts: beside, obstacle };
  }
  const { arn, name } = facts.permissionsBoundary.value;
  const present = arn ?? name;
  const merge: Attempt = { mechanism: 'merged', place: () => placeMerged(wish, present) };
  return isOwnPolicy(present)
    ? {
        attempts: [merge, ...beside],
        obstacle: {
          outcome: 'NEEDS_SCP',
          detail: `${facts.arn} is contained already, by ${present}, and a question is open beside it.`,
        },
      }
    : {
        attempts: settings.mergeBoundaries === true ? [merge, ...beside] : beside,
        obstacle: {
          outcome: 'NEEDS_SCP',
          detail: `${facts.arn} has the boundary ${present}, which stays with its owner: Ringfence neither replaces nor edits it.`,
        },
      };
};

const refused = (composed: Composed & { composed: false }): NoPlacement => ({
  outcome: composed.outcome,
  detail: composed.detail,
});

/** Named by its content, so that another content is another policy. */
const contentArn = (identity: OwnIdentity, document: string): string =>
  `${ownPolicyPrefix(identity)}${sha256(document).slice(0, 32)}`;

const placeBoundary = ({ identity, region, shield }: Wish): Placement | NoPlacement => {
  const composed = composeBoundary(region, shield, policySizeLimits.managed);
  if (!composed.composed) return refused(composed);
  const { document } = composed;
  return {
    mechanism: 'boundary',
    document,
    documents: { boundary: document },
    policyArn: contentArn(identity, document),
  };
};

const placeMerged = ({ facts, identity, region, shield }: Wish, present: string): Placement | NoPlacement => {
  if (identity.undoRestoresBoundaries !== true) {
    return {
      outcome: 'NEEDS_SCP',
      detail: 'No boundary is replaced here: the undo role of this installation could not put the present one back.',
    };
  }
  if (!isRestorable(identity, present)) {
    return {
      outcome: 'NEEDS_SCP',
      detail: `The boundary ${present} is not among those that the undo role of this installation may put back.`,
    };
  }
  const pinning = pinningPolicy(facts);
  if (pinning !== undefined) {
    return {
      outcome: 'BOUNDARY_PINNED',
      detail: `The service control policy ${pinning} decides by iam:PermissionsBoundary which boundary may be set.`,
    };
  }
  const text = facts.permissionsBoundary.state === 'known' ? documentText(facts.permissionsBoundary.value) : '';
  const composed = composeMerged(text, region, shield, policySizeLimits.managed);
  if (!composed.composed) return refused(composed);
  const { document } = composed;
  return {
    mechanism: 'merged',
    document,
    documents: { merged: document },
    policyArn: contentArn(identity, document),
    replaced: { arn: present, document: text },
  };
};

/** What is replaced must be what can be put back. */
export const isRestorable = ({ restorableBoundaries }: OwnIdentity, boundary: string): boolean =>
  restorableBoundaries === undefined ||
  restorableBoundaries.some((pattern) =>
    pattern.endsWith('*') ? boundary.startsWith(pattern.slice(0, -1)) : boundary === pattern,
  );

/** Characters that are left for one more inline policy; all inline policies of a principal share one limit. */
export const inlineSpace = (facts: PrincipalFacts): { left: number; used: number; limit: number } | undefined => {
  if (facts.inlinePolicies.state === 'unknown') return undefined;
  if (facts.inlinePolicies.state === 'absent' && facts.inlinePolicies.declared === true) return undefined;
  const limit = facts.kind === 'role' ? policySizeLimits.inlineOfRole : policySizeLimits.inlineOfUser;
  const policies = facts.inlinePolicies.state === 'known' ? facts.inlinePolicies.value : [];
  const used = policies.reduce((sum, policy) => sum + policySize(documentText(policy)), 0);
  return { left: limit - used, used, limit };
};

const noInlineRole: NoPlacement = {
  outcome: 'NEEDS_SCP',
  detail: 'This installation has no role that writes a Deny beside the policies of a principal.',
};

/** Where the role may write only beside a boundary, a grant by it could never reach further than that boundary. */
const mayWriteBeside = ({ facts, identity }: Wish): NoPlacement | undefined => {
  if (identity.containInlineRoleArn === undefined) return noInlineRole;
  if (identity.inlineNeedsBoundary !== true || facts.permissionsBoundary.state === 'known') return undefined;
  return {
    outcome: 'NEEDS_SCP',
    detail: `${facts.name} has no boundary, and the role that writes inline policies here may write only where one is.`,
  };
};

const placeInline = (wish: Wish): Placement | NoPlacement => {
  const { facts, region, shield } = wish;
  const refusal = mayWriteBeside(wish);
  if (refusal !== undefined) return refusal;
  const space = inlineSpace(facts);
  if (space === undefined) {
    return {
      outcome: 'NEEDS_SCP',
      detail: `The inline policies of ${facts.name} are not known, nor the space they leave.`,
    };
  }
  const composed = composeDeny(region, shield, space.left);
  if (!composed.composed) {
    return composed.outcome === 'TOO_LARGE'
      ? {
          outcome: 'TOO_LARGE',
          detail: `${composed.detail.replace('IAM takes', 'there is room for')} The inline policies of ${facts.name} take ${space.used} of ${space.limit}.`,
        }
      : refused(composed);
  }
  const { document } = composed;
  return {
    mechanism: 'inline',
    document,
    documents: { inline: document },
    inlineName: `RingfenceDeny-${sha256(document).slice(0, 16)}`,
  };
};

const placeManaged = (wish: Wish): Placement | NoPlacement => {
  const { facts, identity, region, shield } = wish;
  const refusal = mayWriteBeside(wish);
  if (refusal !== undefined) return refusal;
  if (facts.attachedPolicies.state !== 'known') {
    return {
      outcome: 'NEEDS_SCP',
      detail: `The attached policies of ${facts.name} are not known, nor the places they leave.`,
    };
  }
  const attached = facts.attachedPolicies.value.length;
  if (attached >= attachmentLimit) {
    return {
      outcome: 'QUOTA_EXCEEDED',
      detail: `${facts.name} has ${attached} attached policies, and IAM takes ${attachmentLimit} unless the account raised it.`,
    };
  }
  const composed = composeDeny(region, shield, policySizeLimits.managed);
  if (!composed.composed) return refused(composed);
  const { document } = composed;
  return {
    mechanism: 'managed',
    document,
    documents: { managed: document },
    policyArn: contentArn(identity, document),
  };
};
