import { aDocument, found, makeRole, type MakeWorld } from './contract-world.ts';

export const principalReaderContract = (make: MakeWorld): void => {
  describe('principal reader', () => {
    it('reads a role with its policies, trust and id', async () => {
      const world = await make();
      const name = await makeRole(world);
      const role = found(await world.ports.principals.readPrincipal({ kind: 'role', name }));
      expect(role).toMatchObject({
        kind: 'role',
        name,
        path: '/',
        accountId: world.ports.identity.accountId,
        permissionsBoundary: { state: 'absent' },
        groups: { state: 'absent' },
        attachedPolicies: { state: 'known', value: [] },
        trustPolicy: { state: 'known' },
      });
      expect(role.uniqueId).toMatch(/^AROA/u);
      expect(role.inlinePolicies).toMatchObject({ state: 'known', value: [{ name: 'inline:ml' }] });
      const [policy] = role.inlinePolicies.state === 'known' ? role.inlinePolicies.value : [];
      expect(JSON.parse(policy?.text ?? '')).toEqual(JSON.parse(aDocument('bedrock:InvokeModel')));
    });

    it('reports a missing principal as absent, not as an error', async () => {
      const { ports, unique } = await make();
      const refs = [
        { kind: 'role', name: unique('none') },
        { kind: 'user', name: unique('none') },
      ] as const;
      expect(await ports.principals.readPrincipals(refs)).toEqual([{ found: 'no' }, { found: 'no' }]);
    });

    it('gives a principal that was made anew another id', async () => {
      const world = await make();
      const name = await makeRole(world);
      const before = found(await world.ports.principals.readPrincipal({ kind: 'role', name }));
      await world.iam('DeleteRolePolicy', { RoleName: name, PolicyName: 'ml' });
      await world.iam('DeleteRole', { RoleName: name });
      expect(await world.ports.principals.readPrincipal({ kind: 'role', name })).toEqual({ found: 'no' });
      await world.iam('CreateRole', { RoleName: name, AssumeRolePolicyDocument: aDocument('sts:AssumeRole') });
      const after = found(await world.ports.principals.readPrincipal({ kind: 'role', name }));
      expect(after.arn).toBe(before.arn);
      expect(after.uniqueId).not.toBe(before.uniqueId);
    });

    it('reads the default version of a managed policy, and whom the policy reaches', async () => {
      const world = await make();
      const name = await makeRole(world);
      const userName = world.unique('user');
      const groupName = world.unique('group');
      const policyName = world.unique('policy');
      const PolicyArn = `arn:aws:iam::${world.ports.identity.accountId}:policy/${policyName}`;
      await world.iam('CreatePolicy', { PolicyName: policyName, PolicyDocument: aDocument('s3:GetObject') });
      await world.iam('CreateUser', { UserName: userName });
      await world.iam('CreateGroup', { GroupName: groupName });
      await world.iam('AddUserToGroup', { UserName: userName, GroupName: groupName });
      await world.iam('AttachGroupPolicy', { GroupName: groupName, PolicyArn });
      await world.iam('AttachRolePolicy', { RoleName: name, PolicyArn });
      await world.iam('PutUserPermissionsBoundary', { UserName: userName, PermissionsBoundary: PolicyArn });

      const [role, user] = (
        await world.ports.principals.readPrincipals([
          { kind: 'role', name },
          { kind: 'user', name: userName },
        ])
      ).map(found);
      expect(role?.attachedPolicies).toMatchObject({ state: 'known', value: [{ arn: PolicyArn, versionId: 'v1' }] });
      expect(user?.permissionsBoundary).toMatchObject({ state: 'known', value: { arn: PolicyArn } });
      expect(user?.groups).toMatchObject({
        state: 'known',
        value: [{ name: groupName, attachedPolicies: { state: 'known', value: [{ arn: PolicyArn }] } }],
      });
      expect(found(await world.ports.principals.membersOf(groupName))).toEqual([{ kind: 'user', name: userName }]);
      expect(found(await world.ports.principals.reachedBy(PolicyArn))).toEqual({
        attached: [{ kind: 'role', name }],
        groups: [groupName],
        bounded: [{ kind: 'user', name: userName }],
      });
    });

    it('reads the whole account', async () => {
      const world = await make();
      const name = await makeRole(world);
      const account = found(await world.ports.principals.readAccount());
      const one = found(await world.ports.principals.readPrincipal({ kind: 'role', name }));
      const seen = account.find((each) => each.name === name);
      expect(seen).toMatchObject({ uniqueId: one.uniqueId, inlinePolicies: one.inlinePolicies });
    });
  });
};
