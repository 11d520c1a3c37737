import type { Change } from '../change/change.ts';
import { checks as allChecks } from './catalogue.ts';
import type { ChangeContext, Check } from './check.ts';
import { inPack } from './in-pack.ts';
import { judgeState } from './judge-state.ts';
import type { Asked } from './judgement.ts';
import type { CheckSettings } from './settings.ts';

export type AskChangeInput = {
  change: Change;
  context: ChangeContext;
  settings: CheckSettings;
  /** Default: the catalogue. The pack of the settings is applied to it. */
  checks?: readonly Check[];
};

/**
 * Asks every check that judges one change by itself, where the change is one it hears. Nothing is `consulted` as a whole:
 * one change says nothing about what other changes did.
 */
export const askChangeChecks = ({ change, context, settings, checks = allChecks }: AskChangeInput): Asked => ({
  consulted: [],
  judgements: inPack(checks, settings.pack)
    .filter((check) => check.triggeredBy.includes(change.trigger))
    .flatMap((check) => {
      const judge =
        check.kind === 'change' ? check.judge : check.kind === 'account-state' ? check.judgeChange : undefined;
      const kind = check.kind === 'change' ? ('done' as const) : ('state' as const);
      return (judge?.({ change, context, settings }) ?? []).map((judged) =>
        judgeState(check, judged, { kind, novelty: 'granted-by-this-change' }),
      );
    }),
});
