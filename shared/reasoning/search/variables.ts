import type { CompiledCondition, CompiledPattern, CompiledStatement } from '../compile-policy.ts';
import { constantsOf } from '../domains/constants.ts';
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

/** What a variable's key may hold, as far as trying goes: absent, and these texts. */
export type Candidates = readonly (string | undefined)[];

export type CandidateInput = {
  /** The keys to bind. */
  keys: ReadonlySet<string>;
  statements: readonly CompiledStatement[];
  questionConditions: readonly CompiledCondition[];
  /** Resource texts that the question names in full. */
  resources: readonly string[];
};

/**
 * Values to try for keys that stand as variables: absent; every constant and a sample of every pattern that is compared
 * with a key of the same component; the question's resources cut by the pattern around the variable; and one fresh value
 * more than there are keys, so that values may also differ from everything and from each other.
 */
export const candidatesFor = ({ keys, statements, questionConditions, resources }: CandidateInput): Candidates => {
  const texts = new Set<string>();
  const linked = componentOf(keys, statements);
  for (const condition of [...statements.flatMap(({ conditions }) => conditions), ...questionConditions]) {
    if (!linked.has(condition.key)) continue;
    for (const text of constantsOf(condition.criterion ?? plainPart(condition))) texts.add(text);
  }
  const exact = [...resources, ...statements.flatMap(exactResources)];
  for (const { template } of statements.flatMap(({ resources: listed }) => listed?.entries ?? [])) {
    for (const text of cuts(template, exact)) texts.add(text);
  }
  for (let fresh = 1; fresh <= linked.size + 1; fresh += 1) texts.add(`example-${fresh}`);
  return [...texts, undefined];
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

const equality: ReadonlySet<BaseOperator> = new Set(['StringEquals', 'StringNotEquals', 'Null']);

/**
 * Whether the candidates are all there is to try: the component holds whole-value equality and inequality in letter case
 * and nothing else. Then values that occur nowhere are interchangeable, and the fresh ones stand for them all.
 */
export const candidatesAreComplete = (
  keys: ReadonlySet<string>,
  statements: readonly CompiledStatement[],
  questionConditions: readonly CompiledCondition[],
): boolean => {
  const linked = componentOf(keys, statements);
  const inResources = statements.some(({ resources }) =>
    (resources?.entries ?? []).some(({ variables }) => variables.some((key) => keys.has(key))),
  );
  if (inResources) return false;
  return [...statements.flatMap(({ conditions }) => conditions), ...questionConditions]
    .filter(({ key }) => linked.has(key))
    .every(
      ({ operator, values }) => equality.has(operator.base) && operator.set === undefined && values.every(isWhole),
    );
};

const isWhole = ({ template }: CompiledPattern): boolean => {
  const [only, ...more] = template;
  if (only === undefined || more.length > 0) return only === undefined;
  return only.kind === 'text' || (only.kind === 'variable' && only.fallback === undefined);
};
