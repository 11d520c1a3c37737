import { criterion, type Criterion } from './domains/criterion.ts';
import { bitsOfStatements, type PolicyBits, type PolicyBitsBuilder } from './fast/policy-bits.ts';
import { instantiate } from './match/instantiate.ts';
import { matchesAction } from './match/match-action.ts';
import { StatementIndex } from './match/statement-index.ts';
import { resourceGlobs, type ResourceGlobs } from './match/resource-glob.ts';
import type {
  BaseOperator,
  ConditionTest,
  Listed,
  Operator,
  Policy,
  PrincipalEntry,
  Statement,
} from './policy/policy.ts';
import { parseTemplate, variablesOf, type Template } from './policy/template.ts';
import { contentOf } from './statement-content.ts';
import type { PolicySource, StatementRef } from './types.ts';

/** A policy document made ready for matching, once. */
export type CompiledPolicy = {
  readonly source: PolicySource;
  /** Made when they are first looked at: most policies of an account are asked for their bits alone. */
  readonly statements: readonly CompiledStatement[];
  /** The same for one document wherever it is attached. */
  readonly bits: PolicyBits;
  readonly index: StatementIndex;
  /** Adds `bits`, which are made and kept only where they are asked for a second time: most policies have one holder. */
  addBits(builder: PolicyBitsBuilder): void;
  /**
   * Whether some Allow is about an action, in the widest reading: for those that the catalogue does not list.
   * @param action lower case
   */
  mayAllow(action: string): boolean;
};

export type CompiledStatement = {
  ref: StatementRef;
  effect: 'Allow' | 'Deny';
  principals?: Listed<PrincipalEntry>;
  /** Lower-case patterns. */
  actions: Listed<string>;
  /** No condition, and every resource: nothing but the actions decides. */
  plain: boolean;
  /** No condition, and no policy variable in its resources: it reads nothing of a request but action and resource. */
  keyless: boolean;
  /** `undefined` in a trust policy: every resource. */
  resources: Listed<CompiledPattern> | undefined;
  conditions: readonly CompiledCondition[];
  /** As `contentOf`. */
  content: number | undefined;
};

export type CompiledPattern = {
  text: string;
  template: Template;
  /** Keys of the policy variables in it, lower case. */
  variables: readonly string[];
  /** The globs of a resource pattern without variables, one a reading. */
  globs?: ResourceGlobs;
};

export type CompiledCondition = {
  operator: Operator;
  /** As written; for texts shown to a person. */
  name: string;
  /** Lower case: how keys compare. */
  key: string;
  values: readonly CompiledPattern[];
  /** Keys of all policy variables in the values, lower case. */
  variables: readonly string[];
  /** The test with its values. Absent when a value holds a policy variable: then each request has its own. */
  criterion?: Criterion;
};

/** Operators under which `*` and `?` are wildcards. */
export const wildcardOperators: ReadonlySet<BaseOperator> = new Set([
  'StringLike',
  'StringNotLike',
  'ArnEquals',
  'ArnNotEquals',
  'ArnLike',
  'ArnNotLike',
]);

/** Takes pattern text apart; `variables` false: `${…}` is text. */
export const compilePattern = (text: string, wildcards: boolean, variables: boolean): CompiledPattern => {
  const template = parseTemplate(text, { wildcards, variables });
  return { text, template, variables: variablesOf(template).map((key) => key.toLowerCase()) };
};

/** As `compilePattern`, for Resource: the globs are made once. */
export const compileResource = (text: string, variables: boolean): CompiledPattern => {
  const kept = variables ? withVariables : withoutVariables;
  const before = kept.get(text);
  if (before !== undefined) return before;
  const made = makeResource(text, variables);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(text, made);
  return made;
};

/** Resources by text: the policies of an account repeat them. Bounded, as a text comes from anywhere. */
const withVariables = new Map<string, CompiledPattern>();
const withoutVariables = new Map<string, CompiledPattern>();
const MOST_KEPT = 10_000;

const makeResource = (text: string, variables: boolean): CompiledPattern => {
  const pattern = compilePattern(text, true, variables);
  const parts = instantiate(pattern.template, constant, 'documented');
  return pattern.variables.length > 0 || parts === undefined ? pattern : { ...pattern, globs: resourceGlobs(parts) };
};

const constant = (): undefined => undefined;

/**
 * A statement whose patterns are made when they are first looked at: most statements of an account are never asked about
 * beyond their actions.
 */
class LazyStatement implements CompiledStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly principals?: Listed<PrincipalEntry>;
  readonly actions: Listed<string>;
  readonly plain: boolean;
  readonly #statement: Statement;
  readonly #source: PolicySource;
  readonly #variables: boolean;
  #ref: StatementRef | undefined;
  #resources: Listed<CompiledPattern> | undefined;
  #conditions: readonly CompiledCondition[] | undefined;
  #content: { number: number | undefined } | undefined;

  constructor(statement: Statement, source: PolicySource, variables: boolean) {
    const { effect, principals, actions } = statement;
    this.effect = effect;
    if (principals !== undefined) this.principals = principals;
    this.actions = actions;
    this.plain = isPlain(statement);
    this.#statement = statement;
    this.#source = source;
    this.#variables = variables;
  }

  /** One and the same object whenever it is asked for: answers are told apart by it. */
  get ref(): StatementRef {
    const { index, sid, effect } = this.#statement;
    return (this.#ref ??=
      sid === undefined ? { source: this.#source, index, effect } : { source: this.#source, index, sid, effect });
  }

  get keyless(): boolean {
    const { conditions, resources } = this.#statement;
    return (
      this.plain ||
      (conditions.length === 0 &&
        (resources?.entries.some((text) => text.includes('${')) !== true ||
          this.resources?.entries.every(({ variables }) => variables.length === 0) === true))
    );
  }

  get resources(): Listed<CompiledPattern> | undefined {
    const { resources } = this.#statement;
    if (resources === undefined) return undefined;
    this.#resources ??= {
      negated: resources.negated,
      entries: resources.entries.map((text) => compileResource(text, this.#variables)),
    };
    return this.#resources;
  }

  get conditions(): readonly CompiledCondition[] {
    this.#conditions ??= this.#statement.conditions.map((test) => compileCondition(test, this.#variables));
    return this.#conditions;
  }

  get content(): number | undefined {
    return (this.#content ??= { number: contentOf(this.#statement) }).number;
  }
}

/** Makes one condition test ready. Used for questions too, which have the shape of a statement. */
export const compileCondition = ({ operator, key, values }: ConditionTest, variables: boolean): CompiledCondition => {
  const patterns = values.map((text) => compilePattern(text, wildcardOperators.has(operator.base), variables));
  const keys = [...new Set(patterns.flatMap((pattern) => pattern.variables))];
  const plain = patterns.flatMap(({ template }) => {
    const parts = instantiate(template, constant, 'documented');
    return parts === undefined ? [] : [parts];
  });
  return {
    operator,
    name: key,
    key: key.toLowerCase(),
    values: patterns,
    variables: keys,
    ...(keys.length > 0 ? {} : { criterion: criterion(operator, plain) }),
  };
};

/** A parsed policy before it has a place, so that all places share what does not depend on one. */
export class ReadyPolicy {
  readonly policy: Policy;
  #bits: PolicyBits | undefined;
  #added = false;
  #unlisted: Map<string, boolean> | undefined;

  constructor(policy: Policy) {
    this.policy = policy;
  }

  get bits(): PolicyBits {
    return (this.#bits ??= bitsOfStatements(this.policy.statements, isPlain));
  }

  addBits(builder: PolicyBitsBuilder): void {
    if (this.#added || this.#bits !== undefined) {
      builder.add(this.bits);
      return;
    }
    this.#added = true;
    for (const statement of this.policy.statements) builder.addStatement(statement, isPlain(statement));
  }

  mayAllow(action: string): boolean {
    const before = this.#unlisted?.get(action);
    if (before !== undefined) return before;
    const about = this.policy.statements.some(
      ({ effect, actions }) => effect === 'Allow' && matchesAction(actions, action, 'wide'),
    );
    const unlisted = (this.#unlisted ??= new Map<string, boolean>());
    if (unlisted.size < MOST_UNLISTED) unlisted.set(action, about);
    return about;
  }
}

/** Actions that the catalogue does not list are few; a policy that many have is asked about them once. */
const MOST_UNLISTED = 16;

class PlacedPolicy implements CompiledPolicy {
  readonly source: PolicySource;
  readonly #ready: ReadyPolicy;
  #statements: readonly CompiledStatement[] | undefined;
  #index: StatementIndex | undefined;

  constructor(ready: ReadyPolicy, source: PolicySource) {
    this.#ready = ready;
    this.source = source;
  }

  get bits(): PolicyBits {
    return this.#ready.bits;
  }

  get index(): StatementIndex {
    return (this.#index ??= new StatementIndex(this));
  }

  addBits(builder: PolicyBitsBuilder): void {
    this.#ready.addBits(builder);
  }

  mayAllow(action: string): boolean {
    return this.#ready.mayAllow(action);
  }

  get statements(): readonly CompiledStatement[] {
    const { version, statements } = this.#ready.policy;
    return (this.#statements ??= statements.map(
      (statement) => new LazyStatement(statement, this.source, version === '2012-10-17'),
    ));
  }
}

/** Makes a parsed policy ready for one place. `${…}` is text in documents of version 2008-10-17. */
export const compilePolicy = (policy: Policy | ReadyPolicy, source: PolicySource): CompiledPolicy =>
  new PlacedPolicy(policy instanceof ReadyPolicy ? policy : new ReadyPolicy(policy), source);

/** No condition, and every resource. */
const isPlain = ({ conditions, resources }: Statement): boolean =>
  conditions.length === 0 && (resources === undefined || (!resources.negated && resources.entries.includes('*')));
