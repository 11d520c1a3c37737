import type { LimitFunction } from 'p-limit';
import { unlessMissing } from './state-fact.ts';

/** ARN and text. */
export type PolicyEntry = readonly [string, string];

/** Policies of resources by ARN. One that has none, or is gone since it was listed, is not given. */
export const policiesOf = async (
  arns: readonly string[],
  read: (arn: string) => Promise<string | undefined>,
  limit: LimitFunction,
): Promise<readonly PolicyEntry[]> => {
  const all = await Promise.all(
    arns.map((arn) =>
      limit(async (): Promise<PolicyEntry | undefined> => {
        const text = await unlessMissing([], () => read(arn));
        return text === undefined || text === '' ? undefined : [arn, text];
      }),
    ),
  );
  return all.filter((entry) => entry !== undefined);
};
