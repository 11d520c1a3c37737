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

/** @param event the whole event, for what must be absent everywhere in it */
type Matcher = (leaves: readonly unknown[], event: unknown) => boolean;
type Test = (value: unknown, event: unknown) => boolean;
/** Where in the pattern, for messages; and which field of the event, `$or` left out. */
type Place = { at: string; path: readonly string[] };

/** @throws UnsupportedEventPattern, also where the event alone would have settled the answer. */
export const matchesEventPattern = (pattern: unknown, event: unknown): boolean => compileEventPattern(pattern)(event);

/**
 * Reads a whole pattern first, so that an unsupported operator is found before any event is judged.
 * @throws UnsupportedEventPattern
 */
export const compileEventPattern = (pattern: unknown): ((event: unknown) => boolean) => {
  if (!isObject(pattern)) throw new UnsupportedEventPattern('', 'a pattern is an object of fields');
  const test = compileObject(pattern, { at: '', path: [] });
  return (event) => test(event, event);
};

const compileObject = (pattern: Record<string, unknown>, { at, path }: Place): Test => {
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw new UnsupportedEventPattern(at, 'an empty object matches nothing and is refused');
  refuseTwoSayings(pattern, at);
  const tests = fields.map(([field, node]) => compileField(field, node, { at: `${at}/${field}`, path }));
  return (value, event) => tests.every((test) => test(value, event));
};

/**
 * A field that stands beside `$or` and in one of its branches: Event Ruler keeps one of the two and forgets the other, so what such
 * a pattern asks for is not what it says.
 */
const refuseTwoSayings = ({ $or: branches, ...beside }: Record<string, unknown>, at: string): void => {
  if (!Array.isArray(branches)) return;
  const said = new Set(fieldsOf(beside));
  const twice = branches.flatMap((branch: unknown) => fieldsOf(branch)).find((field) => said.has(field));
  if (twice !== undefined)
    throw new UnsupportedEventPattern(
      at,
      `${twice} stands beside $or and in a branch of it; it can stand in one of them`,
    );
};

/** Paths of the fields that a pattern asks about. */
const fieldsOf = (node: unknown, at = ''): readonly string[] => {
  if (!isObject(node)) return [at];
  return Object.entries(node).flatMap(([field, inner]) => {
    if (field !== '$or') return fieldsOf(inner, `${at}/${field}`);
    return Array.isArray(inner) ? inner.flatMap((branch: unknown) => fieldsOf(branch, at)) : [];
  });
};

/** @param place of the field in the pattern, and the path of what holds the field */
const compileField = (field: string, node: unknown, { at, path: above }: Place): Test => {
  if (field === '$or') {
    if (!Array.isArray(node) || node.length < 2) {
      throw new UnsupportedEventPattern(at, '$or takes a list of two or more patterns');
    }
    const branches = node.map((branch: unknown, index) => {
      if (!isObject(branch)) throw new UnsupportedEventPattern(`${at}/${index}`, 'a branch of $or is a pattern');
      return compileObject(branch, { at: `${at}/${index}`, path: above });
    });
    return (parent, event) => branches.some((branch) => branch(parent, event));
  }
  const path = [...above, field];
  if (Array.isArray(node)) {
    if (node.length === 0) throw new UnsupportedEventPattern(at, 'an empty list of values is refused');
    const matchers = node.map((entry: unknown, index) => compileEntry(entry, { at: `${at}/${index}`, path }));
    return (parent, event) => {
      const leaves = leavesOf(parent, field);
      return matchers.some((matcher) => matcher(leaves, event));
    };
  }
  if (isObject(node)) {
    const inner = compileObject(node, { at, path });
    // A list of objects: every element is a possible place, as EventBridge flattens arrays.
    return (parent, event) => places(parent, field).some((value) => inner(value, event));
  }
  throw new UnsupportedEventPattern(at, 'a field takes a list of values or a nested pattern');
};

/** What stands at a field: an object, or each object of a list; nothing when absent, so that `exists: false` is judged. */
const places = (parent: unknown, field: string): readonly unknown[] => {
  const value = isObject(parent) && Object.hasOwn(parent, field) ? parent[field] : undefined;
  const inner: readonly unknown[] = Array.isArray(value) ? value.flat(Infinity) : [value];
  return inner.length > 0 ? inner : [undefined];
};

/** Values that an operator can see: scalars and null, also inside lists. Objects are not leaves. */
const leavesOf = (parent: unknown, field: string): readonly unknown[] =>
  places(parent, field).filter((value) => value !== undefined && !isObject(value) && !Array.isArray(value));

const standsSomewhere = (value: unknown, path: readonly string[]): boolean => {
  const [field, ...rest] = path;
  if (field === undefined) return false;
  if (rest.length === 0) return leavesOf(value, field).length > 0;
  return places(value, field).some((inner) => standsSomewhere(inner, rest));
};

const compileEntry = (entry: unknown, { at, path }: Place): Matcher => {
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
  return compileOperator(operator, operand, { at: `${at}/${operator}`, path });
};

const compileOperator = (operator: string, operand: unknown, { at, path }: Place): Matcher => {
  switch (operator) {
    case 'prefix':
    case 'suffix':
    case 'wildcard':
      return some(textTest(operator, text(operand, at), at));
    case 'exists':
      if (typeof operand !== 'boolean') throw new UnsupportedEventPattern(at, 'exists takes true or false');
      // What must be absent is looked for in the whole event, also in other elements of a list.
      return operand ? (leaves) => leaves.length > 0 : (_leaves, event) => !standsSomewhere(event, path);
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
    // A number, true, false or null is not text that begins, ends or reads so: Event Ruler lets it through.
    return some((leaf) => !tests.some((test) => test(leaf)));
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
