import type { Ports } from '../../shared/ports/ports.ts';
import { beatingRegions } from '../../shared/runtime/evaluation/input-facts.ts';

export type Heartbeat = {
  /** Regions in which a call was made. */
  regions: readonly string[];
};

/** The call could not be made in some Region: nothing can be said of the events from there. */
export class HeartbeatMissed extends Error {
  override readonly name = 'HeartbeatMissed';
}

/**
 * Makes a refused call in the home Region, where IAM's events come from, and in every watched one. Its event takes the way of every other: CloudTrail, the Region's rules, the queue,
 * the function that hears it. Where it stays away, silence is no peace.
 */
export const heartbeat =
  ({ identity, inputLog, pulse, clock }: Pick<Ports, 'identity' | 'inputLog' | 'pulse' | 'clock'>) =>
  async (): Promise<Heartbeat> => {
    const { accountId } = identity;
    const regions = beatingRegions(identity);
    const missed: string[] = [];
    for (const region of regions) {
      const read = await inputLog.recall(accountId, region);
      if (read.found === 'no') await inputLog.remember({ accountId, region, beatingSince: clock.now() });
      try {
        await pulse.beat(region);
      } catch (error) {
        missed.push(`${region}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (missed.length > 0) throw new HeartbeatMissed(missed.join('; '));
    return { regions };
  };

/** What happened, in numbers. */
export const heartbeatFigures = ({ regions }: Heartbeat): Readonly<Record<string, number>> => ({
  HeartbeatsSent: regions.length,
});
