import { parseTexts, placeIn, type Place, type ReadOther, type ReadText } from './parse-texts.ts';
import { isObject, measure, pathIn, refuse, textOf, type Spot } from './parsed.ts';
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

/** The operators that were read, by text: there are few, and each is one object. */
const known = new Map<string, Operator>();

const operatorOf = (text: string): Operator | undefined => {
  const before = known.get(text);
  if (before !== undefined) return before;
  const operator = parseOperator(text);
  if (operator !== undefined) known.set(text, operator);
  return operator;
};

/** Reads a Condition block into one test for each key of each operator. */
export const parseConditions = (block: unknown, spot: Spot): readonly ConditionTest[] => {
  if (!isObject(block)) return refuse('wrong-type', pathIn(spot, 'Condition'), 'Condition is an object.');
  const tests: ConditionTest[] = [];
  for (const operatorText of Object.keys(block)) {
    const operator = operatorOf(operatorText);
    if (operator === undefined) {
      const path = pathIn(spot, 'Condition', operatorText);
      return refuse('bad-operator', path, `${JSON.stringify(operatorText)} is not a condition operator.`);
    }
    const keys = block[operatorText];
    if (!isObject(keys))
      return refuse('wrong-type', pathIn(spot, 'Condition', operatorText), 'An operator holds an object of keys.');
    for (const key of Object.keys(keys)) {
      measure(spot, key);
      const place: Place = { element: ['Condition', operatorText, key], index: undefined };
      if (key.trim() === '') refuse('wrong-type', placeIn(spot, place), 'A condition key has a name.');
      const values = parseTexts(keys[key], spot, place.element, readValue, readScalar);
      checkValues(operator, values, spot, place);
      tests.push({ operator, key, values });
    }
  }
  return tests;
};

/** Booleans count as their text too. */
const readScalar: ReadOther = (value, spot, place) => {
  const text = typeof value === 'boolean' ? String(value) : textOf(value, () => placeIn(spot, place));
  if (text !== undefined) return text;
  return refuse('wrong-type', placeIn(spot, place), 'A condition value is a text, a number or a boolean.');
};

const readValue: ReadText = (text, spot, place) => {
  measure(spot, text);
  const placeholder = findPlaceholder(text);
  if (placeholder !== undefined) refuse('placeholder', placeIn(spot, place), `${placeholder} was never filled in.`);
  return text;
};

const checkValues = (operator: Operator, values: readonly string[], spot: Spot, place: Place): void => {
  if (operator.base !== 'Null') return;
  for (const value of values) {
    const folded = value.toLowerCase();
    if (folded !== 'true' && folded !== 'false')
      refuse('wrong-type', placeIn(spot, place), 'Null compares with true or false.');
  }
};
