import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { iamArn, type Place } from './place.ts';

/**
 * The status of credentials. IAM has no condition key for the new status, so the role that makes them inactive could make them active
 * too; its function has no such request. None of them creates or deletes one.
 */
export const setCredentialStatus = (place: Place): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'SetCredentialStatus',
    actions: ['iam:UpdateAccessKey', 'iam:UpdateServiceSpecificCredential'],
    resources: [iamArn(place, 'user/*')],
  }),
];

export const credentialReasons = {
  SetCredentialStatus: 'Any user may have to be contained; what is protected is denied beside it.',
} as const;
