import { checks as allChecks } from './catalogue.ts';
import type { Check, RefusedEvent } from './check.ts';
import { inPack } from './in-pack.ts';
import { judgeState } from './judge-state.ts';
import type { Asked } from './judgement.ts';
import type { CheckSettings } from './settings.ts';

/** Asks every check of an event that was refused because it contradicts itself. Nothing is consulted as a whole. */
export const askRefusedEvent = ({
  refused,
  settings,
  checks = allChecks,
}: {
  refused: RefusedEvent;
  settings: CheckSettings;
  /** Default: the catalogue. The pack of the settings is applied to it. */
  checks?: readonly Check[];
}): Asked => ({
  consulted: [],
  judgements: inPack(checks, settings.pack)
    .filter((check) => check.kind === 'envelope')
    .flatMap((check) =>
      check
        .judge({ refused })
        .map((judged) => judgeState(check, judged, { kind: 'done', novelty: 'granted-by-this-change' })),
    ),
});
