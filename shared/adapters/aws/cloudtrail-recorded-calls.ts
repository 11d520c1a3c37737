import { LookupEventsCommand, type CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Change } from '../../change/change.ts';
import { readChange } from '../../change/read-change.ts';
import type { Read } from '../../ports/read.ts';
import type { RecordedCalls } from '../../ports/recorded-calls.ts';
import { readWhole } from './iam-read.ts';

/** More calls of one name in an hour or two than any account makes by hand: past it the answer would be a part. */
const pages = 20;

/** IAM is global: its events are kept in one Region of each partition (AWS CloudTrail User Guide, "Global service events"). */
const homeOf = (partition: string): string => {
  switch (partition) {
    case 'aws-us-gov':
      return 'us-gov-west-1';
    case 'aws-cn':
      return 'cn-north-1';
    default:
      return 'us-east-1';
  }
};

/** The event history, which CloudTrail keeps for 90 days without any trail (AWS CloudTrail API Reference, "LookupEvents"). */
export class CloudTrailRecordedCalls implements RecordedCalls {
  private readonly client: () => CloudTrailClient;

  constructor(cloudTrail: (region: string) => CloudTrailClient, partition: string) {
    this.client = () => cloudTrail(homeOf(partition));
  }

  async calls(input: { eventNames: readonly string[]; from: string; to: string }): Promise<Read<readonly Change[]>> {
    const changes: Change[] = [];
    // One attribute a lookup, and two lookups a second: one name after the other.
    for (const eventName of input.eventNames) {
      const read = await readWhole(
        { what: `calls of ${eventName} in CloudTrail`, permission: 'cloudtrail:LookupEvents' },
        () => this.named(eventName, input),
      );
      if (read.found !== 'yes') return read;
      for (const [id, record] of read.value) {
        const change = readChange(record);
        if (change.kind !== 'change')
          return { found: 'unreadable', why: `the record ${id} of ${eventName} cannot be read` };
        changes.push(change);
      }
    }
    return {
      found: 'yes',
      value: changes.toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt)),
    };
  }

  private async named(
    eventName: string,
    { from, to }: { from: string; to: string },
  ): Promise<readonly (readonly [id: string, record: string])[]> {
    const records: (readonly [string, string])[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < pages; page += 1) {
      const answer = await this.client().send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
          StartTime: new Date(from),
          EndTime: new Date(to),
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      for (const { EventId = '', CloudTrailEvent = '' } of answer.Events ?? [])
        records.push([EventId, CloudTrailEvent]);
      ({ NextToken } = answer);
      if (NextToken === undefined) return records;
    }
    throw new Error(`there are more than ${pages} pages`);
  }
}
