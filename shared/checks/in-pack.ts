import type { Check, Pack } from './check.ts';

const packs: readonly Pack[] = ['essential', 'recommended', 'strict'];

/** The checks of a pack and of the smaller ones, in the order given. */
export const inPack = (checks: readonly Check[], pack: Pack): readonly Check[] =>
  checks.filter((check) => packs.indexOf(check.pack) <= packs.indexOf(pack));
