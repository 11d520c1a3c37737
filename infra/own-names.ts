import { type Configuration, furtherRegions } from '../shared/runtime/installation/configuration.ts';

/** Everything Ringfence makes carries its name, so that its parts can be told apart, protected and watched. */
const prefix = 'ringfence';

export const ownName = (part: string): string => `${prefix}-${part}`;
/** Path of Ringfence's roles and policies in IAM. */
export const ownPath = `/${prefix}/`;

/** IAM is global: each Region's role has a name of its own. */
export const forwarderRole = (region: string): string => ownName(`forward-${region}`);

/** Names of Ringfence's roles. */
export const ownRoles = {
  evaluateAccessChange: ownName('evaluate-access-change'),
  evaluateGuardrailChange: ownName('evaluate-guardrail-change'),
  evaluateAiActivity: ownName('evaluate-ai-activity'),
  watchTampering: ownName('watch-tampering'),
  notify: ownName('notify'),
  sweepAccount: ownName('sweep-account'),
  heartbeat: ownName('heartbeat'),
  contain: ownName('contain'),
  undo: ownName('undo'),
  containBoundary: ownName('contain-boundary'),
  undoBoundary: ownName('undo-boundary'),
  restoreGuardrail: ownName('restore-guardrail'),
  writeGuardrails: ownName('write-guardrails'),
  // Where the configuration asks for them.
  containInline: ownName('contain-inline'),
  writeInline: ownName('write-inline'),
  undoInline: ownName('undo-inline'),
  containKeys: ownName('contain-keys'),
  deactivateKeys: ownName('deactivate-keys'),
  undoKeys: ownName('undo-keys'),
} as const;
export type OwnRole = keyof typeof ownRoles;

const inlineRoles: readonly OwnRole[] = ['containInline', 'writeInline', 'undoInline'];
const keyRoles: readonly OwnRole[] = ['containKeys', 'deactivateKeys', 'undoKeys'];

/** Names of the roles that an installation has, in its home Region and the others. Never contained. */
export const installedRoles = (configuration: Configuration): readonly string[] => {
  const { containment } = configuration;
  const isInstalled = (role: OwnRole): boolean => {
    if (inlineRoles.includes(role)) return containment && configuration.containInline !== 'off';
    if (keyRoles.includes(role)) return containment && configuration.containKeys;
    return true;
  };
  const names = Object.entries(ownRoles).flatMap(([role, name]) =>
    isOwnRole(role) && isInstalled(role) ? [name] : [],
  );
  return [...names, ...furtherRegions(configuration).map(forwarderRole)];
};
const isOwnRole = (name: string): name is OwnRole => name in ownRoles;
