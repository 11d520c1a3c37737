import { InvalidArgumentError } from 'commander';
import { severities } from '../shared/checks/severity.ts';

/** A severity in any letter case, as `--fail-on` takes it. */
export const failLevel = (text: string): string => {
  const level = text.toUpperCase();
  const levels = severities.map((severity) => severity.toUpperCase());
  if (levels.includes(level)) return level;
  throw new InvalidArgumentError(`It is one of ${levels.join(', ')}.`);
};
