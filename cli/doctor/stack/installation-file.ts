import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { CommandError } from '../../command-error.ts';

/** What the doctor needs to know of a configuration; `npm run synth` judges all of it. */
const Installation = z.object({
  account: z.string().optional(),
  watchedRegions: z.array(z.string()).default([]),
  synthesizer: z.string().optional(),
});

/** What will be installed, as far as it decides where. */
export type InstallationPlan = {
  /** Absent: the account of the credentials. */
  account?: string;
  /** Regions besides the home. */
  further: readonly string[];
  /** Whether the deployment goes through the CDK's bootstrap roles. */
  bootstraps: boolean;
};

export const configurationFile = 'ringfence.config.json';

/** @throws CommandError for a file that is no configuration: what it decides would be guessed. */
export const readInstallationPlan = (directory: string, home: string): InstallationPlan => {
  const file = path.join(directory, configurationFile);
  if (!existsSync(file)) return { further: [], bootstraps: true };
  const read = Installation.safeParse(jsonOf(readFileSync(file, 'utf8')));
  if (!read.success)
    throw new CommandError(`${configurationFile} is not a configuration`, {
      place: file,
      next: 'npm run synth names the line',
    });
  const { account, watchedRegions, synthesizer } = read.data;
  return {
    ...(account === undefined ? {} : { account }),
    further: [...new Set(watchedRegions)].filter((region) => region !== home),
    bootstraps: synthesizer !== 'cli',
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return undefined;
  }
};
