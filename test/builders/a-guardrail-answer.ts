/** GetGuardrail's answer, without any policy: say only what differs. */
export const aGuardrailAnswer = (differs: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  name: 'support-bot',
  guardrailId: 'gr1example',
  guardrailArn: 'arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example',
  version: 'DRAFT',
  status: 'READY',
  createdAt: '2026-11-01T08:00:00+00:00',
  updatedAt: '2026-11-20T08:00:00+00:00',
  blockedInputMessaging: 'This cannot be answered.',
  blockedOutputsMessaging: 'This cannot be answered.',
  ...differs,
});
