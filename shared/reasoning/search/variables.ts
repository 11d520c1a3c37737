import type { CompiledCondition, CompiledPattern, CompiledStatement } from '../compile-policy.ts';
import { constantsOf } from '../domains/constants.ts';
import type { Budget, Domain } from '../domains/domain.ts';
import { isEmpty } from '../domains/emptiness.ts';
import { pick } from '../domains/pick.ts';
import { literalGlob, type Glob } from '../glob/glob.ts';
import { valuesThatMatch } from './variable-literal.ts';
import type { BaseOperator } from '../policy/policy.ts';
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
  budget: Budget;
};

/** More kinds of values than this are not told apart. */
const MOST_CELLS = 64;

/**
 * Values to try for keys that stand as variables. Tests of one key split all texts into cells; texts of one cell differ
 * only in being equal to each other or not, so as many texts of each cell as there are keys, and one more, stand for all.
 * That is complete where keys are compared by whole-value equality in letter case; otherwise the same texts, every
 * constant, and the resources cut by the pattern around the variable are good guesses.
 */
export const candidatesFor = (input: CandidateInput): Candidates => {
  const linked = componentOf(input.keys, input.statements);
  const conditions = [...input.statements.flatMap((statement) => statement.conditions), ...input.conditions].filter(
    ({ key }) => linked.has(key),
  );
  const pieces = resourcePieces(input);
  const globs = [...conditions.flatMap(globsOf), ...pieces.exact.map((text) => literalGlob(text))];
  const cells = cellsOf(uniqueGlobs(globs), linked.size + 1, input.budget);
  const guesses = [
    ...pieces.exact,
    ...pieces.guessed,
    ...conditions.flatMap((condition) => [...constantsOf(condition.criterion ?? plainPart(condition))]),
  ];
  return {
    values: [...new Set([...guesses, ...(cells ?? [])]), undefined],
    complete: cells !== undefined && pieces.complete && conditions.every(isSimple),
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

/** The patterns that a condition tests its own key with. */
const globsOf = (condition: CompiledCondition): readonly Glob[] => {
  const read = condition.criterion ?? plainPart(condition);
  if (read.about === 'presence') return [];
  return [read.sets.documented, read.sets.wide, read.sets.narrow].flatMap((set) =>
    set.kind === 'strings' ? [...set.all.flat(), ...set.none] : [],
  );
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
const resourcePieces = ({ keys, statements, resources, exactResource }: CandidateInput): Pieces => {
  const patterns = statements
    .flatMap((statement) => statement.resources?.entries ?? [])
    .filter(({ variables }) => variables.some((key) => keys.has(key)));
  const named = [...resources, ...statements.flatMap(exactResources)];
  const simple = patterns.every(({ variables }) => variables.length === 1);
  if (exactResource !== undefined && simple) {
    const values = patterns.flatMap((pattern) => valuesThatMatch(pattern, exactResource, 'documented').values);
    return { exact: values.flatMap(({ exact }) => exact ?? []), guessed: [], complete: true };
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

const texts: ReadonlySet<BaseOperator> = new Set([
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'ArnEquals',
  'ArnNotEquals',
  'ArnLike',
  'ArnNotLike',
  'Null',
]);
const equality: ReadonlySet<BaseOperator> = new Set(['StringEquals', 'StringNotEquals']);

/** A test of one text: of its own key alone, or whole-value equality with another key. */
const isSimple = ({ operator, values, variables }: CompiledCondition): boolean => {
  if (operator.set !== undefined || !texts.has(operator.base)) return false;
  return variables.length === 0 || (equality.has(operator.base) && values.every(isWhole));
};

const isWhole = ({ template }: CompiledPattern): boolean => {
  const [only, ...more] = template;
  if (only === undefined || more.length > 0) return only === undefined;
  return only.kind === 'text' || (only.kind === 'variable' && only.fallback === undefined);
};
