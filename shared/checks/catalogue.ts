import { absentTags } from './access/absent-tags/check.ts';
import { agreedNetwork } from './access/agreed-network/check.ts';
import { apiKeyUse } from './access/api-key-use/check.ts';
import { apiKeyUser } from './access/api-key-user/check.ts';
import { approvedRegions } from './access/approved-regions/check.ts';
import { avoidGuardrail } from './access/avoid-guardrail/check.ts';
import { bedrockApiKeys } from './access/bedrock-api-keys/check.ts';
import { classMissing } from './access/class-missing/check.ts';
import { evaluationModels } from './access/evaluation-models/check.ts';
import { fineTunedModels } from './access/fine-tuned-models/check.ts';
import { generalModels } from './access/general-models/check.ts';
import { guardrailRequired } from './access/guardrail-required/check.ts';
import { highCostModels } from './access/high-cost-models/check.ts';
import { invokeUnnamedModel } from './access/invoke-unnamed-model/check.ts';
import { longSessions } from './access/long-sessions/check.ts';
import { longTermKeys } from './access/long-term-keys/check.ts';
import { managedFullAccess } from './access/managed-full-access/check.ts';
import { modelAccessWithoutBoundary } from './access/model-access-without-boundary/check.ts';
import { modelProviders } from './access/model-providers/check.ts';
import { organisationModels } from './access/organisation-models/check.ts';
import { rootActivity } from './access/root-activity/check.ts';
import { secondFactor } from './access/second-factor/check.ts';
import { sessionPolicyAlone } from './access/session-policy-alone/check.ts';
import { tagsThatDecide } from './access/tags-that-decide/check.ts';
import { useAndAdminister } from './access/use-and-administer/check.ts';
import type { Check } from './check.ts';
import { accountNotWatched } from './coverage/account-not-watched/check.ts';
import { controlPolicyGap } from './coverage/control-policy-gap/check.ts';
import { exemptionLapsed } from './coverage/exemption-lapsed/check.ts';
import { unansweredQuestion } from './coverage/unanswered-question/check.ts';
import { unclassedAction } from './coverage/unclassed-action/check.ts';
import { unusedService } from './coverage/unused-service/check.ts';
import { workloadWithoutScope } from './coverage/workload-without-scope/check.ts';
import { callerCannotApply } from './guard/caller-cannot-apply/check.ts';
import { enforcementChanged } from './guard/enforcement-changed/check.ts';
import { formalChecksChanged } from './guard/formal-checks-changed/check.ts';
import { guardrailBelowMinimum } from './guard/guardrail-below-minimum/check.ts';
import { guardrailDeleted } from './guard/guardrail-deleted/check.ts';
import { guardrailWeakened } from './guard/guardrail-weakened/check.ts';
import { weakerVersionPublished } from './guard/weaker-version-published/check.ts';
import { guardrailPolicyChanged } from './guard/guardrail-policy-changed/check.ts';
import { missingGuardrail } from './guard/missing-guardrail/check.ts';
import { noGuardrailInRegion } from './guard/no-guardrail-in-region/check.ts';
import { organisationPolicyBroken } from './guard/organisation-policy-broken/check.ts';
import { agentDataEventsOff } from './logging/agent-data-events-off/check.ts';
import { dataRetentionChanged } from './logging/data-retention-changed/check.ts';
import { invocationLoggingIncomplete } from './logging/invocation-logging-incomplete/check.ts';
import { invocationLoggingOff } from './logging/invocation-logging-off/check.ts';
import { logDestinationMoved } from './logging/log-destination-moved/check.ts';
import { logDestinationOpen } from './logging/log-destination-open/check.ts';
import { noAccessAnalyzer } from './logging/no-access-analyzer/check.ts';
import { trailBlind } from './logging/trail-blind/check.ts';
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
import { unusedGrant } from './sensitive/unused-grant/check.ts';
import { becomeRingfence } from './tamper/become-ringfence/check.ts';
import { containmentUndone } from './tamper/containment-undone/check.ts';
import { differsFromRelease } from './tamper/differs-from-release/check.ts';
import { forgedEvent } from './tamper/forged-event/check.ts';
import { historyAltered } from './tamper/history-altered/check.ts';
import { inputSilent } from './tamper/input-silent/check.ts';
import { ownPartChanged } from './tamper/own-part-changed/check.ts';
import { settingsChanged } from './tamper/settings-changed/check.ts';
import { confusedServiceTrust } from './trust/confused-service-trust/check.ts';
import { wildcardTrust } from './trust/wildcard-trust/check.ts';
import { unknownExternalAccount } from './trust/unknown-external-account/check.ts';
import { openFederatedTrust } from './trust/open-federated-trust/check.ts';
import { identityProviderChanged } from './trust/identity-provider-changed/check.ts';
import { agentRoleAssumedByOthers } from './trust/agent-role-assumed-by-others/check.ts';
import { reachesHigherClass } from './trust/reaches-higher-class/check.ts';
import { resourceSharedOutside } from './trust/resource-shared-outside/check.ts';
import { passRoleToAiService } from './escalate/pass-role-to-ai-service/check.ts';
import { passRoleAndRun } from './escalate/pass-role-and-run/check.ts';
import { runInExistingRuntime } from './escalate/run-in-existing-runtime/check.ts';
import { swapWhatRuns } from './escalate/swap-what-runs/check.ts';
import { grantsThatAddUp } from './escalate/grants-that-add-up/check.ts';
import { administratorReachable } from './escalate/administrator-reachable/check.ts';
import { changeOwnAccess } from './escalate/change-own-access/check.ts';
import { liftOwnBoundary } from './escalate/lift-own-boundary/check.ts';
import { createFreerPrincipal } from './escalate/create-freer-principal/check.ts';

/** Every check, in id order: areas in the order of `areas`, then by number. A retired id is never used again. */
export const checks: readonly Check[] = [
  invokeUnnamedModel, // RF.ACCESS.1
  evaluationModels, // RF.ACCESS.2
  generalModels, // RF.ACCESS.3
  fineTunedModels, // RF.ACCESS.4
  highCostModels, // RF.ACCESS.5
  modelProviders, // RF.ACCESS.6
  agreedNetwork, // RF.ACCESS.7
  guardrailRequired, // RF.ACCESS.8
  avoidGuardrail, // RF.ACCESS.9
  organisationModels, // RF.ACCESS.10
  approvedRegions, // RF.ACCESS.11
  modelAccessWithoutBoundary, // RF.ACCESS.12
  longSessions, // RF.ACCESS.13
  secondFactor, // RF.ACCESS.14
  longTermKeys, // RF.ACCESS.15
  bedrockApiKeys, // RF.ACCESS.16
  apiKeyUse, // RF.ACCESS.17
  apiKeyUser, // RF.ACCESS.18
  tagsThatDecide, // RF.ACCESS.19
  absentTags, // RF.ACCESS.20
  rootActivity, // RF.ACCESS.21
  managedFullAccess, // RF.ACCESS.22
  useAndAdminister, // RF.ACCESS.23
  classMissing, // RF.ACCESS.24
  sessionPolicyAlone, // RF.ACCESS.25
  wildcardTrust, // RF.TRUST.1
  confusedServiceTrust, // RF.TRUST.2
  unknownExternalAccount, // RF.TRUST.3
  openFederatedTrust, // RF.TRUST.4
  identityProviderChanged, // RF.TRUST.5
  agentRoleAssumedByOthers, // RF.TRUST.6
  reachesHigherClass, // RF.TRUST.7
  resourceSharedOutside, // RF.TRUST.8
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
  unusedGrant, // RF.SENSITIVE.11
  passRoleToAiService, // RF.ESCALATE.1
  passRoleAndRun, // RF.ESCALATE.2
  runInExistingRuntime, // RF.ESCALATE.3
  swapWhatRuns, // RF.ESCALATE.4
  grantsThatAddUp, // RF.ESCALATE.5
  administratorReachable, // RF.ESCALATE.6
  changeOwnAccess, // RF.ESCALATE.7
  liftOwnBoundary, // RF.ESCALATE.8
  createFreerPrincipal, // RF.ESCALATE.9
  guardrailDeleted, // RF.GUARD.1
  guardrailWeakened, // RF.GUARD.2
  weakerVersionPublished, // RF.GUARD.3
  guardrailBelowMinimum, // RF.GUARD.4
  enforcementChanged, // RF.GUARD.5
  organisationPolicyBroken, // RF.GUARD.6
  guardrailPolicyChanged, // RF.GUARD.7
  missingGuardrail, // RF.GUARD.8
  formalChecksChanged, // RF.GUARD.9
  callerCannotApply, // RF.GUARD.10
  noGuardrailInRegion, // RF.GUARD.11
  invocationLoggingOff, // RF.LOGGING.1
  invocationLoggingIncomplete, // RF.LOGGING.2
  logDestinationMoved, // RF.LOGGING.3
  logDestinationOpen, // RF.LOGGING.4
  trailBlind, // RF.LOGGING.5
  agentDataEventsOff, // RF.LOGGING.6
  dataRetentionChanged, // RF.LOGGING.7
  noAccessAnalyzer, // RF.LOGGING.8
  containmentUndone, // RF.TAMPER.1
  ownPartChanged, // RF.TAMPER.2
  settingsChanged, // RF.TAMPER.3
  inputSilent, // RF.TAMPER.4
  historyAltered, // RF.TAMPER.5
  becomeRingfence, // RF.TAMPER.6
  forgedEvent, // RF.TAMPER.7
  differsFromRelease, // RF.TAMPER.8
  unusedService, // RF.COVERAGE.1
  exemptionLapsed, // RF.COVERAGE.2
  unansweredQuestion, // RF.COVERAGE.3
  accountNotWatched, // RF.COVERAGE.4
  controlPolicyGap, // RF.COVERAGE.5
  workloadWithoutScope, // RF.COVERAGE.6
  unclassedAction, // RF.COVERAGE.7
];
