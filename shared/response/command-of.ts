import { shellQuoted } from '../change/shell-quoted.ts';
import type { PlannedCall } from './plan.ts';

/** A call as a person pastes it. */
export const commandOf = ({ service, operation, parameters }: PlannedCall): string =>
  [
    `aws ${service} ${operation}`,
    ...Object.entries(parameters).map(([option, value]) => `--${option} ${shellQuoted(value)}`),
  ].join(' ');
