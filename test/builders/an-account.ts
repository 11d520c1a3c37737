import type { AccountFacts, GuardrailFacts } from '../../shared/facts/account-facts.ts';
import { regionSources, wideSources } from '../../shared/facts/fact-sources.ts';
import { known, outOfScope } from '../../shared/facts/known.ts';
import type { RegionState } from '../../shared/facts/region-state.ts';
import type { WideState } from '../../shared/facts/wide-state.ts';

export const accountId = '111122223333';
export const region = 'us-east-1';
export const guardrailArn = `arn:aws:bedrock:${region}:${accountId}:guardrail/abc`;

const nothing = (sources: object): object => Object.fromEntries(Object.keys(sources).map((fact) => [fact, outOfScope]));

type Shown = Partial<AccountFacts> & {
  /** Of the one Region. */
  state?: RegionState;
  wide?: WideState;
};

/** An account with one Region. What is not shown is out of scope, so that a test sees the one fact it is about. */
export const anAccount = ({ state = {}, wide = {}, ...shown }: Shown = {}): AccountFacts => ({
  accountId,
  asOf: '2026-11-21T21:00:00.000Z',
  principals: [],
  invocationLogging: { [region]: outOfScope },
  guardrails: { [region]: known([]) },
  regions: { [region]: { ...nothing(regionSources), ...state } },
  ...shown,
  wide: { ...nothing(wideSources), ...wide },
});

export const aGuardrail = (content: Readonly<Record<string, unknown>> = {}, id = 'abc'): GuardrailFacts => ({
  id,
  arn: `arn:aws:bedrock:${region}:${accountId}:guardrail/${id}`,
  region,
  version: 'DRAFT',
  name: 'support',
  content,
});
