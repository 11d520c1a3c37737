import type { CompiledCondition, CompiledPattern, CompiledStatement } from '../compile-policy.ts';
import { constantsOf } from '../domains/constants.ts';
import type { Budget, Domain } from '../domains/domain.ts';
import { anyArn } from '../glob/arn-glob.ts';
import { isEmpty } from '../domains/emptiness.ts';
import { pick } from '../domains/pick.ts';
import { hasOtherLetters } from '../glob/character.ts';
import { literalGlob, type Glob } from '../glob/glob.ts';
import type { LiteralOptions } from './literal.ts';
import { isOwnVariableTest } from './own-variable.ts';
import type { Domains } from './solve.ts';
import { valuesThatMatch } from './variable-literal.ts';
import { stringOperators, type BaseOperator } from '../policy/policy.ts';
import type { Template } from '../policy/template.ts';
import { criterion } from '../domains/criterion.ts';

/** Lower-case keys that stand as policy variables in the statements. */
export const variableKeys = (statements: readonly CompiledStatement[]): ReadonlySet<string> =>
  new Set(
    statements.flatMap(({ resources, conditions }) => [
      ...(resources?.entries ?? []).flatMap(({ variables }) => variables),
      ...conditions.flatMap(({ variables }) => variables),
    ]),
  );

/** The keys of policy variables as the statements spell them. */
export const variableNames = (statements: readonly CompiledStatement[]): ReadonlySet<string> =>
  new Set(
    statements.flatMap(({ resources, conditions }) =>
      [...(resources?.entries ?? []), ...conditions.flatMap(({ values }) => values)].flatMap(({ template }) =>
        template.flatMap((part) => (part.kind === 'variable' ? [part.key] : [])),
      ),
    ),
  );

/** What a variable's key may hold: absent, and these texts. `complete`: no other value can make a difference. */
export type Candidates = { values: readonly (string | undefined)[]; complete: boolean };

export type CandidateInput = {
  /** The keys to bind. */
  keys: ReadonlySet<string>;
  statements: readonly CompiledStatement[];
  /** Conditions beside those of the statements: the question's. */
  conditions: readonly CompiledCondition[];
  /** Resource texts that the question names in full. */
  resources: readonly string[];
  /** The one resource, where there is only one. */
  exactResource: string | undefined;
  /** What the keys may hold before any statement is looked at. */
  start: Domains;
  cardinality: LiteralOptions['cardinality'];
  /** One reading, the documented one: a value that is put into a pattern is text. */
  formal: boolean;
  budget: Budget;
};

/** More kinds of values than this are not told apart. */
const MOST_CELLS = 64;

/**
 * Values to try for keys that stand as variables. Tests of one key split all texts into cells. Where keys are compared
 * with each other by whole-value equality alone, texts of one cell can be exchanged for each other in any request without
 * changing an answer, so as many texts of each cell as there are keys to bind stand for all. Otherwise the same texts,
 * every constant, and the resources cut by the pattern around the variable are good guesses.
 */
export const candidatesFor = (input: CandidateInput): Candidates => {
  const linked = componentOf(input.keys, input.statements);
  const conditions = [...input.statements.flatMap((statement) => statement.conditions), ...input.conditions].filter(
    ({ key }) => linked.has(key),
  );
  const pieces = resourcePieces(input);
  const starts = [...linked].map((key) => startGlobs(input.start.get(key)));
  const globs = [
    ...conditions.flatMap(globsOf),
    ...starts.flatMap((known) => known ?? []),
    ...pieces.exact.map((text) => literalGlob(text)),
  ];
  const cells = cellsOf(uniqueGlobs(globs), input.keys.size, input.budget);
  const guesses = [
    ...pieces.exact,
    ...pieces.guessed,
    ...conditions.flatMap((condition) => [...constantsOf(condition.criterion ?? plainPart(condition))]),
  ];
  return {
    values: [...new Set([...guesses, ...(cells ?? [])]), undefined],
    complete:
      cells !== undefined &&
      pieces.complete &&
      !starts.includes(undefined) &&
      conditions.every((condition) => isSimple(condition, conditions, input)),
  };
};

/** Keys that are compared with each other through variables. */
export const componentOf = (
  keys: ReadonlySet<string>,
  statements: readonly CompiledStatement[],
): ReadonlySet<string> => {
  const linked = new Set(keys);
  for (const { conditions } of statements) {
    for (const { key, variables } of conditions) if (variables.some((name) => keys.has(name))) linked.add(key);
  }
  return linked;
};

const plainPart = (condition: CompiledCondition) =>
  criterion(
    condition.operator,
    condition.values.filter(({ variables }) => variables.length === 0).map(({ text }) => text),
  );

/** The patterns that a condition tests its own key with; a default is what a variable stands for where its key is absent. */
const globsOf = (condition: CompiledCondition): readonly Glob[] => {
  const read = condition.criterion ?? plainPart(condition);
  if (read.about === 'presence') return [];
  const tested = [read.sets.documented, read.sets.wide, read.sets.narrow].flatMap((set) =>
    set.kind === 'strings' ? [...set.all.flat(), ...set.none] : [],
  );
  const defaults = condition.values.flatMap(({ template }) =>
    template.flatMap((part) =>
      part.kind === 'variable' && part.fallback !== undefined ? [literalGlob(part.fallback)] : [],
    ),
  );
  // Under an ARN operator only whole ARNs equal themselves.
  return [...tested, ...defaults, ...(arnOperators.has(condition.operator.base) ? [anyArn] : [])];
};

/** The patterns that a key satisfies from the start. `undefined`: it is not read as text. */
const startGlobs = (domain: Domain | undefined): readonly Glob[] | undefined => {
  if (domain === undefined) return [];
  const { values } = domain;
  switch (values.kind) {
    case 'any':
    case 'none':
      return [];
    case 'strings':
      return [...values.all.flat(), ...values.none];
    case 'lists':
      return values.some.length === 0 && values.every.kind === 'strings'
        ? [...values.every.all.flat(), ...values.every.none]
        : undefined;
    default:
      return undefined;
  }
};

const uniqueGlobs = (globs: readonly Glob[]): readonly Glob[] => [
  ...new Map(globs.map((glob) => [glob.key, glob])).values(),
];

/** `count` different texts, or all there are, of every way in which the patterns can match or not. */
const cellsOf = (globs: readonly Glob[], count: number, budget: Budget): readonly string[] | undefined => {
  let cells: readonly { all: readonly (readonly Glob[])[]; none: readonly Glob[] }[] = [{ all: [], none: [] }];
  for (const glob of globs) {
    cells = cells
      .flatMap(({ all, none }) => [
        { all: [...all, [glob]], none },
        { all, none: [...none, glob] },
      ])
      .filter((cell) => isEmpty(textsIn(cell), budget).empty !== true);
    if (cells.length > MOST_CELLS) return undefined;
  }
  const texts: string[] = [];
  for (const cell of cells) {
    const taken: string[] = [];
    while (taken.length < count) {
      const rest = textsIn({ all: cell.all, none: [...cell.none, ...taken.map((text) => literalGlob(text))] });
      const picked = pick(rest, { absentFirst: false }, budget);
      if ('nothing' in picked && picked.nothing !== 'empty') return undefined;
      if (!('value' in picked)) break;
      taken.push(picked.value);
    }
    texts.push(...taken);
  }
  return texts;
};

const textsIn = ({ all, none }: { all: readonly (readonly Glob[])[]; none: readonly Glob[] }): Domain => ({
  absent: false,
  emptyList: false,
  values: { kind: 'strings', all, none },
});

type Pieces = { exact: readonly string[]; guessed: readonly string[]; complete: boolean };

/** What the patterns around the variables leave of the resources. Complete for one resource and one variable a pattern. */
const resourcePieces = ({ keys, statements, resources, exactResource, formal }: CandidateInput): Pieces => {
  const patterns = statements
    .flatMap((statement) => statement.resources?.entries ?? [])
    .filter(({ variables }) => variables.some((key) => keys.has(key)));
  const named = [...resources, ...statements.flatMap(exactResources)];
  const simple = patterns.every(({ variables }) => variables.length === 1);
  if (exactResource !== undefined && simple) {
    const values = patterns.flatMap((pattern) => valuesThatMatch(pattern, exactResource, 'documented').values);
    // In another reading the wildcards of a value match, whatever the value.
    return {
      exact: values.flatMap(({ exact }) => exact ?? []),
      guessed: [],
      complete: formal || patterns.length === 0,
    };
  }
  const guessed = patterns.flatMap(({ template }) => cuts(template, named));
  return { exact: [], guessed, complete: patterns.length === 0 };
};

const exactResources = ({ resources }: CompiledStatement): readonly string[] =>
  (resources?.entries ?? [])
    .filter(({ template }) => template.every(({ kind }) => kind === 'text'))
    .map(({ text }) => text);

/** `arn:…:agent/${aws:username}-*` over `arn:…:agent/ann-1` gives `ann`. */
const cuts = (template: Template, resources: readonly string[]): readonly string[] => {
  const at = template.findIndex(({ kind }) => kind === 'variable');
  const before = template.slice(0, at);
  if (at < 0 || !before.every(({ kind }) => kind === 'text')) return [];
  const head = before.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  const next = template[at + 1];
  const tail = next?.kind === 'text' ? next.text : '';
  return resources.flatMap((resource) => {
    if (!resource.startsWith(head)) return [];
    const end = tail === '' ? resource.length : resource.indexOf(tail, head.length);
    return end < 0 ? [] : [resource.slice(head.length, end)];
  });
};

const arnOperators: ReadonlySet<BaseOperator> = new Set(['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike']);
const texts: ReadonlySet<BaseOperator> = new Set([...stringOperators, ...arnOperators, 'Null']);
const equality: ReadonlySet<BaseOperator> = new Set(['StringEquals', 'StringNotEquals']);
/** With one reading, a whole value under these is text: they are equality too. */
const formalEquality: ReadonlySet<BaseOperator> = new Set([
  ...equality,
  ...arnOperators,
  'StringLike',
  'StringNotLike',
] satisfies readonly BaseOperator[]);

const withoutCase: ReadonlySet<BaseOperator> = new Set(['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase']);

/** A test of texts of its own key alone, or whole-value equality with another key. */
const isSimple = (condition: CompiledCondition, all: readonly CompiledCondition[], input: CandidateInput): boolean => {
  const { keys, cardinality, formal } = input;
  const { key, operator, values, variables } = condition;
  if (!texts.has(operator.base) || (keys.has(key) && cardinality(key) !== 'one')) return false;
  if (variables.length === 0 || isOwnVariableTest(condition)) return true;
  if (!values.every(isWhole)) return false;
  return (formal ? formalEquality : equality).has(operator.base) || isCaseless(condition, all, input);
};

/**
 * Equality without case exchanges all spellings of one word for those of another. That changes nothing where nothing else
 * tells the spellings of the key apart, and where there is one variable, so that no two of them share a word.
 */
const isCaseless = (
  { key, operator }: CompiledCondition,
  all: readonly CompiledCondition[],
  { keys, start }: CandidateInput,
): boolean =>
  withoutCase.has(operator.base) &&
  keys.size === 1 &&
  !keys.has(key) &&
  startGlobs(start.get(key))?.length === 0 &&
  all
    .filter((other) => other.key === key)
    .every(
      (other) =>
        other.operator.base === 'Null' ||
        (withoutCase.has(other.operator.base) && !other.values.some(({ text }) => hasOtherLetters(text))),
    );

const isWhole = ({ template, variables }: CompiledPattern): boolean => variables.length === 0 || template.length === 1;
