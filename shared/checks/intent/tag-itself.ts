import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Ask } from '../../reasoning/types.ts';

/** "Can it change its own tags?" Then a tag says what the principal wants to be, not what it is. */
export const tagItself = ({ kind, arn }: PrincipalFacts): Ask => ({
  name: 'tag-itself',
  any: [
    {
      actions: kind === 'role' ? ['iam:TagRole', 'iam:UntagRole'] : ['iam:TagUser', 'iam:UntagUser'],
      resources: [arn],
    },
  ],
});
