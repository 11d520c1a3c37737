import { z } from 'zod';
import { checkSettingsSchema, refuseArn } from '../checks/settings-schema.ts';
import { modes, type Settings } from '../response/settings.ts';

/** A principal's ARN or another name of it. */
const principal = z.string().min(1).superRefine(refuseArn('pattern'));
const time = z.iso.datetime();
const mode = z.enum(modes);
const whole = z.number().int().min(0);

const exemption = z.strictObject({
  id: z.string().min(1),
  uniqueId: z.string().min(1),
  arn: principal,
  scope: z.string().min(1),
  owner: z.string().min(1),
  reason: z.string().min(1),
  ticket: z.string(),
  requester: z.string().min(1),
  approver: z.string().min(1),
  from: time,
  expires: time,
  breakGlass: z.boolean().exactOptional(),
});

/** Strict to the last key: a misspelt list would be an empty one, and an empty list judges nothing. */
export const settingsSchema: z.ZodType<Settings> = z.strictObject({
  schemaVersion: z.literal('1'),
  version: whole,
  checks: checkSettingsSchema,
  checkModes: z.record(z.string(), mode),
  protectedPrincipals: z.array(principal),
  exemptions: z.array(exemption),
  blast: z.strictObject({
    perAccountTenMinutes: whole,
    perAccountDay: whole,
    perOrganisationDay: whole,
    perCheckHour: whole,
    percentOfPrincipalsDay: z.number().int().min(0).max(100),
  }),
  attemptsPerHour: whole,
  agreeAfter: whole,
  levels: z.array(z.enum(['surgical', 'sensitive', 'quarantine'])),
  resourcePoliciesReviewed: z.boolean(),
  mergeBoundaries: z.literal(true).exactOptional(),
  approvers: z.union([z.literal(1), z.literal(2)]),
});

/** Says which key of the settings is wrong. Nothing is written to IAM while they are. */
export class SettingsInvalid extends Error {
  override readonly name = 'SettingsInvalid';
}

export const parseSettings = (text: string): Settings => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SettingsInvalid('the settings are not JSON; restore the version before from history');
  }
  const parsed = settingsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new SettingsInvalid(`the settings are not valid:\n${z.prettifyError(parsed.error)}`);
};
