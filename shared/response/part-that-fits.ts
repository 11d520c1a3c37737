import { severityRank } from '../checks/severity.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Question, SearchOptions } from '../reasoning/types.ts';
import type { Attempt } from './choose-mechanism.ts';
import { composeDeny } from './compose-documents.ts';
import type { Level } from './plan.ts';
import type { Asked } from './region.ts';
import { surgicalRegion } from './surgical-region.ts';

/** The findings that one document can close together, and those that it cannot, each with the reason. */
export type Part = { violated: readonly Asked[]; left: readonly string[] };

type Candidate = { asked: Asked; questions: readonly Question[]; size: number };

/**
 * Where the Deny for all is too large: the gravest findings first, of equal ones the shortest Deny, each one that still fits beside
 * those before it. Undefined: nothing fits, or something else than size stands in the way.
 * @param attemptsFor the mechanisms for a region.
 * @param fitting levels at which there is a plan for everything.
 */
export const partThatFits = (
  violated: readonly Asked[],
  {
    principal,
    options,
    attemptsFor,
    fitting,
  }: {
    principal: Principal;
    options: SearchOptions;
    attemptsFor: (region: readonly Question[]) => readonly Attempt[];
    fitting: readonly Level[];
  },
): Part | undefined => {
  const candidates = violated.flatMap((asked): readonly Candidate[] => {
    const region = surgicalRegion(principal, [asked], options);
    return region.region === 'none' ? [] : [{ asked, questions: region.questions, size: sizeOf(region.questions) }];
  });
  if (candidates.length !== violated.length) return undefined;
  const taken: Candidate[] = [];
  const left: string[] = [];
  for (const candidate of candidates.toSorted(byWeight)) {
    const refusal = whyNot([...taken, candidate], attemptsFor);
    if (refusal === undefined) taken.push(candidate);
    else if (refusal.outcome === 'TOO_LARGE')
      left.push(`${nameOf(candidate.asked)}: ${reason(refusal.detail, fitting)}`);
    else return undefined;
  }
  if (taken.length === 0 || left.length === 0) return undefined;
  const kept = new Set(taken.map(({ asked }) => asked));
  return { violated: violated.filter((asked) => kept.has(asked)), left };
};

const byWeight = (a: Candidate, b: Candidate): number =>
  severityRank(b.asked.finding.severity) - severityRank(a.asked.finding.severity) || a.size - b.size;

const sizeOf = (questions: readonly Question[]): number => {
  const composed = composeDeny(questions, [], Number.MAX_SAFE_INTEGER);
  return composed.composed ? composed.document.length : Number.MAX_SAFE_INTEGER;
};

/** The first mechanism's word, unless one of them takes all of it. */
const whyNot = (
  candidates: readonly Candidate[],
  attemptsFor: (region: readonly Question[]) => readonly Attempt[],
): { outcome: string; detail: string } | undefined => {
  const region = candidates.flatMap(({ questions }) => questions);
  let tooLarge: { outcome: string; detail: string } | undefined;
  let other: { outcome: string; detail: string } | undefined;
  for (const { place } of attemptsFor(region)) {
    const placement = place();
    if ('document' in placement) return undefined;
    if (placement.outcome === 'TOO_LARGE') tooLarge ??= placement;
    else other ??= placement;
  }
  return tooLarge ?? other ?? { outcome: 'NOT_EXPRESSIBLE', detail: 'no mechanism is left' };
};

export const nameOf = ({ finding }: Asked): string => `${finding.checkId} ${finding.questionName}`;

/** Short: it stands in a list that a person reads. */
const reason = (detail: string, fitting: readonly Level[]): string => {
  const sizes = /needs (\d+) characters and (.+?(\d+))[,.]/u.exec(detail);
  const size =
    sizes === null
      ? detail
      : `with it the Deny needs ${sizes[1] ?? ''} characters, and there is room for ${sizes[3] ?? ''}`;
  const levels =
    fitting.length === 0 ? 'no level takes all of it' : `everything fits at the level ${fitting.join(' or ')}`;
  return `TOO_LARGE (${size}; ${levels})`;
};
