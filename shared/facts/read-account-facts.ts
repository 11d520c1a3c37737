import type { z } from 'zod';
import { readJson } from '../change/read-json.ts';
import { contradictionIn } from './account-facts-contradiction.ts';
import { accountFactsSchema } from './account-facts-schema.ts';
import type { AccountFacts } from './account-facts.ts';
import { known, outOfScope, type Known } from './known.ts';
import type { PrincipalFacts } from './principal-facts.ts';
import type { WideState } from './wide-state.ts';

/** What is wrong with a file of facts: where it stands (JSON Pointer) and what would be right. */
export class AccountFactsError extends Error {
  override readonly name = 'AccountFactsError';
  readonly at: string;

  constructor(message: string, at: string) {
    super(message);
    this.at = at;
  }
}

export type GivenFacts = Pick<AccountFacts, 'accountId' | 'asOf' | 'invocationLogging' | 'guardrails'> &
  Required<Pick<AccountFacts, 'regions' | 'wide'>> & {
    /** Those of whom the file says something, by ARN. */
    about: readonly string[];
    /** Prefixes of the services whose uses the file tells, each once. */
    services: readonly string[];
    /** The principals with what the file says of them. */
    withFacts: (principals: readonly PrincipalFacts[]) => readonly PrincipalFacts[];
  };

/**
 * Facts about an account besides its principals, as a person gives them. A fact that is left out was not read; `null` says
 * that there is nothing to judge.
 * @throws AccountFactsError for the first thing that is wrong.
 */
export const readAccountFacts = (text: string): GivenFacts => {
  const parsed = accountFactsSchema.safeParse(parseJson(text));
  if (!parsed.success) throw faultOf(parsed.error);
  const contradiction = contradictionIn(parsed.data);
  if (contradiction !== undefined) throw new AccountFactsError(contradiction.what, placeOf(contradiction.path));
  const { accountId, asOf, regions, account, principals } = parsed.data;
  const invocationLogging: Record<string, NonNullable<AccountFacts['invocationLogging'][string]>> = {};
  const guardrails: Record<string, NonNullable<AccountFacts['guardrails'][string]>> = {};
  const state: Record<string, NonNullable<AccountFacts['regions']>[string]> = {};
  for (const [region, { invocationLogging: logging, guardrails: all, ...rest }] of Object.entries(regions)) {
    if (logging !== undefined) invocationLogging[region] = logging;
    if (all !== undefined) guardrails[region] = all;
    state[region] = rest;
  }
  const used = new Map<string, PrincipalFacts['servicesLastUsed'] & Known<unknown>>(
    Object.entries(principals).map(([arn, { servicesLastUsed }]) => [arn, known(servicesLastUsed)]),
  );
  return {
    accountId,
    asOf,
    invocationLogging,
    guardrails,
    regions: state,
    wide: { ...ofInstallation, ...account },
    about: Object.keys(principals),
    services: servicesIn(account, principals),
    withFacts: (all) =>
      all.map((principal) => {
        const servicesLastUsed = used.get(principal.arn);
        return servicesLastUsed === undefined ? principal : { ...principal, servicesLastUsed };
      }),
  };
};

const servicesIn = (
  { serviceUse }: z.output<typeof accountFactsSchema>['account'],
  principals: z.output<typeof accountFactsSchema>['principals'],
): readonly string[] => {
  const uses = [
    ...(serviceUse?.state === 'known' ? serviceUse.value : []),
    ...Object.values(principals).flatMap(({ servicesLastUsed }) => servicesLastUsed.services),
  ];
  return [...new Set(uses.map(({ service }) => service))];
};

/** Facts about an installation of Ringfence: where none is spoken of, there is nothing to judge. */
const ofInstallation: WideState = {
  watchedAccounts: outOfScope,
  exemptions: outOfScope,
  inputs: outOfScope,
  history: outOfScope,
  deployment: outOfScope,
};

const parseJson = (text: string): unknown => {
  const value = parsed(text);
  const read = readJson(text, text.length);
  // Of two equal keys JSON.parse keeps the last, and a fact would be gone without a word.
  if (!read.ok && read.error.code === 'duplicate-key') throw new AccountFactsError(read.error.detail, read.error.at);
  return value;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AccountFactsError(`it is not JSON: ${error instanceof Error ? error.message : ''}`, '');
  }
};

const faultOf = (error: z.ZodError): AccountFactsError => {
  const issue = deepest(error.issues);
  return new AccountFactsError(issue?.message ?? 'it does not fit the schema', placeOf(issue?.path ?? []));
};

/** JSON Pointer. */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

type Issue = z.core.$ZodIssue;

/** What zod says where nobody wrote what would be right. */
const unsaid = new Set(['Invalid input', 'Invalid key in record']);

/** Of a fact that is neither a value nor `null`, what is wrong with the value says more. */
const deepest = (issues: readonly Issue[]): Issue | undefined => {
  const issue = issues[0];
  if (issue === undefined || !unsaid.has(issue.message)) return issue;
  if (issue.code !== 'invalid_union' && issue.code !== 'invalid_key') return issue;
  const inner = deepest(issue.code === 'invalid_union' ? (issue.errors[0] ?? []) : issue.issues);
  return inner === undefined ? issue : { ...inner, path: [...issue.path, ...inner.path] };
};
