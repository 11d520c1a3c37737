/** Lower case in code and catalogue; upper case in everything emitted. */
export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** 0 to 4, for comparison and for `severityRank` of messages. */
export const severityRank = (severity: Severity): number => severities.indexOf(severity);

/** One step down, for a principal that nobody can become. */
export const lowered = (severity: Severity): Severity =>
  severities[Math.max(0, severityRank(severity) - 1)] ?? 'informational';
