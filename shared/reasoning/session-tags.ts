import { ownTag } from './principal-context.ts';
import type { Principal } from './principal.ts';
import type { AccessRequest, Given } from './types.ts';

const PREFIX = 'aws:principaltag/';

/**
 * What a yes about a role leans on: tags that the role itself does not have, so that a session must bring them. Session
 * tags override those of the role (AWS: "Pass session tags in AWS STS"), so the search leaves them free.
 */
export const sessionTagsGiven = (principal: Principal, { context }: AccessRequest): readonly Given[] => {
  if (principal.kind !== 'role' && principal.kind !== 'role-session') return none;
  if (bringsNone(context)) return none;
  const brought = Object.entries(context).filter(
    ([key, value]) => key.toLowerCase().startsWith(PREFIX) && ownTag(principal, key.toLowerCase()) !== value,
  );
  if (brought.length === 0) return [];
  const tags = brought.map(([key, value]) => `${key} = ${String(value)}`).join(', ');
  const value = `a session of the role with ${tags}; who may tag one (sts:TagSession) was not looked at`;
  return [{ about: 'session tags', value, source: 'declared' }];
};

const none: readonly Given[] = [];

/** Most requests: seen without a list of what they carry. */
const bringsNone = (context: AccessRequest['context']): boolean => {
  for (const key in context) if (key.toLowerCase().startsWith(PREFIX)) return false;
  return true;
};
