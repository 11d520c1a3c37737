import type { Role } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from './acknowledge.ts';

/** Each role of Ringfence has one policy, written with it. */
export const keepOwnPolicy = (role: Role): void => {
  acknowledge(
    role,
    'NIST.800.53.R5-IAMNoInlinePolicy',
    'The policy is of this role alone: inline, it comes and goes with the role, and nobody can attach it to another.',
  );
};
