import type { PlannedCall } from './plan.ts';

const quoted = (value: string): string =>
  /^[\w:/.=+@-]+$/u.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;

/** A call as a person pastes it. */
export const commandOf = ({ service, operation, parameters }: PlannedCall): string =>
  [
    `aws ${service} ${operation}`,
    ...Object.entries(parameters).map(([option, value]) => `--${option} ${quoted(value)}`),
  ].join(' ');
