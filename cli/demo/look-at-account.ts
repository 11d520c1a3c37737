import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { PrincipalReader } from '../../shared/ports/principal-reader.ts';
import { canEver } from '../../shared/reasoning/can-ever.ts';
import { compilePrincipal } from '../../shared/reasoning/compile-principal.ts';
import { decide } from '../../shared/reasoning/decide.ts';
import type { AccessRequest } from '../../shared/reasoning/types.ts';
import type { Saga } from '../../shared/response/saga.ts';
import { describeRequest, describeStatement } from '../describe-answer.ts';
import type { Look } from './tell-notice.ts';

/** Reads the principal as it is now, once, and answers what the demo asks about it. */
export const lookAtAccount = async (reader: PrincipalReader, saga: Saga, now: string): Promise<Look> => {
  const [kind, name] = [
    saga.plan.subject.kind === 'user' ? 'user' : 'role',
    saga.plan.subject.arn.split('/').at(-1) ?? '',
  ] as const;
  const read = await reader.readPrincipal({ kind, name });
  const facts = read.found === 'yes' ? read.value : undefined;
  return {
    witnessNow: () => {
      const before = saga.plan.questions[0]?.before;
      if (facts === undefined || before?.answer !== 'yes') return 'the principal cannot be read';
      return `${describeRequest(before.witness.request)}: ${decided(facts, before.witness.request)}`;
    },
    unrelatedNow: () => {
      if (facts === undefined) return undefined;
      const answer = canEver(
        compilePrincipal(facts),
        { actions: unrelated, resources: ['*'] },
        { model: 'realistic', now },
      );
      return answer.answer === 'yes' ? `${describeRequest(answer.witness.request)}: still allowed` : undefined;
    },
  };
};

/** Everyday actions outside of AI and of access itself: one of them is what the principal is for. */
const unrelated = ['s3:GetObject', 'sagemaker:ListNotebookInstances', 'sagemaker:ListModels', 'lambda:GetFunction'];

const decided = (facts: PrincipalFacts, request: AccessRequest): string => {
  const decision = decide(compilePrincipal(facts), request);
  switch (decision.decision) {
    case 'Allowed':
      return 'allowed';
    case 'ExplicitlyDenied':
      return `denied now, by ${decision.by[0] === undefined ? 'a Deny' : describeStatement(decision.by[0])}`;
    case 'ImplicitlyDenied':
      return 'denied now: nothing allows it';
  }
};
