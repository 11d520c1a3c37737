import { z } from 'zod';
import { defaultCheckSettings, type CheckSettings } from '../shared/checks/settings.ts';
import { CommandError } from './command-error.ts';
import { readInput } from './read-input.ts';

const modelPattern = z.string().startsWith('arn:', 'a model ARN pattern begins with arn:');

// A misspelt key would silently judge nothing: unknown keys are refused.
const settings = z.strictObject({
  approvedModels: z.array(modelPattern).optional(),
  approvedGuardrails: z.array(z.string().startsWith('arn:', 'a guardrail ARN begins with arn:')).optional(),
  administrators: z
    .array(z.string().regex(/^A[A-Z0-9]{15,}$/u, 'a unique id such as AROA… or AIDA…; a name could be forged'))
    .optional(),
  modelRegions: z.array(z.string()).optional(),
  pack: z.enum(['essential', 'recommended', 'strict']).optional(),
});

/** What the account's owners tell the checks. Wrong settings are refused with the place. */
export const readSettingsFile = async (file: string): Promise<CheckSettings> => {
  const text = await readInput(file, 'the settings file');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CommandError(`the settings file is not JSON: ${error instanceof Error ? error.message : ''}`, {
      place: file,
    });
  }
  const parsed = settings.safeParse(value);
  if (parsed.success) {
    const given = Object.fromEntries(Object.entries(parsed.data).filter(([, each]) => each !== undefined));
    return { ...defaultCheckSettings, ...given };
  }
  const issue = parsed.error.issues[0];
  throw new CommandError(`the settings file is wrong: ${issue?.message ?? 'unreadable'}`, {
    place: `${file} /${issue?.path.join('/') ?? ''}`,
    next: `it may hold ${Object.keys(settings.shape).join(', ')}`,
  });
};
