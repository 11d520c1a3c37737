/**
 * EventBridge event patterns: the operators that Ringfence's own rules use, and no other. The pattern object is the one
 * the CDK rule gets, so that tests and the local demo route an event exactly as the deployed rules would.
 * Source of the rules: "Comparison operators for use in event patterns in Amazon EventBridge".
 */
export type EventPattern = { readonly [field: string]: PatternNode };
type PatternNode = readonly unknown[] | EventPattern;

/** A pattern that this matcher cannot judge. Never a silent "no": a rule that matches nothing loses events. */
export class UnsupportedEventPattern extends Error {
  override readonly name = 'UnsupportedEventPattern';
  readonly at: string;

  constructor(at: string, detail: string) {
    super(`Event pattern at ${at === '' ? '/' : at}: ${detail}`);
    this.at = at;
  }
}

type Matcher = (leaves: readonly unknown[]) => boolean;

/** @throws UnsupportedEventPattern, also where the event alone would have settled the answer. */
export const matchesEventPattern = (pattern: unknown, event: unknown): boolean => compileEventPattern(pattern)(event);

/**
 * Reads a whole pattern first, so that an unsupported operator is found before any event is judged.
 * @throws UnsupportedEventPattern
 */
export const compileEventPattern = (pattern: unknown): ((event: unknown) => boolean) => {
  if (!isObject(pattern)) throw new UnsupportedEventPattern('', 'a pattern is an object of fields');
  return compileObject(pattern, '');
};

const compileObject = (pattern: Record<string, unknown>, at: string): ((value: unknown) => boolean) => {
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw new UnsupportedEventPattern(at, 'an empty object matches nothing and is refused');
  const tests = fields.map(([field, node]) => compileField(field, node, `${at}/${field}`));
  return (value) => tests.every((test) => test(value));
};

const compileField = (field: string, node: unknown, at: string): ((parent: unknown) => boolean) => {
  if (field === '$or') {
    if (!Array.isArray(node) || node.length < 2) {
      throw new UnsupportedEventPattern(at, '$or takes a list of two or more patterns');
    }
    const branches = node.map((branch: unknown, index) => {
      if (!isObject(branch)) throw new UnsupportedEventPattern(`${at}/${index}`, 'a branch of $or is a pattern');
      return compileObject(branch, `${at}/${index}`);
    });
    return (parent) => branches.some((branch) => branch(parent));
  }
  if (Array.isArray(node)) {
    if (node.length === 0) throw new UnsupportedEventPattern(at, 'an empty list of values is refused');
    const matchers = node.map((entry: unknown, index) => compileEntry(entry, `${at}/${index}`));
    return (parent) => {
      const leaves = leavesOf(parent, field);
      return matchers.some((matcher) => matcher(leaves));
    };
  }
  if (isObject(node)) {
    const inner = compileObject(node, at);
    // A list of objects: every element is a possible place, as EventBridge flattens arrays.
    return (parent) => places(parent, field).some(inner);
  }
  throw new UnsupportedEventPattern(at, 'a field takes a list of values or a nested pattern');
};

/** What stands at a field: an object, or each object of a list; nothing when absent, so that `exists: false` is judged. */
const places = (parent: unknown, field: string): readonly unknown[] => {
  const value = isObject(parent) ? parent[field] : undefined;
  return Array.isArray(value) && value.length > 0 ? value.flat(Infinity) : [value];
};

/** Values that an operator can see: scalars and null, also inside lists. Objects are not leaves. */
const leavesOf = (parent: unknown, field: string): readonly unknown[] =>
  places(parent, field).filter((value) => value !== undefined && !isObject(value) && !Array.isArray(value));

const compileEntry = (entry: unknown, at: string): Matcher => {
  if (entry === null || typeof entry === 'string' || typeof entry === 'number' || typeof entry === 'boolean') {
    return some((leaf) => leaf === entry);
  }
  if (!isObject(entry))
    throw new UnsupportedEventPattern(at, 'a value is text, a number, true, false, null or one operator');
  const operators = Object.entries(entry);
  const [only] = operators;
  if (only === undefined || operators.length !== 1) {
    throw new UnsupportedEventPattern(at, 'an operator object has exactly one operator');
  }
  const [operator, operand] = only;
  return compileOperator(operator, operand, `${at}/${operator}`);
};

const compileOperator = (operator: string, operand: unknown, at: string): Matcher => {
  switch (operator) {
    case 'prefix':
    case 'suffix':
    case 'wildcard':
      return some(textTest(operator, text(operand, at), at));
    case 'exists':
      if (typeof operand !== 'boolean') throw new UnsupportedEventPattern(at, 'exists takes true or false');
      return (leaves) => leaves.length > 0 === operand;
    case 'anything-but':
      return compileAnythingBut(operand, at);
    case 'numeric':
      return some(numericTest(operand, at));
    default:
      throw new UnsupportedEventPattern(
        at,
        `operator ${JSON.stringify(operator)} is not one of prefix, suffix, anything-but, exists, wildcard, numeric, $or`,
      );
  }
};

/** True when any leaf is something else; a field that is absent does not match. */
const compileAnythingBut = (operand: unknown, at: string): Matcher => {
  if (isObject(operand)) {
    const operators = Object.entries(operand);
    const [only] = operators;
    if (only === undefined || operators.length !== 1) {
      throw new UnsupportedEventPattern(at, 'anything-but takes exactly one operator');
    }
    const [operator, value] = only;
    if (operator !== 'prefix' && operator !== 'suffix' && operator !== 'wildcard') {
      throw new UnsupportedEventPattern(at, `anything-but does not take ${JSON.stringify(operator)} here`);
    }
    const tests = texts(value, at).map((item) => textTest(operator, item, at));
    return some((leaf) => typeof leaf === 'string' && !tests.some((test) => test(leaf)));
  }
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const scalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
  if (values.length === 0 || !values.every(scalar)) {
    throw new UnsupportedEventPattern(at, 'anything-but takes text, numbers, or one of prefix, suffix, wildcard');
  }
  const others: ReadonlySet<unknown> = new Set(values);
  return some((leaf) => !others.has(leaf));
};

const textTest = (
  operator: 'prefix' | 'suffix' | 'wildcard',
  operand: string,
  at: string,
): ((leaf: unknown) => boolean) => {
  switch (operator) {
    case 'prefix':
      return (leaf) => typeof leaf === 'string' && leaf.startsWith(operand);
    case 'suffix':
      return (leaf) => typeof leaf === 'string' && leaf.endsWith(operand);
    case 'wildcard': {
      if (operand.includes('**') || operand.includes('\\')) {
        throw new UnsupportedEventPattern(at, 'a wildcard has no ** and no escape');
      }
      const pieces = operand.split('*');
      return (leaf) => typeof leaf === 'string' && matchesPieces(leaf, pieces);
    }
  }
};

/** Linear: the first piece stands at the start, the last at the end, those between as early as possible. */
const matchesPieces = (value: string, pieces: readonly string[]): boolean => {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest) {
    const found = value.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return value.length - last.length >= from && value.endsWith(last);
};

const numericTest = (operand: unknown, at: string): ((leaf: unknown) => boolean) => {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new UnsupportedEventPattern(at, 'numeric takes [operator, number] once or twice');
  }
  const values: readonly unknown[] = operand;
  const tests = Array.from({ length: values.length / 2 }, (_, pair) =>
    comparison(values[pair * 2], values[pair * 2 + 1], at),
  );
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));
};

const comparison = (operator: unknown, bound: unknown, at: string): ((leaf: number) => boolean) => {
  if (typeof bound !== 'number') throw new UnsupportedEventPattern(at, 'numeric compares with a number');
  switch (operator) {
    case '=':
      return (leaf) => leaf === bound;
    case '<':
      return (leaf) => leaf < bound;
    case '<=':
      return (leaf) => leaf <= bound;
    case '>':
      return (leaf) => leaf > bound;
    case '>=':
      return (leaf) => leaf >= bound;
    default:
      throw new UnsupportedEventPattern(at, `numeric operator ${JSON.stringify(operator)} is not one of = < <= > >=`);
  }
};

const some =
  (test: (leaf: unknown) => boolean): Matcher =>
  (leaves) =>
    leaves.some(test);

const text = (operand: unknown, at: string): string => {
  if (typeof operand !== 'string' || operand === '')
    throw new UnsupportedEventPattern(at, 'takes text that is not empty');
  return operand;
};

const texts = (operand: unknown, at: string): readonly string[] =>
  (Array.isArray(operand) ? operand : [operand]).map((item: unknown) => text(item, at));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
