import { displayText } from '../../change/display-text.ts';
import { diffSurroundings, type SurroundingChange } from '../../facts/guardrail/diff-surroundings.ts';
import { asCommand, putBackSurrounding } from '../../facts/guardrail/put-back-surrounding.ts';
import type { HeldSurrounding, SurroundingKind } from '../../facts/guardrail/surroundings.ts';
import type { Evidence } from '../check.ts';

/** Differences in an alert; there are a few fields, and as many models as somebody lists. */
const inEvidence = 20;

export type ToldHeld = {
  /** What was lost, or cannot be ranked: one sentence each, without its full stop. Empty: nothing. */
  losses: readonly string[];
  /** The state before, each difference, and the exact call that puts it back. */
  evidence: readonly Evidence[];
};

/** What of a held state a person is told. Policy texts and rules are never quoted: the kept document is named by its hash. */
export const tellHeld = (held: HeldSurrounding): ToldHeld => {
  const { changes } = diffSurroundings(held.kind, held.was, held.now);
  const losses = changes.filter(({ verdict }) => verdict === 'weaker' || verdict === 'unranked');
  if (losses.length === 0) return { losses: [], evidence: [] };
  const calls = putBackSurrounding(held);
  return {
    losses: losses.map(plain),
    evidence: [
      { fact: 'held against', value: `how it was at ${held.wasAsOf}, seen by ${displayText(seenBy(held.wasBy))}` },
      ...changes.slice(0, inEvidence).map(({ verdict, sentence }) => ({ fact: verdict, value: sentence })),
      ...calls.map((call) => ({ fact: 'to put it back', value: asCommand(call) })),
      ...(calls.length === 0 && held.wasSha256 !== undefined
        ? [{ fact: 'to put it back', value: `set again what Ringfence keeps as document ${held.wasSha256}` }]
        : []),
    ],
  };
};

const seenBy = (by: string): string => (by === 'sweep' ? 'a sweep' : `a change of ${by}`);

const plain = ({ sentence }: SurroundingChange): string => {
  const text = sentence.replace(/\.$/u, '');
  return /^[A-Z][a-z]/u.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
};

export const heldOf = (
  surroundings: readonly HeldSurrounding[] | undefined,
  kind: SurroundingKind,
  region?: string,
): readonly HeldSurrounding[] =>
  (surroundings ?? []).filter((held) => held.kind === kind && (region === undefined || held.region === region));
