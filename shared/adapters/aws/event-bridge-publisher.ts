import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { BusEntry } from '../../findings/formats/event.ts';

/** EventBridge takes no more at once (EventBridge API Reference, "PutEvents"). */
const entriesAtOnce = 10;

/** Puts events on Ringfence's own bus. A call that succeeds can still have refused entries: each answer is looked at. */
export class EventBridgePublisher {
  private readonly eventBridge: EventBridgeClient;
  private readonly bus: string;

  constructor(eventBridge: EventBridgeClient, bus: string) {
    this.eventBridge = eventBridge;
    this.bus = bus;
  }

  /** @throws EventsRefused where one of them was not taken; consumers drop the repeats of the others by their key. */
  async put(entries: readonly BusEntry[]): Promise<void> {
    for (let from = 0; from < entries.length; from += entriesAtOnce) {
      const answer = await this.eventBridge.send(
        new PutEventsCommand({
          Entries: entries.slice(from, from + entriesAtOnce).map((entry) => ({
            EventBusName: this.bus,
            Source: entry.source,
            DetailType: entry.detailType,
            Resources: [...entry.resources],
            Detail: entry.detail,
          })),
        }),
      );
      if ((answer.FailedEntryCount ?? 0) === 0) continue;
      const codes = new Set((answer.Entries ?? []).flatMap(({ ErrorCode }) => ErrorCode ?? []));
      throw new EventsRefused(this.bus, answer.FailedEntryCount ?? 0, [...codes]);
    }
  }
}

export class EventsRefused extends Error {
  constructor(bus: string, count: number, codes: readonly string[]) {
    super(`${count} events were not taken by bus ${bus}: ${codes.join(', ')}`);
    this.name = 'EventsRefused';
  }
}
