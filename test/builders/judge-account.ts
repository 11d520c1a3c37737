import { askAccountChecks, type AskAccountInput } from '../../shared/checks/ask-account-checks.ts';
import { askChangeChecks } from '../../shared/checks/ask-change-checks.ts';
import { type ChangeContext, type Check, emptyChangeContext } from '../../shared/checks/check.ts';
import type { Judgement } from '../../shared/checks/judgement.ts';
import { type CheckSettings, defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { Change } from '../../shared/change/change.ts';
import type { AccountFacts } from '../../shared/facts/account-facts.ts';
import type { Answer } from '../../shared/reasoning/types.ts';

type More = { settings?: Partial<CheckSettings>; modelAccess?: AskAccountInput['modelAccess'] };

const strict = { ...defaultCheckSettings, pack: 'strict' as const };

/** The judgements of one check about an account's state, in any pack. */
export const judgeAccount = (check: Check, account: AccountFacts, more: More = {}): readonly Judgement[] =>
  askAccountChecks({
    account,
    settings: { ...strict, ...more.settings },
    checks: [check],
    ...(more.modelAccess === undefined ? {} : { modelAccess: more.modelAccess }),
  }).judgements;

/** The judgements of one check about one change, in any pack. */
export const judgeChange = (
  check: Check,
  change: Change,
  more: { settings?: Partial<CheckSettings>; context?: Partial<ChangeContext> } = {},
): readonly Judgement[] =>
  askChangeChecks({
    change,
    context: { ...emptyChangeContext, ...more.context },
    settings: { ...strict, ...more.settings },
    checks: [check],
  }).judgements;

/** Only what is found. */
export const found = (judgements: readonly Judgement[]): readonly Judgement[] =>
  judgements.filter(({ answer }) => answer.answer === 'yes');

export const canCall: Answer = {
  given: [],
  answer: 'yes',
  witness: {
    request: { action: 'bedrock:InvokeModel', resource: '*', context: {} },
    shape: 'formal',
    by: [],
    passedBy: [],
  },
};
export const cannotCall: Answer = { given: [], answer: 'no', proof: { shapes: 1, branches: 1, blockedBy: [] } };
