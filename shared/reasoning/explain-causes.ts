import { absent, known, outOfScope, type Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import { canEver } from './can-ever.ts';
import { compilePrincipal } from './compile-principal.ts';
import { matchesWildcard } from './policy/wildcard.ts';
import type { AccessRequest, Answer, Exhaustion, Gap, Layer, Question, SearchOptions, StatementRef } from './types.ts';

/** A layer that stands in the way, and what of it does. */
export type Cause = { layer: Layer; level?: number; blockedBy: readonly (StatementRef | Gap)[] };

/**
 * Why no request is allowed. `each`: every one of these layers refuses by itself, so each would have to change. `one`:
 * each allows something and nothing that the others allow, so it takes a change of one of them. `request`: one that would
 * be allowed then; looked at beside it, the layers show what they say.
 */
export type Causes = { change: 'each' | 'one'; causes: readonly Cause[]; request?: AccessRequest };

const everything: PolicyDocument = {
  name: 'everything',
  text: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
};

/** A layer that can be taken for one that allows everything. */
type Slot = { layer: Layer; level?: number; open: (facts: PrincipalFacts) => PrincipalFacts };

const slotsOf = ({ serviceControlPolicies: levels }: PrincipalFacts): readonly Slot[] => [
  ...(levels.state === 'known'
    ? levels.value.map((_, level): Slot => ({ layer: 'scp', level, open: (facts) => openLevel(facts, level) }))
    : []),
  { layer: 'rcp', open: (facts) => ({ ...facts, resourceControlPolicies: absent }) },
  { layer: 'boundary', open: (facts) => ({ ...facts, permissionsBoundary: absent }) },
  {
    layer: 'identity',
    open: (facts) => ({ ...facts, inlinePolicies: known([everything]), attachedPolicies: known([]), groups: absent }),
  },
  { layer: 'resource', open: (facts) => ({ ...facts, resourcePolicies: outOfScope }) },
];

const openLevel = (facts: PrincipalFacts, opened: number): PrincipalFacts => ({
  ...facts,
  serviceControlPolicies: mapped(facts.serviceControlPolicies, (documents, level) =>
    level === opened ? [everything] : documents,
  ),
});

const mapped = <T>(fact: Known<readonly T[]>, map: (item: T, at: number) => T): Known<readonly T[]> =>
  fact.state === 'known' ? known(fact.value.map(map)) : fact;

const openAll = (facts: PrincipalFacts, slots: readonly Slot[]): PrincipalFacts =>
  slots.reduce((opened, { open }) => open(opened), facts);

/** For a question whose answer is no. */
export const causesOfNo = (facts: PrincipalFacts, question: Question, options: SearchOptions): Causes => {
  const slots = slotsOf(facts);
  const asked = withKeys(facts, question);
  const ask = (changed: PrincipalFacts): Answer => canEver(compilePrincipal(changed), asked, options);
  const alone = slots.map((slot) => ({
    slot,
    answer: ask(
      openAll(
        facts,
        slots.filter((other) => other !== slot),
      ),
    ),
  }));
  const refusing = alone.flatMap(({ slot, answer }) => (answer.answer === 'no' ? [causeOf(slot, answer.proof)] : []));
  if (refusing.length > 0) {
    const opened = alone.filter(({ answer }) => answer.answer === 'no').map(({ slot }) => slot);
    return {
      change: 'each',
      causes: refusing,
      ...firstRequest([openAll(facts, opened), openAll(facts, slots)].map(ask)),
    };
  }
  const opened = slots.map((slot) => ({ slot, answer: ask(openAll(facts, [slot])) }));
  const freeing = opened.filter(({ answer }) => answer.answer === 'yes');
  return {
    change: 'one',
    causes: freeing.map(({ slot: { layer, level } }) => ({
      layer,
      ...(level === undefined ? {} : { level }),
      blockedBy: [],
    })),
    ...firstRequest([...freeing.map(({ answer }) => answer), ask(openAll(facts, slots))]),
  };
};

const causeOf = ({ layer, level }: Slot, { blockedBy }: Exhaustion): Cause => ({
  layer,
  ...(level === undefined ? {} : { level }),
  // The layer stood alone, so what closed the branches is its own.
  blockedBy,
});

const firstRequest = (answers: readonly Answer[]): { request?: AccessRequest } => {
  const found = answers.find((answer) => answer.answer === 'yes');
  return found?.answer === 'yes' ? { request: found.witness.request } : {};
};

/**
 * The question, over requests that show every key which some policy reads: what a changed layer does not read would not
 * stand in its request. `Null` with both words holds for every request.
 */
const withKeys = (facts: PrincipalFacts, question: Question): Question => {
  const { identity, boundary, scps, rcps, resourcePolicies } = compilePrincipal(facts);
  const layers = [identity, boundary, ...scps.levels, ...rcps.levels, ...resourcePolicies.byArn.values()];
  const read = layers.flatMap(({ policies }) =>
    policies.flatMap(({ statements }) =>
      statements
        .filter(({ actions }) => isAbout(actions, question))
        .flatMap(({ conditions }) => conditions.map(({ name }) => name)),
    ),
  );
  const names = new Map(read.map((name) => [name.toLowerCase(), name]));
  if (names.size === 0 || question.condition?.['Null'] !== undefined) return question;
  const shown = Object.fromEntries([...names.values()].sort().map((name) => [name, ['true', 'false']]));
  return { ...question, condition: { ...question.condition, Null: shown } };
};

/** Patterns that name the action; a question that is a pattern itself is about whatever a statement names. */
const isAbout = (actions: { negated: boolean; entries: readonly string[] }, question: Question): boolean =>
  actions.negated ||
  question.actions.some(
    (action) =>
      action.includes('*') ||
      action.includes('?') ||
      actions.entries.some((entry) => matchesWildcard(entry, action.toLowerCase())),
  );
