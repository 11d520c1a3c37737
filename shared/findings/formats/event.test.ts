import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { aCause, aFinding, anUnknown } from '../../../test/builders/a-finding.ts';
import { changedFindings } from '../../../test/builders/a-story.ts';
import { expectGolden } from '../../../test/golden/golden.ts';
import { generateContracts } from '../../../scripts/generate-contracts.ts';
import { detailTypes, ringfenceEvent, type RingfenceEvent } from './event-schema.ts';
import {
  busEntry,
  containmentEvent,
  exemptionEvent,
  findingEvent,
  incompleteEvent,
  modeEvent,
  sealedEvent,
  tamperingEvent,
} from './event.ts';

const producer = {
  producer: 'evaluate-access-change@0.1.0',
  catalogueVersion: '2026.11.1',
  correlationId: aCause().eventId,
};
const at = '2026-11-21T21:00:01.000Z';
const root = path.join(import.meta.dirname, '../../..');
const subject = {
  kind: 'role' as const,
  arn: 'arn:aws:iam::111122223333:role/DataScience',
  uniqueId: 'AROADATASCIENCE',
};
const containment = { id: 'c-1', subject, accountId: '111122223333', findingIds: ['f-1'], at };
const exemption = {
  id: 'x-1',
  scope: 'SENSITIVE',
  accountId: '111122223333',
  subject: { arn: subject.arn, uniqueId: subject.uniqueId },
  owner: 'ml-platform',
  expires: '2026-12-31T00:00:00Z',
  at,
};
const accountId = '111122223333';
const evidence = { answer: 'yes', evidence: [{ fact: 'boundary', value: 'none' }] } as const;

const everyEvent: readonly RingfenceEvent[] = [
  ...changedFindings().map((finding) => findingEvent(finding, producer, at)),
  ...(['new', 'updated', 'resolved', 'suppressed', 'undetermined'] as const).map((status) =>
    findingEvent(aFinding({ status, statusReason: 'a reason' }), producer, at),
  ),
  findingEvent(aFinding({ answer: anUnknown() }), producer, at),
  findingEvent(aFinding({ answer: evidence }), producer, at),
  findingEvent(aFinding({ answer: { answer: 'no' } }), producer, at),
  tamperingEvent(aFinding(), producer, at),
  ...(['planned', 'approved', 'applied', 'verified', 'failed', 'undone', 'conflict'] as const).map((stage) =>
    containmentEvent(stage, { ...containment, outcome: 'CONTAINED_BOUNDARY' }, producer),
  ),
  ...(['requested', 'granted', 'expired', 'revoked'] as const).map((stage) =>
    exemptionEvent(stage, exemption, producer),
  ),
  modeEvent({ accountId, from: 'observe', to: 'approve', actor: 'alex', reason: 'pilot', at }, 'mode#2', producer),
  incompleteEvent({ accountId, detail: 'refused', eventId: 'e-1', at }, 'e-1#incomplete', producer),
  sealedEvent({ accountId, seq: 9, head: '0'.repeat(64), at }, producer),
];

describe('Events on our own bus', () => {
  it('carry a finding as it was agreed', () => {
    const [finding] = changedFindings().filter(({ questionName }) => questionName === 'bedrock:DeleteGuardrail');
    if (finding === undefined) throw new Error('the change led to no such finding');
    const entry = busEntry(findingEvent(finding, producer, at));
    expectGolden(
      'findings/event.json.golden',
      `${JSON.stringify({ ...entry, detail: JSON.parse(entry.detail) as unknown }, null, 2)}\n`,
    );
  });

  it('are all of the schema, and of the generated contract, in every kind', async () => {
    const [contract] = await generateContracts();
    const validate = new Ajv({ allErrors: true }).compile(JSON.parse(contract?.text ?? '') as object);
    for (const event of everyEvent) {
      expect(ringfenceEvent.parse(event)).toEqual(event);
      validate(JSON.parse(JSON.stringify(event)));
      expect(validate.errors ?? []).toEqual([]);
    }
    expect(new Set(everyEvent.map(({ data }) => data.type))).toEqual(new Set(Object.keys(detailTypes)));
  });

  it('are refused by the contract with a member that it does not know', async () => {
    const [contract] = await generateContracts();
    const validate = new Ajv().compile(JSON.parse(contract?.text ?? '') as object);
    expect(validate({ ...everyEvent[0], more: 1 })).toBe(false);
  });

  it('have contracts that are the generated ones', async () => {
    for (const { path: file, text } of await generateContracts()) {
      expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
    }
  });

  it('are named once: the detail type says what data.type says', () => {
    for (const event of everyEvent) {
      const { source, detailType, detail } = busEntry(event);
      expect(source).toBe('io.ringfence');
      expect(detailType.length).toBeLessThanOrEqual(128);
      expect(detailType.toLowerCase().replaceAll(' ', '.')).toBe(event.data.type);
      expect(JSON.parse(detail)).toEqual(event);
    }
  });

  it('can be told apart and dropped when repeated: the key is the finding and its version', () => {
    const finding = aFinding({ version: 4 });
    expect(findingEvent(finding, producer, at).metadata.idempotencyKey).toBe(`${finding.id}#4`);
  });

  it('say upper-case severity, the account, and a Region also for IAM, which has none', () => {
    const { data } = findingEvent(aFinding(), producer, at);
    expect(data).toMatchObject({ finding: { severity: 'HIGH', accountId, region: 'us-east-1' } });
    const china = aFinding({ subject: { ...aFinding().subject, arn: 'arn:aws-cn:iam::111122223333:role/x' } });
    expect(findingEvent(china, producer, at).data).toMatchObject({ finding: { region: 'cn-north-1' } });
  });

  it('never make an unknown a pass, nor a candidate a witness', () => {
    const candidate = { action: 'bedrock:InvokeModel', resource: '*', context: {} };
    const { data } = findingEvent(
      aFinding({ answer: { ...anUnknown(), answer: 'unknown', why: { code: 'budget', detail: 'd' }, candidate } }),
      producer,
      at,
    );
    expect(data).toMatchObject({ finding: { answer: { answer: 'unknown', why: { code: 'budget' }, candidate } } });
    expect(JSON.stringify(data)).not.toContain('witness');
  });

  it('name the affected ARNs', () => {
    expect(
      everyEvent.map((event) => busEntry(event).resources).filter((resources) => resources.length > 0),
    ).toContainEqual([subject.arn]);
  });
});
