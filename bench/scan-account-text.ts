import { askChecks } from '../shared/checks/ask-checks.ts';
import { defaultCheckSettings as settings } from '../shared/checks/settings.ts';
import { readAuthorizationDetails } from '../shared/facts/authorization-details.ts';
import { accountAccess } from '../shared/reasoning/fast/account-access.ts';
import { newPolicyCache } from '../shared/reasoning/policy-cache.ts';

/** Every action of the catalogue for every principal of an account file. @returns principals */
export const scanWords = (text: string): number => accountAccess(readAuthorizationDetails(text).principals).count;

/**
 * Every check about every principal of an account file, with its witnesses.
 * @param account the file's text, or what `JSON.parse` made of it
 * @returns judgements that are not no
 */
export const scanChecks = (account: unknown): number => {
  const cache = newPolicyCache();
  let judged = 0;
  for (const principal of readAuthorizationDetails(account).principals) {
    judged += askChecks({ principal, settings, now: '2026-11-21T21:00:00.000Z', cache, answers: 'found' }).judgements
      .length;
  }
  return judged;
};
