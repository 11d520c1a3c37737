import { known, knownInPart, unknown, type Known } from '../../facts/known.ts';
import type { InputFacts } from '../../facts/wide-state.ts';
import type { OwnIdentity, Ports } from '../../ports/ports.ts';

/** Minutes: three heartbeats, with the time that CloudTrail takes. */
const silentAfter = 180;

/** The home Region's too where its guardrails are not watched: the events of IAM come from there. */
export const beatingRegions = ({ region, watchedRegions }: OwnIdentity): readonly string[] => [
  ...new Set([region, ...watchedRegions]),
];

/** When each Region that beats was last heard. Before its first heartbeat had time to come back nothing is known of it. */
export const inputFacts = async ({
  identity,
  inputLog,
  clock,
}: Pick<Ports, 'identity' | 'inputLog' | 'clock'>): Promise<Known<readonly InputFacts[]>> => {
  const { accountId } = identity;
  const inputs: InputFacts[] = [];
  const unread: string[] = [];
  for (const region of beatingRegions(identity)) {
    const read = await inputLog.recall(accountId, region);
    if (read.found === 'no') unread.push(`no heartbeat was sent in ${region} yet`);
    else if (read.found === 'unreadable') unread.push(`heartbeats of ${region} were not read: ${read.why}`);
    else {
      const { beatingSince, lastHeardAt } = read.value;
      const minutes = (Date.parse(clock.now()) - Date.parse(beatingSince)) / 60_000;
      if (lastHeardAt === undefined && minutes <= silentAfter)
        unread.push(`the first heartbeat of ${region} has not come back yet`);
      else
        inputs.push({
          accountId,
          region,
          silentAfter,
          unannounced: [],
          ...(lastHeardAt === undefined ? {} : { lastHeardAt }),
        });
    }
  }
  if (unread.length === 0) return known(inputs);
  return inputs.length === 0 ? unknown(unread.join('; ')) : knownInPart(inputs, unread.join('; '));
};
