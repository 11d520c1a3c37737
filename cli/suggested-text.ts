import { invokeUnnamedModel } from '../shared/checks/access/invoke-unnamed-model/check.ts';
import { askChecks } from '../shared/checks/ask-checks.ts';
import { suggestSettings, type Observed } from '../shared/checks/intent/suggest-settings.ts';
import { defaultCheckSettings, type CheckSettings } from '../shared/checks/settings.ts';
import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import type { PolicyCache } from '../shared/reasoning/compile-principal.ts';

/** A settings file as text, with what a person has to confirm at its head. */
export const suggestedText = (
  principals: readonly PrincipalFacts[],
  now: string,
  pack?: CheckSettings['pack'],
): string => {
  const cache: PolicyCache = new Map();
  const observed = principals.map((principal): Observed => {
    const asked = askChecks({ principal, settings: defaultCheckSettings, now, cache, checks: [invokeUnnamedModel] });
    const anyModel = asked.judgements[0]?.answer.answer ?? 'no';
    return { principal, modelAccess: asked.modelAccess.answer, anyModel };
  });
  const { settings, confirm } = suggestSettings(observed, pack);
  const $comment = [
    'Drafted from what the policies of the account say today. Nothing in it was decided by a person yet.',
  ];
  return JSON.stringify({ $comment: [...$comment, ...confirm], ...settings }, undefined, 2);
};
