import type { CatalogueAction } from '../catalogue/action-catalogue.ts';
import { keyType } from '../catalogue/global-keys.ts';
import type { CompiledCondition, CompiledStatement } from '../compile-policy.ts';
import type { Principal } from '../principal.ts';
import type { AccessRequest, Gap, StatementRef, Why } from '../types.ts';
import type { Effort } from './effort.ts';
import type { Literal, LiteralOptions } from './literal.ts';
import type { CompiledQuestion } from './question.ts';
import type { Tie } from './tie.ts';
import { variableNames } from './variables.ts';
import type { ProblemOptions, Variant } from './world-problem.ts';

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

/** Condition keys by lower case, with the spelling of their first reader. */
export const namesOf = ({ statements, question, reads }: ActionSearch): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  const put = (name: string): void => {
    const key = name.toLowerCase();
    if (!names.has(key)) names.set(key, name);
  };
  for (const { name } of [...question.conditions, ...statements.flatMap(({ conditions }) => conditions), ...reads])
    put(name);
  for (const name of variableNames(statements)) put(name);
  return names;
};

/**
 * How many values a key holds, where that is documented; the formal model knows of no key. Else a key holds several
 * values only if something reads it with a set qualifier.
 */
export const cardinalityFor = (search: ActionSearch): LiteralOptions['cardinality'] => {
  let lists: ReadonlySet<string> | undefined;
  return (key) => {
    const documented = search.model === 'formal' ? undefined : keyType(key)?.cardinality;
    if (documented !== undefined) return documented;
    lists ??= readAsLists(search);
    return lists.has(key) ? undefined : 'one';
  };
};

const readAsLists = ({ statements, question, reads }: ActionSearch): ReadonlySet<string> =>
  new Set(
    [...statements.flatMap(({ conditions }) => conditions), ...question.conditions, ...reads]
      .filter(({ operator }) => operator.set !== undefined)
      .map(({ key }) => key),
  );
