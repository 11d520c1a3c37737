import type { References } from '../../checks/check.ts';

/** Every framework id of a finding, in a fixed order: guidance of AWS first, then OWASP, then MITRE. */
export const frameworkIds = (references: References): readonly string[] => [
  ...new Set([
    ...(references.aisf ?? []),
    ...(references.genSec ?? []),
    ...(references.owaspLlm ?? []),
    ...(references.attack ?? []).flatMap(({ tactic, technique }) => [
      tactic,
      ...(technique === undefined ? [] : [technique]),
    ]),
    ...(references.atlas ?? []),
  ]),
];
