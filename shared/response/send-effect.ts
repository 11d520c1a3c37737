import type { Ports } from '../ports/ports.ts';
import type { WriteResult } from '../ports/containment-ports.ts';
import type { PrincipalRef } from '../ports/principal-reader.ts';
import type { OwnEffect } from './effect.ts';
import type { Plan } from './plan.ts';

/** One effect on the subject, by the role that may make it and no other. */
export const sendEffect = (
  ports: Pick<Ports, 'boundaries' | 'denies' | 'credentials'>,
  effect: OwnEffect,
  principal: PrincipalRef,
  sagaId: string,
): Promise<WriteResult> => {
  switch (effect.effect) {
    case 'set-boundary':
      return ports.boundaries.putBoundary({ principal, policyArn: effect.arn, sagaId });
    case 'put-inline':
      return ports.denies.putInline({ principal, name: effect.name, document: effect.document, sagaId });
    case 'attach':
      return ports.denies.attach({ principal, policyArn: effect.arn, sagaId });
    case 'deactivate':
      return ports.credentials.deactivate({ userName: principal.name, credential: effect.credential, sagaId });
  }
};

/** Takes one effect back to what the plan found. All of it can widen, so all of it is the undo role's. */
export const sendInverse = (
  ports: Pick<Ports, 'boundaryRemover'>,
  effect: OwnEffect,
  principal: PrincipalRef,
  { replaced, sagaId }: { replaced: Plan['replaced']; sagaId: string },
): Promise<WriteResult> => {
  const { boundaryRemover } = ports;
  switch (effect.effect) {
    case 'set-boundary':
      return replaced === undefined
        ? boundaryRemover.deleteBoundary({ principal, sagaId })
        : boundaryRemover.restoreBoundary({ principal, policyArn: replaced.arn, sagaId });
    case 'put-inline':
      return boundaryRemover.deleteInline({ principal, name: effect.name, sagaId });
    case 'attach':
      return boundaryRemover.detach({ principal, policyArn: effect.arn, sagaId });
    case 'deactivate':
      return boundaryRemover.reactivate({ userName: principal.name, credential: effect.credential, sagaId });
  }
};
