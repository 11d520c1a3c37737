import { checks } from '../shared/checks/catalogue.ts';
import type { Check } from '../shared/checks/check.ts';
import { CommandError } from './command-error.ts';

/** By its id, with or without `RF.`, in any case, or by its name. */
export const findCheck = (wanted: string): Check => {
  const id = wanted.toUpperCase();
  const found = checks.find((check) => check.id === id || check.id === `RF.${id}` || check.name === wanted);
  if (found) return found;
  throw new CommandError(`there is no check ${wanted}`, { next: 'ringfence checks list' });
};
