import type { CatalogueAction } from '../catalogue/action-catalogue.ts';
import { keyType } from '../catalogue/global-keys.ts';
import type { CompiledCondition, CompiledStatement } from '../compile-policy.ts';
import type { Domain } from '../domains/domain.ts';
import { exactly } from '../domains/exactly.ts';
import { anything, onlyAbsent } from '../domains/domain.ts';
import { member } from '../domains/member.ts';
import { compileGlob, matches } from '../glob/glob.ts';
import { isCrossAccount, needsResourcePolicy } from '../match/resource-account.ts';
import { principalFacts } from '../principal-context.ts';
import type { Hole, Principal } from '../principal.ts';
import type { AccessRequest, Gap, StatementRef, Why } from '../types.ts';
import { buildRequest } from './build-request.ts';
import type { Effort } from './effort.ts';
import { RESOURCE, type Binding, type Literal, type LiteralOptions } from './literal.ts';
import { both, nothingAsked } from './problem.ts';
import { exampleResources } from './example-resources.ts';
import { regionsOf } from './regions.ts';
import { isUnknownFact, shapesOf, type Shape } from './shapes.ts';
import { solve, type Domains } from './solve.ts';
import { partitionOf, resourceForms, type ResourceForm } from './templates.ts';
import { always, alwaysPresent, type Tie } from './tie.ts';
import { isVariableTest } from './variable-literal.ts';
import { candidatesFor, variableKeys } from './variables.ts';
import type { ProblemOptions, ResourceSetting, Variant } from './world-problem.ts';
import type { CompiledQuestion } from './question.ts';

/** One search over all requests of one action. */
export type ActionSearch = {
  principal: Principal;
  /** As AWS spells it, where known. */
  action: string;
  catalogued: CatalogueAction | undefined;
  question: CompiledQuestion;
  /** Everything that can bear on the action, of every world that is looked at. */
  statements: readonly CompiledStatement[];
  variants: (options: ProblemOptions) => readonly Variant[];
  reads: readonly CompiledCondition[];
  questionLiterals: (options: Omit<LiteralOptions, 'width'>) => readonly Literal[] | undefined;
  model: 'realistic' | 'formal';
  now: string;
  /** `likely`: all ties of real requests, for a yes. `documented`: only the documented ones, for a no. */
  ties: 'likely' | 'documented';
  fillHoles: boolean;
  /** Accounts other than the principal's that the question names. */
  foreignAccounts: readonly string[];
  /** Ties that the asker sets; they win over shapes. */
  overrides?: ReadonlyMap<string, Tie>;
  /** Resource texts to prefer in a witness. */
  resources: readonly string[];
  effort: Effort;
  onBlocked: (cause: StatementRef | Gap) => void;
  /** A request that solves the problem. True: take it. */
  accept: (found: Leaf) => boolean;
};

/** A branch of the search that holds. `doubt`: no request could be made of it, or it is not a yes. */
export type Leaf = { shape: string; request?: AccessRequest; doubt?: Why };

type Place = { form: ResourceForm; region?: string; ties: Tie | undefined };

/** Runs the search; true when a leaf was accepted. @throws BudgetSpent */
export const searchAction = (search: ActionSearch): boolean => {
  if (search.model === 'formal') return searchFormal(search);
  const names = namesOf(search);
  return placesOf(search, names).some((place) => searchPlace(search, names, place));
};

/**
 * One search without forms and shapes: when it is empty, so is every other. Only for what is allowed: without a form the
 * resource needs no policy of its own, which widens what is allowed, and not what is refused.
 */
export const nothingAtAll = (search: ActionSearch): boolean => {
  const base = { binding: freeBinding, cardinality: search.model === 'formal' ? unknownCardinality : cardinalityOf };
  const asked = search.questionLiterals(base);
  if (asked === undefined) return true;
  const setting = { cross: false, needsPolicy: false };
  search.effort.shapes += 1;
  const variants = search.variants({ ...base, setting, fillHoles: search.fillHoles });
  return !variants.some(({ problem }) =>
    solve(both({ ...nothingAsked, facts: asked }, problem), new Map(), {
      effort: search.effort,
      onBlocked: search.onBlocked,
      onLeaf: () => true,
    }),
  );
};

const freeBinding: Binding = () => 'free';
const unknownCardinality = (): undefined => undefined;
const cardinalityOf = (key: string): 'one' | 'many' | undefined => keyType(key)?.cardinality;

/** Condition keys by lower case, with the spelling of their first reader. */
const namesOf = ({ statements, question, reads }: ActionSearch): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  const put = (name: string): void => {
    const key = name.toLowerCase();
    if (!names.has(key)) names.set(key, name);
  };
  for (const { name } of [...question.conditions, ...statements.flatMap(({ conditions }) => conditions), ...reads])
    put(name);
  for (const key of variableKeys(statements)) put(key);
  return names;
};

const REGION_KEY = 'aws:requestedregion';

/** Bedrock models answer across Regions; whether the key then shows the ARN's Region is not verified [unconfirmed]. */
const tiesRegion = ({ name }: ResourceForm, service: string): boolean =>
  !(service === 'bedrock' && /model|inference-profile|prompt-router/.test(name));

const placesOf = (search: ActionSearch, names: ReadonlyMap<string, string>): readonly Place[] => {
  const forms = resourceForms(search.catalogued, search.principal, search.foreignAccounts).filter(
    ({ documented }) => documented || search.ties === 'documented',
  );
  const readsRegion = names.has(REGION_KEY) && search.overrides?.has(REGION_KEY) !== true;
  return forms.flatMap((form): readonly Place[] => {
    if (!readsRegion || form.inRegion === undefined) return [{ form, ties: undefined }];
    if (search.ties === 'documented' && !tiesRegion(form, search.catalogued?.service ?? '')) {
      return [{ form, ties: alwaysPresent(REGION_KEY) }];
    }
    return regionsThatDiffer(search).map((region) => ({ form, region, ties: always(region) }));
  });
};

/** Regions that no pattern tells apart are one: the first of each kind is tried. */
const regionsThatDiffer = (search: ActionSearch): readonly string[] => {
  const conditions = [
    ...search.question.conditions,
    ...search.reads,
    ...search.statements.flatMap((statement) => statement.conditions),
  ];
  const patterns = conditions
    .filter(({ key }) => key === REGION_KEY)
    .flatMap(({ values }) => values.map(({ text }) => text));
  const fields = [
    ...search.question.resources,
    ...search.question.except,
    ...search.statements.flatMap(({ resources }) => resources?.entries ?? []),
  ].flatMap(({ text }) => text.split(':')[3] ?? []);
  const globs = [...new Set([...patterns, ...fields])].map((text) => compileGlob(text));
  const exact = [...patterns, ...fields].filter((text) => /^[a-z]{2}(-[a-z]+)+-[0-9]+$/.test(text));
  const seen = new Set<string>();
  return [...new Set([...regionsOf(partitionOf(search.principal)), ...exact])].filter((region) => {
    const signature = globs.map((glob) => (matches(glob, region) ? '1' : '0')).join('');
    if (seen.has(signature)) return false;
    seen.add(signature);
    return true;
  });
};

const searchPlace = (
  search: ActionSearch,
  names: ReadonlyMap<string, string>,
  { form, region, ties }: Place,
): boolean => {
  const placed = region === undefined ? undefined : form.inRegion?.(region);
  const glob = placed?.glob ?? form.glob;
  const overrides = new Map(search.overrides ?? []);
  if (ties !== undefined) overrides.set(REGION_KEY, ties);
  const shapes = shapesOf({
    principal: search.principal,
    action: search.catalogued,
    keys: new Set(names.keys()),
    now: search.now,
    resourceAccount: form.account,
    overrides,
  });
  const setting = settingOf(search, form);
  return shapes.some((shape) => {
    search.effort.shapes += 1;
    const start = startOf(shape, search.ties, glob === undefined ? undefined : { all: [[glob]] });
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

const preferredOf = (form: ResourceForm, { principal }: ActionSearch): readonly Domain[] =>
  form.inRegion === undefined
    ? []
    : regionsOf(partitionOf(principal))
        .slice(0, 3)
        .flatMap((region) => {
          const placed = form.inRegion?.(region);
          return placed === undefined ? [] : [strings([[placed.glob]])];
        });

const strings = (all: readonly (readonly ReturnType<typeof compileGlob>[])[]): Domain => ({
  absent: false,
  emptyList: false,
  values: { kind: 'strings', all, none: [] },
});

const startOf = (
  { ties }: Shape,
  which: 'likely' | 'documented',
  resource: { all: readonly (readonly ReturnType<typeof compileGlob>[])[] } | undefined,
): Domains => {
  const start = new Map<string, Domain>([...ties].map(([key, tie]) => [key, tie[which]]));
  if (resource !== undefined) start.set(RESOURCE, strings(resource.all));
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
    setting: {
      cross: isCrossAccount(search.principal, resource ?? ''),
      needsPolicy: needsResourcePolicy(search.action.toLowerCase(), resource ?? ''),
    },
    resources: () => search.resources,
    preferred: () => [],
  });
};

type Shaped = {
  shape: string;
  start: Domains;
  names: ReadonlyMap<string, string>;
  setting: ResourceSetting;
  /** Wishes for the witness; made only when there is one. */
  resources: () => readonly string[];
  preferred: () => readonly Domain[];
  /** Keys whose value was tried, not searched. */
  guessed?: readonly string[];
};

const searchShape = (search: ActionSearch, shaped: Shaped): boolean => {
  const free = [...variableKeys(search.statements)].filter((key) => constantOf(shaped.start.get(key)) === undefined);
  if (free.length === 0) return searchBound(search, shaped);
  const binding = bindingOf(shaped.start, true);
  if (leavesNothingOut(search, shaped, binding)) {
    return run(search, shaped, binding, (domains, taint) => search.accept(leafOf(search, shaped, domains, taint)));
  }
  const found = run(search, shaped, binding, () => true);
  // Variables stood for anything and still nothing was found: a proof.
  return found && searchCandidates(search, shaped, free);
};

/** Whether the free variables stand only where they are tests of their own key. */
const leavesNothingOut = (search: ActionSearch, shaped: Shaped, binding: Binding): boolean =>
  exactResourceOf(search, shaped) !== undefined &&
  search.statements.every(
    ({ resources, conditions }) =>
      isVariableTest(resources, binding) &&
      !conditions.some(({ variables }) => variables.some((key) => binding(key) === 'free')),
  );

/** The resource, where the form or the question leaves but one. */
const exactResourceOf = (search: ActionSearch, { start }: Shaped): string | undefined => {
  const fixed = constantOf(start.get(RESOURCE))?.value;
  if (fixed !== undefined) return fixed;
  const [only, ...more] = search.question.resources;
  const [exact] = search.resources;
  return only !== undefined && more.length === 0 && only.template.every(({ kind }) => kind === 'text')
    ? exact
    : undefined;
};

/** The one value of a key, if the shape leaves but one. `undefined`: several are possible. */
const constantOf = (domain: Domain | undefined): { value: string | undefined } | undefined => {
  if (domain === undefined || domain.emptyList) return undefined;
  if (domain.absent) return domain.values.kind === 'none' ? { value: undefined } : undefined;
  if (domain.values.kind !== 'strings' || domain.values.none.length > 0) return undefined;
  const [only, ...more] = domain.values.all;
  const [glob, ...others] = only ?? [];
  if (glob?.exact === undefined || more.length + others.length > 0) return undefined;
  return { value: glob.exact };
};

const bindingOf =
  (start: Domains, freeOthers: boolean): Binding =>
  (key) =>
    constantOf(start.get(key)) ?? (freeOthers ? 'free' : { value: undefined });

/** Tries values for the free variables, one key after the other; each try makes the rest plain literals. */
const searchCandidates = (search: ActionSearch, shaped: Shaped, free: readonly string[]): boolean => {
  const candidates = candidatesFor({
    keys: new Set(free),
    statements: search.statements,
    conditions: [...search.question.conditions, ...search.reads],
    resources: search.resources,
    exactResource: exactResourceOf(search, shaped),
    budget: search.effort.automaton,
  });
  const bind = (at: number, start: Domains): boolean => {
    const key = free[at];
    if (key === undefined) return searchBound(search, { ...shaped, start, guessed: free });
    return candidates.values.some((value) => {
      const next = new Map(start);
      next.set(key, value === undefined ? onlyAbsent : exactly(value));
      return member(shaped.start.get(key) ?? anything, value) && bind(at + 1, next);
    });
  };
  if (bind(0, shaped.start)) return true;
  if (candidates.complete) return false;
  const detail = `The values of ${free.join(', ')} stand inside patterns, where not every value was tried.`;
  return search.accept({ shape: shaped.shape, doubt: { code: 'unsupported', detail } });
};

const searchBound = (search: ActionSearch, shaped: Shaped): boolean =>
  run(search, shaped, bindingOf(shaped.start, false), (domains, taint) =>
    search.accept(leafOf(search, shaped, domains, taint)),
  );

const run = (
  search: ActionSearch,
  shaped: Shaped,
  binding: Binding,
  onLeaf: (domains: Domains, taint: Hole | undefined) => boolean,
): boolean => {
  const exactResource = exactResourceOf(search, shaped);
  const base = {
    binding,
    cardinality: search.model === 'formal' ? unknownCardinality : cardinalityOf,
    ...(exactResource === undefined ? {} : { exactResource }),
  };
  const asked = search.questionLiterals(base);
  if (asked === undefined) return false;
  const variants = search.variants({ ...base, setting: shaped.setting, fillHoles: search.fillHoles });
  return variants.some(({ problem, taint }) =>
    solve(both({ ...nothingAsked, facts: asked }, problem), shaped.start, {
      effort: search.effort,
      onBlocked: search.onBlocked,
      onLeaf: (domains) => onLeaf(domains, taint),
    }),
  );
};

const doubts: Readonly<Record<'budget' | 'mixed-types' | 'plain-operator-on-list' | 'ties', Why>> = {
  budget: { code: 'budget', detail: 'The patterns of this question are too entangled for the automaton budget.' },
  'mixed-types': {
    code: 'unsupported',
    detail: 'One key is compared as two types, and no constant of the policies fits both.',
  },
  'plain-operator-on-list': {
    code: 'unsupported',
    detail: 'A plain operator reads a key that holds several values; AWS does not say what it does then.',
  },
  ties: { code: 'unsupported', detail: 'The request found does not agree with itself in its times or tags.' },
};

const leafOf = (search: ActionSearch, shaped: Shaped, domains: Domains, taint: Hole | undefined): Leaf => {
  const built = buildRequest(
    {
      action: search.action,
      domains,
      names: shaped.names,
      resources: shaped.resources(),
      preferred: shaped.preferred(),
      now: search.now,
      absentFirst: true,
      tied: search.model === 'realistic',
    },
    search.effort,
  );
  if ('doubt' in built) return { shape: shaped.shape, doubt: doubts[built.doubt] };
  const { request } = built;
  if (taint !== undefined) return { shape: shaped.shape, request, doubt: taint };
  const chosen = search.model === 'formal' ? undefined : unreadFact(search.principal, domains, shaped);
  if (chosen === undefined) return { shape: shaped.shape, request };
  const detail = `${shaped.names.get(chosen) ?? chosen} of the principal was not read, and the answer depends on it.`;
  return { shape: shaped.shape, request, doubt: { code: 'missing-facts', detail } };
};

/** A key whose one value is a fact, not read, that the search has chosen a value for. */
const unreadFact = (principal: Principal, domains: Domains, { start, guessed }: Shaped): string | undefined =>
  [...domains.keys()].find(
    (key) => isUnknownFact(key, principal) && (domains.get(key) !== start.get(key) || guessed?.includes(key) === true),
  );
