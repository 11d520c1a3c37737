import { complementCover } from '../../../reasoning/derive/complement-cover.ts';
import { neverDeny } from '../../../reasoning/derive/never-deny.ts';

/** How many letters of an action that is never denied are spelled out: fewer patterns, and what begins alike stays allowed. */
const depth = 3;

/** Every action of a service, but for those that are never denied. */
const actionsOf = (service: string): readonly string[] => {
  const kept = neverDeny.find((action) => action.toLowerCase().startsWith(`${service}:`));
  return kept === undefined ? [`${service}:*`] : complementCover(service, kept.slice(service.length + 1), depth);
};

/**
 * A service control policy that denies a whole service, as text. Those who keep it are named by ARN; nothing else of the
 * account changes. It does not reach the management account (AWS: "Service control policies (SCPs)").
 */
export const denyServiceText = (service: string, exempt: readonly string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: `DenyUnused${service.replace(/[^a-z0-9]/gi, '')}`,
        Effect: 'Deny',
        Action: actionsOf(service),
        Resource: '*',
        ...(exempt.length === 0 ? {} : { Condition: { ArnNotLike: { 'aws:PrincipalArn': exempt } } }),
      },
    ],
  });
