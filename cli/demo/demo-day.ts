import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const arn = z.string().startsWith('arn:');
const step = { at: z.string().regex(/^\d\d:\d\d$/u), title: z.string() };
const iamCall = { actor: arn, eventName: z.string(), parameters: z.record(z.string(), z.json()) };

const demoDay = z.strictObject({
  /** ISO 8601; steps are at their time on this day. */
  begins: z.iso.datetime(),
  guardrails: z.array(
    z.strictObject({
      id: z.string(),
      arn,
      region: z.string(),
      version: z.string(),
      name: z.string(),
      content: z.record(z.string(), z.json()),
    }),
  ),
  /** Agents, flows and enforced configurations that name a guardrail. */
  guardrailReferences: z.array(
    z.strictObject({
      region: z.string(),
      kind: z.enum(['agent', 'flow', 'enforcement']),
      by: z.string(),
      identifier: z.string(),
      version: z.string().exactOptional(),
    }),
  ),
  invocationLogging: z.record(
    z.string(),
    z.strictObject({
      text: z.boolean(),
      image: z.boolean(),
      embedding: z.boolean(),
      video: z.boolean(),
      audio: z.boolean(),
      logGroup: z.string(),
    }),
  ),
  settings: z.strictObject({
    administrators: z.array(z.string()),
    resourcePoliciesReviewed: z.boolean(),
    approvers: z.union([z.literal(1), z.literal(2)]),
  }),
  steps: z.array(
    z.discriminatedUnion('do', [
      z.strictObject({ do: z.literal('sweep'), ...step }),
      z.strictObject({ do: z.literal('iam'), ...step, ...iamCall }),
      z.strictObject({ do: z.literal('hollow'), ...step, ...iamCall }),
      z.strictObject({ do: z.literal('refused'), ...step, actor: arn, eventName: z.string() }),
      z.strictObject({ do: z.literal('delete-guardrail'), ...step, actor: arn, identifier: z.string() }),
      z.strictObject({
        do: z.literal('update-guardrail'),
        ...step,
        actor: arn,
        identifier: z.string(),
        /** Members of the guardrail that are replaced. */
        replaces: z.record(z.string(), z.json()),
      }),
      z.strictObject({
        do: z.literal('mode'),
        ...step,
        to: z.enum(['observe', 'approve', 'enforce']),
        actor: arn,
        approver: arn,
        reason: z.string(),
      }),
      z.strictObject({ do: z.literal('approve-restoration'), ...step, actor: arn }),
      z.strictObject({ do: z.literal('undo'), ...step, principal: z.string(), actor: arn, reason: z.string() }),
    ]),
  ),
});
export type DemoDay = z.infer<typeof demoDay>;
export type DemoStep = DemoDay['steps'][number];

const folder = path.join(import.meta.dirname, '../../events/demo');

export const readDemoDay = async (): Promise<DemoDay> =>
  demoDay.parse(JSON.parse(await readFile(path.join(folder, 'day.json'), 'utf8')));

export const readDemoAccount = (): Promise<string> => readFile(path.join(folder, 'account.json'), 'utf8');
