import { sameValue } from '../../facts/guardrail/same-value.ts';
import { leftByHand } from './left-by-hand.ts';
import { move, type RestorationPorts, type RestorationRun } from './restoration-run.ts';
import type { Restoration } from './restoration.ts';
import { inOneLine, withRestoration, type Restored } from './restore.ts';

/** Looks again at what was left to a person. When nothing names the old guardrail any more, the restoration is whole. */
export const recheckRestoration =
  (ports: RestorationPorts) =>
  (id: string): Promise<Restored> =>
    withRestoration(ports, id, async (run, restoration) => ({
      ran: true,
      restoration: restoration.state === 'PARTIAL' ? await recheck(run, restoration) : restoration,
    }));

const recheck = async (run: RestorationRun, restoration: Restoration): Promise<Restoration> => {
  const { ports } = run;
  // What a step could not repoint is looked at as it is now, and not as it was then.
  const left = await leftByHand(ports, {
    ...restoration,
    steps: restoration.steps.filter(({ state }) => state === 'done'),
  });
  const waiting = await enforcementOpen(ports, restoration);
  const open = [...left.open, ...(waiting === undefined ? [] : [{ what: waiting }])];
  if (open.length > 0) {
    const detail = inOneLine(open);
    // The same that is left can have another text: what was made was brought back once more.
    if (detail === restoration.detail && sameValue(left.byHand, restoration.byHand)) return restoration;
    return move(run, restoration, {
      to: 'PARTIAL',
      change: { outcome: 'RESTORE_PARTIAL', detail, open, byHand: left.byHand },
      entry: { kind: 'verified', outcome: 'RESTORE_PARTIAL' },
    });
  }
  return move(run, restoration, {
    to: 'RESTORED',
    change: { outcome: 'GUARDRAIL_RESTORED', byHand: [] },
    entry: { kind: 'verified', outcome: 'GUARDRAIL_RESTORED' },
    stage: 'restored',
  });
};

const enforcementOpen = async (ports: RestorationPorts, { followedBy }: Restoration): Promise<string | undefined> => {
  if (followedBy === undefined) return undefined;
  const next = await ports.restorations.get(followedBy);
  return next.found === 'yes' && next.value.state === 'RESTORED'
    ? undefined
    : `the account's enforcement is not changed yet: ${followedBy} is ${next.found === 'yes' ? next.value.state : 'not readable'}`;
};
