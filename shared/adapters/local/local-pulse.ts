import type { Pulse } from '../../ports/pulse.ts';

/** Regions in which a call was made, in order. Nobody plays its event by himself. */
export type LocalPulse = Pulse & { beats: readonly string[] };

export const localPulse = (): LocalPulse => {
  const beats: string[] = [];
  return {
    beats,
    beat: (region) => {
      beats.push(region);
      return Promise.resolve();
    },
  };
};
