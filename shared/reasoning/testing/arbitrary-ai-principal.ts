import fc from 'fast-check';
import type { Principal } from '../principal.ts';
import { allow, aPrincipal, asUser, boundary, deny, scps, type Statement } from './a-world.ts';

/** Actions that statements of `aiStatements` are about, each with a form of resource of its own. */
export const aiActions = [
  'bedrock:InvokeModel',
  'bedrock:DeleteGuardrail',
  'bedrock:PutEnforcedGuardrailConfiguration',
  'iam:PassRole',
  'sagemaker:InvokeEndpoint',
  'sts:AssumeRole',
] as const;

const pattern = fc.constantFrom(
  '*',
  'bedrock:*',
  'bedrock:Invoke*',
  'iam:*',
  'sage*',
  '*:*',
  's3:GetObject',
  ...aiActions,
);
const resource = fc.constantFrom(
  '*',
  '*',
  '*',
  'arn:aws:bedrock:*::foundation-model/*',
  'arn:aws:bedrock:eu-west-1:111122223333:app-1',
  'arn:aws:iam::111122223333:role/*',
  'arn:aws:sagemaker:*:*:endpoint/${aws:PrincipalTag/team}',
);
const conditions = fc.constantFrom(
  undefined,
  undefined,
  undefined,
  { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } },
  { Bool: { 'aws:SecureTransport': 'true' } },
);
const listed = fc.uniqueArray(pattern, { minLength: 1, maxLength: 3 });
const allows = fc.tuple(listed, resource, conditions).map(([what, on, when]) => allow(what, on, when));
const denies = fc.tuple(listed, resource, conditions).map(([what, on, when]) => deny(what, on, when));
/** Statements about AI as people write them, with what words alone do not settle. */
export const aiStatements = fc.array(fc.oneof({ weight: 4, arbitrary: allows }, { weight: 1, arbitrary: denies }), {
  minLength: 1,
  maxLength: 4,
});
const everything = fc.constant<Statement[]>([allow('*')]);
const ceiling = fc.oneof(everything, aiStatements);

/** Roles and users under boundaries and organisation policies, or under none. */
export const aiPrincipals: fc.Arbitrary<Principal> = fc
  .record(
    {
      identity: fc.oneof(
        aiStatements,
        everything,
        fc.tuple(everything, aiStatements).map((lists) => lists.flat()),
      ),
      user: fc.boolean(),
      boundary: ceiling,
      level: ceiling,
    },
    { requiredKeys: ['identity', 'user'] },
  )
  .map(({ identity, user, boundary: limits, level }) =>
    aPrincipal(identity, {
      ...(user ? asUser : {}),
      ...(limits === undefined ? {} : boundary(...limits)),
      ...(level === undefined ? {} : scps(level)),
    }),
  );
