import type { Domain } from '../domains/domain.ts';
import { anything, onlyAbsent } from '../domains/domain.ts';
import { exactly } from '../domains/exactly.ts';
import { intersect } from '../domains/intersect.ts';
import { readInstant } from '../domains/instant.ts';
import { wellFormed } from '../domains/well-formed.ts';
import { keyType } from '../catalogue/global-keys.ts';
import type { KeyFact } from '../principal-context.ts';

/**
 * What real requests say about one key. `documented` follows from AWS's documentation; `likely` also takes in what is
 * only plausible. A yes is searched in `likely`, a no needs `documented` to be empty, so that a wrong guess can cost an
 * answer but never falsify one.
 */
export type Tie = { documented: Domain; likely: Domain };

const typed = (key: string): Domain => {
  const type = keyType(key);
  return type === undefined ? anything : wellFormed(type.type, type.cardinality);
};

const agreed = (domain: Domain): Tie => ({ documented: domain, likely: domain });

/** No more than the key's type. */
export const untied = (key: string): Tie => agreed(typed(key));
export const alwaysAbsent: Tie = agreed(onlyAbsent);
export const alwaysPresent = (key: string): Tie => agreed(withoutAbsence(typed(key)));
export const always = (text: string): Tie => agreed(exactly(text));
/** Taken for absent; not documented for every service. */
export const likelyAbsent = (key: string): Tie => ({ documented: typed(key), likely: onlyAbsent });
export const fromFact = (fact: KeyFact): Tie => ('value' in fact ? always(fact.value) : alwaysAbsent);
export const narrowed = (key: string, domain: Domain): Tie => agreed(intersect(typed(key), domain));

const withoutAbsence = (domain: Domain): Domain => ({ ...domain, absent: false });

/** Present, at `now` or later; `now` cannot be read: any time. */
export const notBefore = (key: string, now: string): Tie => {
  const from = readInstant(now);
  const base = withoutAbsence(typed(key));
  if (from === undefined || base.values.kind !== 'instants') return agreed(base);
  const end = base.values.ranges.at(-1) ?? from + 1;
  return agreed({ ...base, values: { kind: 'instants', ranges: [from, end], unreadable: false } });
};
