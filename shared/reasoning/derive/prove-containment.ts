import { canEver } from '../can-ever.ts';
import { compilePolicy, type CompiledPolicy, type CompiledStatement } from '../compile-policy.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import type { PolicyLayer, Principal } from '../principal.ts';
import type { AccessRequest, Answer, PolicySource, Question, SearchOptions } from '../types.ts';
import { outsideDifferences } from './outside-differences.ts';
import { sampleDifferences } from './sample-differences.ts';

/**
 * Where the document would stand. `boundary`: a new boundary, `Allow * on *` plus Deny, for a principal that has none.
 * `inline` and `managed`: one more identity policy, of Deny statements alone. `merged`: it replaces the present boundary
 * and holds all its statements, plus Deny.
 */
export type ContainmentMechanism = 'boundary' | 'inline' | 'managed' | 'merged';

export type ContainmentProof = {
  /** One answer for each question, once the document is in force. */
  answers: readonly Answer[];
  /** True when every answer is no. */
  questionsAnswerNo: boolean;
  /**
   * Requests outside the questions. `exact`: none of them changes its decision, by exhaustion over the action list.
   * `sampled`: how many were decided in both worlds beside that. `differences`: requests that would change.
   */
  outsideUnchanged: { exact: boolean; sampled: number; differences: readonly AccessRequest[] };
};

export type ProofRefusal = { refused: { code: 'PROOF_FAILED' | 'BAD_DOCUMENT'; detail: string } };

/**
 * Proves what a document would do before anybody writes it. An explicit Deny D added to a layer that is evaluated gives
 * `allow(after) = allow(before) and not D`, so access can only differ where D matches: it is searched there, outside the
 * questions.
 */
export const proveContainment = (
  before: Principal,
  document: string,
  mechanism: ContainmentMechanism,
  questions: readonly Question[],
  options: SearchOptions,
): ContainmentProof | ProofRefusal => {
  const parsed = parsePolicy(document, 'principal');
  if (!parsed.ok) {
    const { at, detail } = parsed.error;
    return { refused: { code: 'BAD_DOCUMENT', detail: `${detail} (${at === '' ? 'the document' : at})` } };
  }
  const source: PolicySource = {
    layer: mechanism === 'inline' || mechanism === 'managed' ? 'identity' : 'boundary',
    name: 'ringfence',
  };
  const compiled = compilePolicy(parsed.policy, source);
  const change = changeOf(before, compiled, mechanism);
  if ('detail' in change) return { refused: { code: 'PROOF_FAILED', detail: change.detail } };
  const answers = questions.map((question) => canEver(change.after, question, options));
  const searched = outsideDifferences(before, change.after, change.denies, questions, options);
  const sampled = sampleDifferences(before, change.after, change.denies, questions);
  const differences = [...searched.differences, ...sampled.differences];
  return {
    answers,
    questionsAnswerNo: answers.every(({ answer }) => answer === 'no'),
    outsideUnchanged: { exact: searched.exact && differences.length === 0, sampled: sampled.sampled, differences },
  };
};

type ContainmentChange = { after: Principal; denies: readonly CompiledStatement[] } | { detail: string };

const changeOf = (before: Principal, document: CompiledPolicy, mechanism: ContainmentMechanism): ContainmentChange => {
  const denies = document.statements.filter(({ effect }) => effect === 'Deny');
  const allows = document.statements.filter(({ effect }) => effect === 'Allow');
  switch (mechanism) {
    case 'inline':
    case 'managed': {
      if (allows.length > 0)
        return { detail: 'An identity policy of ours holds Deny statements alone: an Allow could grant.' };
      const { identity } = before;
      return { after: { ...before, identity: { ...identity, policies: [...identity.policies, document] } }, denies };
    }
    case 'boundary': {
      if (before.boundary.present) return { detail: 'The principal has a boundary; a new one would lift it.' };
      if (!allows.some(allowsAll)) return { detail: 'A boundary without "Allow * on *" removes all access.' };
      if (hasNotPrincipalDeny(before)) {
        return {
          detail: 'A resource policy denies by NotPrincipal: it would hit the principal once it has any boundary.',
        };
      }
      return { after: { ...before, boundary: layer(document) }, denies };
    }
    case 'merged': {
      const kept = before.boundary.policies.flatMap(({ statements }) => statements.map(textOf));
      if (!before.boundary.present || before.boundary.holes.length > 0) {
        return { detail: 'There is no readable boundary to merge with.' };
      }
      const texts = document.statements.map(textOf);
      if (kept.some((text) => !texts.includes(text))) {
        return { detail: 'The document leaves out a statement of the present boundary.' };
      }
      const added = document.statements.filter((statement) => !kept.includes(textOf(statement)));
      if (added.some(({ effect }) => effect === 'Allow'))
        return { detail: 'The document adds an Allow to the boundary.' };
      return { after: { ...before, boundary: layer(document) }, denies: added };
    }
  }
};

const layer = (document: CompiledPolicy): PolicyLayer => ({ present: true, policies: [document], holes: [] });

const allowsAll = ({ actions, resources, conditions }: CompiledStatement): boolean =>
  !actions.negated &&
  actions.entries.includes('*') &&
  resources?.negated === false &&
  resources.entries.some(({ text }) => text === '*') &&
  conditions.length === 0;

const hasNotPrincipalDeny = ({ resourcePolicies }: Principal): boolean =>
  [...resourcePolicies.byArn.values()].some(({ policies }) =>
    policies.some(({ statements }) =>
      statements.some(({ effect, principals }) => effect === 'Deny' && principals?.negated === true),
    ),
  );

/** A statement as text, without its place. Its variables show the version of the language it was read by. */
const textOf = ({ effect, actions, resources, conditions }: CompiledStatement): string =>
  JSON.stringify([
    effect,
    actions,
    resources?.negated,
    resources?.entries.map(({ text, variables }) => [text, variables]),
    conditions.map(({ operator, key, values }) => [
      operator,
      key,
      values.map(({ text, variables }) => [text, variables]),
    ]),
  ]);
