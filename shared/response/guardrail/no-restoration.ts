import { displayText } from '../../change/display-text.ts';
import type { Ports } from '../../ports/ports.ts';
import { canonicalJson, sha256 } from '../canonical-json.ts';
import type { Outcome } from '../outcome.ts';
import type { Restoration, RestorationPlan } from './restoration.ts';

/** What was asked for, as history and the alert name it. */
type Asked = Pick<RestorationPlan, 'subject' | 'findingIds'> & Pick<Restoration, 'cause'>;

/** What a person does where there is no plan. */
export const adviceFor = (outcome: Outcome, { arn, region }: Asked['subject']): string => {
  const id = displayText(arn.split('/').at(-1) ?? arn);
  switch (outcome) {
    case 'NO_SNAPSHOT':
      return `Make the guardrail again from its template or repository in ${region}, then point whoever names ${id} to the new identifier.`;
    case 'RESTORE_REFUSED':
      return `Compare what is there with what is remembered: ringfence guardrails show ${id} > before.json, aws bedrock get-guardrail, ringfence guardrails diff.`;
    case 'SUPERSEDED':
      return 'Ask for the one that took its place: ringfence guardrails restore, with the id above.';
    default:
      return 'Nothing needs to be done.';
  }
};

/** A named outcome without a plan is history too, and a person is told once what to do. */
export const recordNoRestoration = async (
  ports: Pick<Ports, 'history' | 'outbox' | 'clock' | 'identity'>,
  asked: Asked,
  nothing: { outcome: Outcome; detail: string; advice: string },
): Promise<void> => {
  const { subject, findingIds, cause } = asked;
  const { outcome, detail, advice } = nothing;
  const now = ports.clock.now();
  const key = `no-restoration-${sha256(canonicalJson({ arn: subject.arn, findingIds, outcome, detail }))}`;
  await ports.history.append(
    [
      {
        time: now,
        kind: 'plan',
        actor: { arn: ports.identity.restoreRoleArn ?? ports.identity.containRoleArn },
        subject: { account: subject.accountId, id: subject.uniqueId, arn: subject.arn },
        outcome,
        note: detail,
      },
    ],
    key,
  );
  // A guardrail that is gone too has an alert and a plan of its own.
  if (outcome === 'ALREADY_SAFE' || outcome === 'SUPERSEDED') return;
  await ports.outbox.add([
    {
      kind: 'routed',
      id: key,
      at: now,
      accountId: subject.accountId,
      subject,
      noPlan: { outcome, detail, advice },
      findingIds,
      ...(cause === undefined ? {} : { cause }),
    },
  ]);
};
