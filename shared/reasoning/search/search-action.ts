import { exactly } from '../domains/exactly.ts';
import type { Domain } from '../domains/domain.ts';
import type { Glob } from '../glob/glob.ts';
import { isCrossAccount, needsResourcePolicy } from '../match/resource-account.ts';
import { principalFacts } from '../principal-context.ts';
import { cardinalityFor, namesOf, type ActionSearch } from './action-search.ts';
import { constantOf } from './constant-of.ts';
import { exampleResources } from './example-resources.ts';
import { RESOURCE, type Binding } from './literal.ts';
import { CURRENT_TIME, EPOCH_TIME } from './one-clock.ts';
import { placesOf, preferredOf, REGION_KEY, strings, type Place } from './places.ts';
import { both, nothingAsked } from './problem.ts';
import { searchShape } from './search-shape.ts';
import { shapesOf, type Shape } from './shapes.ts';
import { solve, type Domains } from './solve.ts';
import { resourceForms, type ResourceForm } from './templates.ts';
import { unnamed } from './unnamed.ts';
import type { ResourceSetting } from './world-problem.ts';

/** Runs the search; true when a leaf was accepted. @throws BudgetSpent */
export const searchAction = (search: ActionSearch): boolean => {
  if (search.model === 'formal') return searchFormal(search);
  const names = namesOf(search);
  const nobody = unnamed(search);
  return placesOf(search, names).some((place) => searchPlace(search, names, place, nobody));
};

/**
 * One search without forms and shapes, for each way in which forms differ in whose resource they are: when it is empty,
 * so is every search of a form and a shape.
 */
export const nothingAtAll = (search: ActionSearch): boolean => {
  const base = { binding: freeBinding, cardinality: cardinalityFor(search) };
  const asked = search.questionLiterals(base);
  if (asked === undefined) return true;
  return settingsOf(search).every(({ setting, start }) => {
    search.effort.shapes += 1;
    const variants = search.variants({ ...base, setting, fillHoles: search.fillHoles });
    return !variants.some(({ problem }) =>
      solve(both({ ...nothingAsked, facts: asked }, problem), start, {
        effort: search.effort,
        onBlocked: search.onBlocked,
        onLeaf: () => true,
      }),
    );
  });
};

/** Forms that differ in nothing but their text are looked at together. */
type Together = { setting: ResourceSetting; start: Domains };

const settingsOf = (search: ActionSearch): readonly Together[] => {
  if (search.model === 'formal') return [{ setting: formalSetting(search), start: new Map() }];
  const together = new Map<string, { setting: ResourceSetting; globs: (Glob | undefined)[] }>();
  for (const form of resourceForms(search.catalogued, search.principal, search.foreignAccounts)) {
    const setting = settingOf(search, form);
    const key = `${setting.cross} ${setting.needsPolicy}`;
    const group = together.get(key) ?? { setting, globs: [] };
    group.globs.push(form.glob);
    together.set(key, group);
  }
  return [...together.values()].map(({ setting, globs }) => ({ setting, start: oneOf(globs) }));
};

/** A form without a glob is any text. */
const oneOf = (globs: readonly (Glob | undefined)[]): Domains => {
  const known = globs.filter((glob) => glob !== undefined);
  return new Map<string, Domain>(known.length < globs.length ? [] : [[RESOURCE, strings([known])]]);
};

const formalSetting = ({ principal, action, resources }: ActionSearch): ResourceSetting => ({
  cross: isCrossAccount(principal, resources[0] ?? ''),
  needsPolicy: needsResourcePolicy(action.toLowerCase(), resources[0] ?? ''),
});

const freeBinding: Binding = () => 'free';

const searchPlace = (
  search: ActionSearch,
  names: ReadonlyMap<string, string>,
  { form, region, ties }: Place,
  nobody: readonly Glob[],
): boolean => {
  const placed = region === undefined ? undefined : form.inRegion?.(region);
  const glob = placed?.glob ?? form.glob;
  const never = nobody.length === 0 ? (form.never ?? nobody) : [...(form.never ?? []), ...nobody];
  const overrides = new Map(search.overrides ?? []);
  if (ties !== undefined) overrides.set(REGION_KEY, ties);
  const shapes = shapesOf({
    principal: search.principal,
    action: search.catalogued,
    keys: new Set([...names.keys(), ...(names.has(EPOCH_TIME) ? [CURRENT_TIME] : [])]),
    now: search.now,
    resourceAccount: form.account,
    overrides,
  });
  const setting = settingOf(search, form);
  return shapes.some((shape) => {
    search.effort.shapes += 1;
    const start = startOf(shape, search.ties, glob, never);
    return searchShape(search, {
      shape: shape.name,
      start,
      names,
      setting,
      resources: () => [
        ...search.resources,
        ...(placed === undefined ? [form.example] : [placed.example]),
        ...exampleResources(
          patternsOf(search),
          form,
          region ?? 'us-east-1',
          (key) => constantOf(start.get(key))?.value,
        ),
      ],
      preferred: () => preferredOf(form, search),
    });
  });
};

const patternsOf = ({ statements, question }: ActionSearch) => [
  ...question.resources,
  ...statements.flatMap(({ effect, resources }) =>
    effect === 'Allow' && resources?.negated === false ? resources.entries : [],
  ),
];

const settingOf = ({ principal, action }: ActionSearch, form: ResourceForm): ResourceSetting => ({
  cross: isCrossAccount(principal, form.example),
  needsPolicy: needsResourcePolicy(action.toLowerCase(), form.example),
});

const startOf = (
  { ties }: Shape,
  which: 'likely' | 'documented',
  resource: Glob | undefined,
  never: readonly Glob[],
): Domains => {
  const start = new Map<string, Domain>([...ties].map(([key, tie]) => [key, tie[which]]));
  if (resource !== undefined) start.set(RESOURCE, strings([[resource]], never));
  return start;
};

/** Every key is free, absent included; only `aws:PrincipalArn` is fixed. The resource is the question's own text. */
const searchFormal = (search: ActionSearch): boolean => {
  const names = namesOf(search);
  const [resource] = search.resources;
  const start = new Map<string, Domain>();
  const fact = principalFacts(search.principal).get('aws:principalarn');
  if (fact !== undefined && 'value' in fact) start.set('aws:principalarn', exactly(fact.value));
  if (resource !== undefined) start.set(RESOURCE, exactly(resource));
  search.effort.shapes += 1;
  return searchShape(search, {
    shape: 'formal',
    start,
    names,
    setting: formalSetting(search),
    resources: () => search.resources,
    preferred: () => [],
  });
};
