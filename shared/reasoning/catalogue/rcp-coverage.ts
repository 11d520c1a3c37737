import table from './ai-actions.generated.json' with { type: 'json' };

/** Verified in AWS: "Resource control policies (RCPs)", list of services at launch. */
const confirmed: ReadonlySet<string> = new Set(['s3', 'sts', 'kms', 'sqs', 'secretsmanager']);
/** Listed by the action list's maintainers; not verified against AWS's own page [unconfirmed]. */
const listed: ReadonlySet<string> = new Set(table.rcpServices);

/** Whether resource control policies reach a service. `uncertain` is read both ways. */
export const rcpCoverage = (service: string): 'covered' | 'uncertain' | 'not-covered' => {
  if (confirmed.has(service)) return 'covered';
  return listed.has(service) ? 'uncertain' : 'not-covered';
};
