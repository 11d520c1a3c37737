import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import type { Step } from '../../facts/guardrail/rule.ts';

/** A copy in which the value at the end of the steps is another one; null takes it away. Sections and lists are made where missing. */
export const setAt = (object: JsonObject, steps: readonly Step[], value: unknown): JsonObject => {
  const [step, ...rest] = steps;
  if (step === undefined) return isJsonObject(value) ? value : {};
  if (typeof step === 'string') {
    const inner = object[step];
    const next = rest.length === 0 ? (value ?? undefined) : setAt(isJsonObject(inner) ? inner : {}, rest, value);
    const { [step]: _, ...others } = object;
    return next === undefined ? others : { ...others, [step]: next };
  }
  const member: unknown = object[step.list];
  const list: readonly unknown[] = Array.isArray(member) ? member : [];
  const entry = list.find(step.matches);
  const next = rest.length === 0 ? (value ?? undefined) : setAt(isJsonObject(entry) ? entry : {}, rest, value);
  const others = list.filter((each) => !step.matches(each));
  return { ...object, [step.list]: next === undefined ? others : [...others, next] };
};
