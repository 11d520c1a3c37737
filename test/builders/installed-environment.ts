const role = (name: string): string => `arn:aws:iam::111122223333:role/ringfence/${name}`;
const topic = (name: string): string => `arn:aws:sns:us-east-1:111122223333:ringfence-${name}`;
/** What the stack of an installation in us-east-1 gives each of its functions. */
export const installedEnvironment = {
  RINGFENCE_ACCOUNT_ID: '111122223333',
  RINGFENCE_PARTITION: 'aws',
  RINGFENCE_CONTAIN_ROLE_ARN: role('ringfence-contain-boundary'),
  RINGFENCE_UNDO_ROLE_ARN: role('ringfence-undo-boundary'),
  RINGFENCE_OWN_ROLE_ARNS: role('ringfence-contain'),
  RINGFENCE_WATCHED_REGIONS: 'us-east-1',
  RINGFENCE_FINDINGS_TABLE: 'ringfence-findings',
  RINGFENCE_STATE_TABLE: 'ringfence-state',
  RINGFENCE_HISTORY_TABLE: 'ringfence-history',
  RINGFENCE_MODE_PARAMETER: '/ringfence/mode',
  RINGFENCE_KILL_SWITCH_PARAMETER: '/ringfence/kill-switch',
  RINGFENCE_ALERTS_TOPIC_ARN: topic('alerts'),
  RINGFENCE_URGENT_TOPIC_ARN: topic('alerts-urgent'),
  RINGFENCE_ESCALATION_TOPIC_ARN: topic('escalations'),
  RINGFENCE_EVENTS_TOPIC_ARN: topic('events'),
  RINGFENCE_EVENT_BUS: 'ringfence',
  RINGFENCE_SWEEP_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/ringfence-sweep-account',
};
