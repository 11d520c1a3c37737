/** Everything Ringfence makes carries its name, so that its parts can be told apart, protected and watched. */
const prefix = 'ringfence';

export const ownName = (part: string): string => `${prefix}-${part}`;
/** Path of Ringfence's roles and policies in IAM. */
export const ownPath = `/${prefix}/`;

/** IAM is global: each Region's role has a name of its own. */
export const forwarderRole = (region: string): string => ownName(`forward-${region}`);

/** Roles of both stacks. Never contained. */
export const ownRoles = {
  evaluateAccessChange: ownName('evaluate-access-change'),
  evaluateGuardrailChange: ownName('evaluate-guardrail-change'),
  evaluateAiActivity: ownName('evaluate-ai-activity'),
  watchTampering: ownName('watch-tampering'),
  notify: ownName('notify'),
  sweepAccount: ownName('sweep-account'),
  contain: ownName('contain'),
  undo: ownName('undo'),
  containBoundary: ownName('contain-boundary'),
  undoBoundary: ownName('undo-boundary'),
} as const;
