import type { AccountFacts } from '../facts/account-facts.ts';
import type { Answer } from '../reasoning/types.ts';
import { checks as allChecks } from './catalogue.ts';
import type { Check } from './check.ts';
import { inPack } from './in-pack.ts';
import { judgeState } from './judge-state.ts';
import type { Asked } from './judgement.ts';
import type { CheckSettings } from './settings.ts';

export type AskAccountInput = {
  account: AccountFacts;
  settings: CheckSettings;
  /** `modelAccess` of every principal of the account, from `askChecks`. Absent: it is not known who can invoke models. */
  modelAccess?: readonly Answer[];
  /** Default: the catalogue. The pack of the settings is applied to it. */
  checks?: readonly Check[];
};

/** Asks every check about the account's own state. */
export const askAccountChecks = ({ account, settings, modelAccess, checks = allChecks }: AskAccountInput): Asked => {
  const asked = inPack(checks, settings.pack).filter((check) => check.kind === 'account-state');
  const modelUsers = usersAmong(modelAccess);
  return {
    consulted: asked.map((check) => check.id),
    judgements: asked.flatMap((check) =>
      check
        .judge({ account, settings, modelUsers })
        .map((judged) => judgeState(check, judged, { kind: 'state', novelty: 'unknown' })),
    ),
  };
};

const usersAmong = (modelAccess: readonly Answer[] | undefined): 'some' | 'none' | 'unknown' => {
  if (modelAccess === undefined) return 'unknown';
  if (modelAccess.some(({ answer }) => answer === 'yes')) return 'some';
  return modelAccess.every(({ answer }) => answer === 'no') ? 'none' : 'unknown';
};
