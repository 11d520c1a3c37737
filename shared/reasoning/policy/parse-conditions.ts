import type { JsonValue } from './read-json.ts';
import { refuse, type Path, type Place } from './parsed.ts';
import { findPlaceholder } from './placeholder.ts';
import { baseOperators, type BaseOperator, type ConditionTest, type Operator } from './policy.ts';

const bases: ReadonlyMap<string, BaseOperator> = new Map(baseOperators.map((base) => [base, base]));

/** Takes `ForAnyValue:StringLikeIfExists` apart; `undefined` for anything that is no operator. */
export const parseOperator = (text: string): Operator | undefined => {
  const colon = text.indexOf(':');
  const set = colon < 0 ? undefined : text.slice(0, colon);
  if (set !== undefined && set !== 'ForAllValues' && set !== 'ForAnyValue') return undefined;
  const name = text.slice(colon + 1);
  const exact = bases.get(name);
  const shortened = name.endsWith('IfExists') ? bases.get(name.slice(0, -'IfExists'.length)) : undefined;
  const base = exact ?? shortened;
  if (base === undefined) return undefined;
  // Null asks for presence itself: neither form exists for it (AWS: "IAM JSON policy elements: Condition operators").
  if (base === 'Null' && (exact === undefined || set !== undefined)) return undefined;
  return { ...(set === undefined ? {} : { set }), base, ifExists: exact === undefined };
};

/** Reads a Condition block into one test for each key of each operator. */
export const parseConditions = (block: JsonValue, path: Path): readonly ConditionTest[] => {
  if (block.kind !== 'object') return refuse('wrong-type', path, 'Condition is an object.');
  return block.members.flatMap(({ key: operatorText, value: keys }) => {
    const here = [...path, operatorText];
    const operator = parseOperator(operatorText);
    if (operator === undefined) {
      return refuse('bad-operator', here, `${JSON.stringify(operatorText)} is not a condition operator.`);
    }
    if (keys.kind !== 'object') return refuse('wrong-type', here, 'An operator holds an object of keys.');
    return keys.members.map(({ key, value }): ConditionTest => {
      if (key.trim() === '') refuse('wrong-type', [...here, key], 'A condition key has a name.');
      const values = valuesOf(value, [...here, key]);
      checkValues(operator, values, [...here, key]);
      return { operator, key, values };
    });
  });
};

const valuesOf = (value: JsonValue, path: Path): readonly string[] => {
  if (value.kind === 'list') return value.items.map((item, index) => valueOf(item, () => [...path, index]));
  return [valueOf(value, () => path)];
};

const valueOf = (value: JsonValue, place: Place): string => {
  switch (value.kind) {
    case 'text': {
      const placeholder = findPlaceholder(value.text);
      if (placeholder !== undefined) refuse('placeholder', place(), `${placeholder} was never filled in.`);
      return value.text;
    }
    case 'number':
      return value.text;
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'null':
    case 'list':
    case 'object':
      return refuse('wrong-type', place(), 'A condition value is a text, a number or a boolean.');
  }
};

const checkValues = (operator: Operator, values: readonly string[], path: Path): void => {
  if (operator.base !== 'Null') return;
  for (const value of values) {
    const folded = value.toLowerCase();
    if (folded !== 'true' && folded !== 'false') refuse('wrong-type', path, 'Null compares with true or false.');
  }
};
