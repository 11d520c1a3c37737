import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  paginateListAttachedGroupPolicies,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  paginateListGroupPolicies,
  paginateListRolePolicies,
  paginateListUserPolicies,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { LimitFunction } from 'p-limit';
import type { Known } from '../../facts/known.ts';
import type { PolicyDocument } from '../../facts/principal-facts.ts';
import { awsFailure, isTransient } from './aws-failure.ts';
import { ChangedWhileRead, IamUnavailable, readPart, required } from './iam-read.ts';

export type Owner = { kind: 'role' | 'user' | 'group'; name: string };

/** The API gives documents URL-encoded (IAM API Reference, "GetRolePolicy"). A raw one may hold a literal percent sign. */
export const decodedDocument = (text: string): string => (text.startsWith('%7B') ? decodeURIComponent(text) : text);

/** Policy documents of one owner, read with bounded concurrency. AWS's own policies are kept. */
export class IamDocuments {
  private readonly iam: IAMClient;
  private readonly limit: LimitFunction;
  private readonly versions = new Map<string, string>();

  constructor(iam: IAMClient, limit: LimitFunction) {
    this.iam = iam;
    this.limit = limit;
  }

  inline(owner: Owner): Promise<Known<readonly PolicyDocument[]>> {
    const words = wordsOf(owner.kind);
    return readPart(
      {
        what: `inline policies of ${owner.kind} ${owner.name}`,
        permission: `${words.listInline} and ${words.getInline}`,
      },
      async () => {
        const names = await this.limit(() => this.inlineNames(owner));
        return Promise.all(
          names.map(async (name) => ({
            name: `inline:${name}`,
            text: decodedDocument(
              required(await this.limit(() => this.inlineText(owner, name)), `document of inline policy ${name}`),
            ),
          })),
        );
      },
    );
  }

  attached(owner: Owner): Promise<Known<readonly PolicyDocument[]>> {
    return readPart(
      {
        what: `attached policies of ${owner.kind} ${owner.name}`,
        permission: wordsOf(owner.kind).listAttached,
      },
      async () => {
        const arns = await this.limit(() => this.attachedArns(owner));
        return Promise.all(arns.map((arn) => this.managed(arn)));
      },
    );
  }

  /** A document that may not be read is named as unread: the policies beside it still count. */
  async managed(arn: string): Promise<PolicyDocument> {
    try {
      const answer = await this.limit(() => this.iam.send(new GetPolicyCommand({ PolicyArn: arn })));
      const versionId = required(answer.Policy?.DefaultVersionId, `default version of ${arn}`);
      return { name: arn, arn, versionId, text: await this.version(arn, versionId) };
    } catch (error) {
      if (error instanceof IamUnavailable || error instanceof ChangedWhileRead) throw error;
      const failure = awsFailure(error);
      if (failure.kind === 'missing') throw new ChangedWhileRead(arn);
      if (isTransient(failure)) throw new IamUnavailable(failure, arn);
      const unread =
        failure.kind === 'denied'
          ? `${arn} could not be read: allow iam:GetPolicy and iam:GetPolicyVersion`
          : `${arn} could not be read: ${failure.detail}`;
      return { name: arn, arn, unread };
    }
  }

  private async version(arn: string, versionId: string): Promise<string> {
    const key = `${arn}@${versionId}`;
    const kept = this.versions.get(key);
    if (kept !== undefined) return kept;
    const answer = await this.limit(() =>
      this.iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: versionId })),
    );
    const text = decodedDocument(required(answer.PolicyVersion?.Document, `document of ${key}`));
    // A policy that is deleted and made again under its name begins at v1 again: only AWS's own keep their text.
    if (arn.includes('::aws:policy/')) this.versions.set(key, text);
    return text;
  }

  private async inlineNames({ kind, name }: Owner): Promise<readonly string[]> {
    const client = this.iam;
    const names: string[] = [];
    const pages =
      kind === 'role'
        ? paginateListRolePolicies({ client }, { RoleName: name })
        : kind === 'user'
          ? paginateListUserPolicies({ client }, { UserName: name })
          : paginateListGroupPolicies({ client }, { GroupName: name });
    for await (const page of pages) names.push(...required(page.PolicyNames, 'PolicyNames'));
    return names;
  }

  private async inlineText({ kind, name }: Owner, PolicyName: string): Promise<string | undefined> {
    switch (kind) {
      case 'role':
        return (await this.iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }))).PolicyDocument;
      case 'user':
        return (await this.iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName }))).PolicyDocument;
      case 'group':
        return (await this.iam.send(new GetGroupPolicyCommand({ GroupName: name, PolicyName }))).PolicyDocument;
    }
  }

  private async attachedArns({ kind, name }: Owner): Promise<readonly string[]> {
    const client = this.iam;
    const arns: string[] = [];
    const pages =
      kind === 'role'
        ? paginateListAttachedRolePolicies({ client }, { RoleName: name })
        : kind === 'user'
          ? paginateListAttachedUserPolicies({ client }, { UserName: name })
          : paginateListAttachedGroupPolicies({ client }, { GroupName: name });
    for await (const page of pages)
      arns.push(...required(page.AttachedPolicies, 'AttachedPolicies').map((p) => required(p.PolicyArn, 'PolicyArn')));
    return arns;
  }
}

const wordsOf = (kind: Owner['kind']): { listInline: string; getInline: string; listAttached: string } => {
  const word = { role: 'Role', user: 'User', group: 'Group' }[kind];
  return {
    listInline: `iam:List${word}Policies`,
    getInline: `iam:Get${word}Policy`,
    listAttached: `iam:ListAttached${word}Policies`,
  };
};
