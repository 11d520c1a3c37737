import type { JsonObject } from '../../change/json-object.ts';
import type { GuardrailFacts } from '../../facts/account-facts.ts';
import { sameValue } from '../../facts/guardrail/same-value.ts';
import type { Tag } from '../../facts/guardrail/tags-of-guardrail.ts';
import { guardrailRequest, type GuardrailRequest } from './guardrail-request.ts';
import { restorableTags } from './restorable-tags.ts';
import { unknownMembers } from './unknown-members.ts';

/** One call, in order. The identifier is what CreateGuardrail answers: it is new. */
export type RecreationStep =
  /** `tags`: those that DRAFT had; absent where they are not known. */
  | { call: 'CreateGuardrail'; request: GuardrailRequest; tags?: readonly Tag[] }
  | { call: 'UpdateGuardrail'; request: GuardrailRequest }
  /** `from`: the number that the version had. `becomes`: the number that it gets. */
  | { call: 'CreateGuardrailVersion'; from: string; becomes: string };

export type Recreation = {
  steps: readonly RecreationStep[];
  /** By path: what no request of this version can hold, in any of the states. */
  leftOut: readonly string[];
};

/**
 * Makes a deleted guardrail again: it is created as its oldest version was, each version is published in the order of its
 * number, and at last DRAFT holds what it held. Version numbers begin at 1 and have no gaps [unconfirmed], so they can differ
 * from what they were: each step says both.
 * @param draft as it was last known
 * @param versions published ones that are known, in any order
 */
export const planRecreation = (draft: GuardrailFacts, versions: readonly GuardrailFacts[]): Recreation => {
  const inOrder = versions.toSorted((a, b) => Number(a.version) - Number(b.version));
  const tags = restorableTags(draft.content);
  const steps: RecreationStep[] = [];
  let holds: GuardrailRequest | undefined;
  const hold = (content: JsonObject): void => {
    const request = guardrailRequest(content);
    if (holds === undefined)
      steps.push({ call: 'CreateGuardrail', request, ...(tags === undefined ? {} : { tags: tags.set }) });
    else if (!sameValue(holds, request)) steps.push({ call: 'UpdateGuardrail', request });
    holds = request;
  };
  for (const [index, { content, version }] of inOrder.entries()) {
    hold(content);
    steps.push({ call: 'CreateGuardrailVersion', from: version, becomes: String(index + 1) });
  }
  hold(draft.content);
  return { steps, leftOut: [...new Set([...inOrder, draft].flatMap(({ content }) => unknownMembers(content)))] };
};
