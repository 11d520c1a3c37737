import type { PolicyJson } from './policy-document.ts';

/** A document is an object in files of the AWS CLI and URL-encoded text in the API's own answers. */
type FileDocument = string | PolicyJson;
type FileList<T> = readonly T[] | null;
type FileInline = { PolicyName: string; PolicyDocument: FileDocument };
type FileAttachment = { PolicyName?: string; PolicyArn: string };
type FileHolder = {
  Arn: string;
  Path?: string;
  CreateDate?: string | number | Date;
  AttachedManagedPolicies?: FileList<FileAttachment>;
  PermissionsBoundary?: { PermissionsBoundaryArn: string } | null;
  Tags?: FileList<{ Key: string; Value?: string | null }>;
};

/** The part of GetAccountAuthorizationDetails that is read. */
export type AuthorizationDetails = {
  UserDetailList?: FileList<
    FileHolder & {
      UserName: string;
      UserId: string;
      UserPolicyList?: FileList<FileInline>;
      GroupList?: FileList<string>;
    }
  >;
  GroupDetailList?: FileList<{
    GroupName: string;
    Arn: string;
    GroupPolicyList?: FileList<FileInline>;
    AttachedManagedPolicies?: FileList<FileAttachment>;
  }>;
  RoleDetailList?: FileList<
    FileHolder & {
      RoleName: string;
      RoleId: string;
      AssumeRolePolicyDocument?: FileDocument;
      RolePolicyList?: FileList<FileInline>;
      RoleLastUsed?: { LastUsedDate?: string | number | Date | null } | null;
    }
  >;
  Policies?: FileList<{
    Arn: string;
    DefaultVersionId?: string;
    PolicyVersionList?: FileList<{ VersionId: string; IsDefaultVersion?: boolean; Document?: FileDocument }>;
  }>;
  IsTruncated?: boolean;
};
