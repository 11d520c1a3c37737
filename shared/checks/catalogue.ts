import { avoidGuardrail } from './access/avoid-guardrail/check.ts';
import { invokeUnnamedModel } from './access/invoke-unnamed-model/check.ts';
import { managedFullAccess } from './access/managed-full-access/check.ts';
import { modelAccessWithoutBoundary } from './access/model-access-without-boundary/check.ts';
import type { Check } from './check.ts';
import { unansweredQuestion } from './coverage/unanswered-question/check.ts';
import { guardrailDeleted } from './guard/guardrail-deleted/check.ts';
import { guardrailWeakened } from './guard/guardrail-weakened/check.ts';
import { weakerVersionPublished } from './guard/weaker-version-published/check.ts';
import { invocationLoggingOff } from './logging/invocation-logging-off/check.ts';
import { collection } from './sensitive/collection/check.ts';
import { credentialAccess } from './sensitive/credential-access/check.ts';
import { defenseImpairment } from './sensitive/defense-impairment/check.ts';
import { execution } from './sensitive/execution/check.ts';
import { exfiltration } from './sensitive/exfiltration/check.ts';
import { impact } from './sensitive/impact/check.ts';
import { initialAccess } from './sensitive/initial-access/check.ts';
import { lateralMovement } from './sensitive/lateral-movement/check.ts';
import { persistence } from './sensitive/persistence/check.ts';
import { privilegeEscalation } from './sensitive/privilege-escalation/check.ts';
import { containmentUndone } from './tamper/containment-undone/check.ts';
import { confusedServiceTrust } from './trust/confused-service-trust/check.ts';
import { wildcardTrust } from './trust/wildcard-trust/check.ts';

/** Every check, in id order: areas in the order of `areas`, then by number. A retired id is never used again. */
export const checks: readonly Check[] = [
  invokeUnnamedModel, // RF.ACCESS.1
  avoidGuardrail, // RF.ACCESS.9
  modelAccessWithoutBoundary, // RF.ACCESS.12
  managedFullAccess, // RF.ACCESS.22
  wildcardTrust, // RF.TRUST.1
  confusedServiceTrust, // RF.TRUST.2
  initialAccess, // RF.SENSITIVE.1
  execution, // RF.SENSITIVE.2
  persistence, // RF.SENSITIVE.3
  privilegeEscalation, // RF.SENSITIVE.4
  defenseImpairment, // RF.SENSITIVE.5
  credentialAccess, // RF.SENSITIVE.6
  lateralMovement, // RF.SENSITIVE.7
  collection, // RF.SENSITIVE.8
  exfiltration, // RF.SENSITIVE.9
  impact, // RF.SENSITIVE.10
  guardrailDeleted, // RF.GUARD.1
  guardrailWeakened, // RF.GUARD.2
  weakerVersionPublished, // RF.GUARD.3
  invocationLoggingOff, // RF.LOGGING.1
  containmentUndone, // RF.TAMPER.1
  unansweredQuestion, // RF.COVERAGE.3
];
