import { contain } from '../../functions/contain/contain.ts';
import { install, type Installation } from './installation.ts';

/** An installation in mode enforce where role `app` has just been given one dangerous action; its event still waits. */
export const withGrantedRole = async (): Promise<Installation> => {
  const it = await install();
  it.call('CreateRole', {
    roleName: 'app',
    assumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  });
  await it.settle();
  await it.mode('enforce');
  it.call('PutRolePolicy', {
    roleName: 'app',
    policyName: 'ml',
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'bedrock:DeleteGuardrail', Resource: '*' }],
    }),
  });
  return it;
};

/** The grant was heard, and contained; the events of our own writes wait. */
export const withContainedRole = async (): Promise<Installation> => {
  const it = await withGrantedRole();
  const grant = it.events.shift();
  if (grant === undefined) throw new Error('no event of the grant');
  await it.deliver(grant);
  const request = it.world.containmentRequests.shift();
  if (request === undefined) throw new Error('nothing was asked for');
  await contain(it.world)(request);
  return it;
};
