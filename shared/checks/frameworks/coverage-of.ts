import { checks as allChecks } from '../catalogue.ts';
import type { Check, References } from '../check.ts';
import { publishedTactics, sensitiveActions } from '../sensitive/sensitive-actions.ts';
import ids from './ids.json' with { type: 'json' };
import lists from './lists.json' with { type: 'json' };

export const frameworkNames = ['genSec', 'attack', 'atlas', 'owaspLlm', 'aisf'] as const;
export type FrameworkName = (typeof frameworkNames)[number];

export type FrameworkItem = {
  id: string;
  title?: string;
  /** Checks that ask for it, in catalogue order. Empty: no check does, and nothing else may be called covered. */
  checks: readonly string[];
  /** Why no check of access could ask for it. */
  outside?: string;
};

export type FrameworkCoverage = {
  name: FrameworkName;
  framework: string;
  version: string;
  /** False: only the ids in use are listed here, so that what is not covered cannot be counted. */
  complete: boolean;
  items: readonly FrameworkItem[];
};

/** Which ids of a framework a check asks for; the checks of sensitive actions carry their ids with each action. */
export const coverageOf = (name: FrameworkName, checks: readonly Check[] = allChecks): FrameworkCoverage => {
  const { framework, version, complete, items } = listOf(name);
  return {
    name,
    framework,
    version,
    complete,
    items: items.map((item) => ({
      ...item,
      checks: checks.filter((check) => idsOf(name, check).has(item.id)).map(({ id }) => id),
    })),
  };
};

type Listed = Omit<FrameworkCoverage, 'name' | 'items'> & {
  items: readonly { id: string; title?: string; outside?: string }[];
};

const listOf = (name: FrameworkName): Listed => {
  switch (name) {
    case 'genSec':
    case 'attack':
    case 'owaspLlm':
      return lists[name];
    case 'atlas':
    case 'aisf': {
      const { framework, version, ids: known } = ids[name];
      return { framework, version, complete: false, items: known.map((id) => ({ id })) };
    }
  }
};

const idsOf = (name: FrameworkName, check: Check): ReadonlySet<string> => {
  const entries = actionsOf(check);
  return new Set([
    ...idsIn(name, check.references),
    ...(name === 'attack' ? entries.map(({ attack }) => attack.tactic) : []),
    ...(name === 'atlas' ? entries.flatMap(({ atlas }) => atlas ?? []) : []),
  ]);
};

/** Sensitive actions by the check of their tactic: the tactics stand in the order of the checks' numbers. */
const actionsOf = ({ id }: Check) => {
  const number = /^RF\.SENSITIVE\.(\d+)$/.exec(id)?.[1];
  const tactic = number === undefined ? undefined : publishedTactics[Number(number) - 1];
  return sensitiveActions.filter((entry) => entry.tactic === tactic);
};

/** The ids of one framework that references carry. ATT&CK is told by tactic. */
export const idsIn = (name: FrameworkName, references: References): readonly string[] =>
  name === 'attack' ? (references.attack ?? []).map(({ tactic }) => tactic) : (references[name] ?? []);
