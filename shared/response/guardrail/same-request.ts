import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { sameValue } from '../../facts/guardrail/same-value.ts';
import { guardrailRequest } from './guardrail-request.ts';

/** Whether two answers of GetGuardrail ask for the same guardrail. The order of a list says nothing. */
export const sameRequest = (a: JsonObject, b: JsonObject): boolean =>
  sameValue(inOrder(guardrailRequest(a)), inOrder(guardrailRequest(b)));

const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.map(inOrder).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]) => [name, inOrder(inner)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
};
