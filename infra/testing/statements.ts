import * as z from 'zod';
import type { Configuration } from '../../shared/runtime/installation/configuration.ts';
import type { Resource, Resources } from './synthesised.ts';

const Statement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown().optional(),
  Condition: z.unknown().optional(),
  Principal: z.unknown().optional(),
});
export type Statement = z.infer<typeof Statement>;
const Refs = z.array(z.looseObject({ Ref: z.string() })).optional();
const Policy = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(Statement) }),
  Roles: Refs,
  Queues: Refs,
});
export type Policy = z.infer<typeof Policy>;

/** Every optional part. */
export const everyPart: Partial<Configuration> = {
  containInline: 'everywhere',
  containKeys: true,
  restoreBoundaries: ['arn:aws:iam::111122223333:policy/team/*'],
};

export const list = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);

export const ofType = (resources: Resources, type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

/** Statements of each role, by the role's name. */
export const roles = (resources: Resources): Map<string, Statement[]> => {
  const names = new Map(
    ofType(resources, 'AWS::IAM::Role').map(([id, { Properties }]) => [id, String(Properties['RoleName'])]),
  );
  const found = new Map<string, Statement[]>([...names.values()].map((name) => [name, []]));
  for (const [, { Properties }] of ofType(resources, 'AWS::IAM::Policy')) {
    const { PolicyDocument, Roles = [] } = Policy.parse(Properties);
    for (const { Ref } of Roles) {
      const statements = found.get(names.get(Ref) ?? '');
      if (statements === undefined) throw new Error(`a policy of a role that is not in the stack: ${Ref}`);
      statements.push(...PolicyDocument.Statement);
    }
  }
  return found;
};

export const allowed = (statements: readonly Statement[]): string[] =>
  statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => list(Action));

/** A report is made for whoever asks; nothing of the account changes (Service Authorization Reference: access level Read). */
const makesReport = 'iam:GenerateServiceLastAccessedDetails';
export const isRead = (action: string): boolean =>
  action === makesReport || /:(Get|List|BatchGet|Describe)[A-Z]/.test(action);
export const mutatesIdentity = (action: string): boolean => /^(iam|organizations|sso):/.test(action) && !isRead(action);
