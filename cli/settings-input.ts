import { checkSettingsSchema } from '../shared/checks/settings-schema.ts';
import type { CheckSettings } from '../shared/checks/settings.ts';
import { CommandError } from './command-error.ts';
import { readInput } from './read-input.ts';

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
  const parsed = checkSettingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new CommandError(`the settings file is wrong: ${issue?.message ?? 'unreadable'}`, {
    place: `${file} /${issue?.path.join('/') ?? ''}`,
    next: `it may hold ${Object.keys(checkSettingsSchema.shape).join(', ')}`,
  });
};
