import type { AccountFacts } from '../facts/account-facts.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { PolicyCache } from '../reasoning/compile-principal.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Answer, Ask } from '../reasoning/types.ts';
import { checks as allChecks } from './catalogue.ts';
import type { Check } from './check.ts';
import { inPack } from './in-pack.ts';
import { judgeState } from './judge-state.ts';
import type { Asked } from './judgement.ts';
import { reasoner } from './reasoner.ts';
import type { CheckSettings } from './settings.ts';

export type AskAccountInput = {
  account: AccountFacts;
  settings: CheckSettings;
  /** `modelAccess` of every principal of the account, from `askChecks`. Absent: it is not known who can invoke models. */
  modelAccess?: readonly Answer[];
  /** Parsed policies by text, of the sweep that asks. */
  cache?: PolicyCache;
  /** Default: the catalogue. The pack of the settings is applied to it. */
  checks?: readonly Check[];
};

/** Asks every check about the account's own state. */
export const askAccountChecks = (input: AskAccountInput): Asked => {
  const { account, settings, modelAccess, checks = allChecks } = input;
  const asked = inPack(checks, settings.pack).filter((check) => check.kind === 'account-state');
  const modelUsers = usersAmong(modelAccess);
  const ownCache: PolicyCache = new Map();
  const can = askingOf(account.asOf, input.cache ?? ownCache);
  return {
    consulted: asked.map((check) => check.id),
    judgements: asked.flatMap((check) =>
      check
        .judge({ account, settings, modelUsers, can })
        .map((judged) => judgeState(check, judged, { kind: 'state', novelty: 'unknown' })),
    ),
  };
};

const askingOf = (now: string, cache: PolicyCache): ((principal: PrincipalFacts, ask: Ask) => Answer) => {
  const compiled = new Map<PrincipalFacts, Principal>();
  return (principal, ask) => {
    const made = compiled.get(principal) ?? reasoner.compile(principal, cache);
    compiled.set(principal, made);
    return reasoner.canEver(made, ask, { model: 'realistic', now });
  };
};

const usersAmong = (modelAccess: readonly Answer[] | undefined): 'some' | 'none' | 'unknown' => {
  if (modelAccess === undefined) return 'unknown';
  if (modelAccess.some(({ answer }) => answer === 'yes')) return 'some';
  return modelAccess.every(({ answer }) => answer === 'no') ? 'none' : 'unknown';
};
