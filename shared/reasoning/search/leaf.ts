import { ownTag } from '../principal-context.ts';
import type { Hole, Principal } from '../principal.ts';
import type { Why } from '../types.ts';
import type { ActionSearch, Leaf } from './action-search.ts';
import { buildRequest } from './build-request.ts';
import { spendWork } from './effort.ts';
import type { Shaped } from './search-shape.ts';
import { isUnknownFact } from './shapes.ts';
import type { Domains } from './solve.ts';

const doubts: Readonly<Record<'budget' | 'mixed-types' | 'ties', Why>> = {
  budget: { code: 'budget', detail: 'The patterns of this question are too entangled for the automaton budget.' },
  'mixed-types': {
    code: 'unsupported',
    detail: 'One key is compared as two types, and no constant of the policies fits both.',
  },
  ties: { code: 'unsupported', detail: 'The request found does not agree with itself in its times or tags.' },
};

/** What a request costs that is made and decided, in literals looked at. */
const WORK_PER_REQUEST = 32;
const WORK_PER_KEY = 8;

/** Makes a request of a branch that holds, or says why it cannot stand as a yes. */
export const leafOf = (search: ActionSearch, shaped: Shaped, domains: Domains, taint: Hole | undefined): Leaf => {
  spendWork(search.effort, WORK_PER_REQUEST + shaped.names.size * WORK_PER_KEY);
  const built = buildRequest(
    {
      action: search.action,
      domains,
      names: shaped.names,
      resources: shaped.resources(),
      preferred: shaped.preferred(),
      now: search.now,
      absentFirst: true,
      ownValue: (key) => ownTag(search.principal, key),
      tied: search.model === 'realistic',
    },
    search.effort,
  );
  if ('doubt' in built) return { shape: shaped.shape, doubt: doubts[built.doubt] };
  const { request } = built;
  if (taint !== undefined) return { shape: shaped.shape, request, doubt: taint };
  const chosen = search.model === 'formal' ? undefined : unreadFact(search.principal, domains, shaped);
  if (chosen === undefined) return { shape: shaped.shape, request };
  const detail = `${shaped.names.get(chosen) ?? chosen} of the principal was not read, and the answer depends on it.`;
  return { shape: shaped.shape, request, doubt: { code: 'missing-facts', detail } };
};

/** A key whose one value is a fact, not read, that the search has chosen a value for. */
const unreadFact = (principal: Principal, domains: Domains, { start, guessed }: Shaped): string | undefined =>
  [...domains.keys()].find(
    (key) => isUnknownFact(key, principal) && (domains.get(key) !== start.get(key) || guessed?.includes(key) === true),
  );
