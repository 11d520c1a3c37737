import { AccountFileError } from './account-file-error.ts';
import { AccountFileReader, type FileRecord } from './account-file-reader.ts';
import { defaultVersion } from './default-version.ts';
import { duplicateKey } from './duplicate-key.ts';
import { accountOfIamArn, type IamResource } from './iam-arn.ts';
import { absent, known, outOfScope, type Known } from './known.ts';
import type { PolicyContent, PolicyDocument, PolicyJson } from './policy-document.ts';
import type { GroupFacts, PrincipalFacts } from './principal-facts.ts';
import { SharedDocuments } from './shared-documents.ts';

export { AccountFileError };
export type { AuthorizationDetails } from './account-file.ts';

const lists = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const;

/**
 * GetAccountAuthorizationDetails, as the API or the AWS CLI gives it, as plain facts (IAM API Reference,
 * "GetAccountAuthorizationDetails"). What such a file cannot hold (organisation policies, session policies, resource
 * policies, keys) is declared out of scope, so that every answer lists it. Documents are kept as they came, and a managed
 * policy is one document for all who have it.
 * @param input the file's text, or its JSON value
 * @throws AccountFileError where the input is not what it should be; nothing is guessed.
 */
export const readAuthorizationDetails = (input: unknown): { principals: readonly PrincipalFacts[] } => {
  const file = new AccountFileReader();
  const root = file.record(typeof input === 'string' ? parseJson(input) : input);
  // Another JSON file would pass as an account without principals, and that would read as compliant.
  if (lists.every((field) => (root[field] ?? undefined) === undefined)) file.refuse(`none of ${lists.join(', ')}`);
  // A list under another spelling would not be read, and whoever stands in it would pass as compliant.
  for (const field of Object.keys(root)) {
    const meant = lists.find((list) => list.toLowerCase() === field.toLowerCase());
    if (meant !== undefined && meant !== field) file.refuse(`a list that is read under the name ${meant} alone`, field);
  }
  // A page would pass as the whole account, and whoever stands on another page as compliant.
  if (file.optionalBoolean(root, 'IsTruncated') === true) {
    const detail = 'this is one page of several; let the AWS CLI page by itself (without --no-paginate or --max-items)';
    file.refuse(detail, 'IsTruncated');
  }
  return { principals: new AccountReading(file, root).principals() };
};

const parseJson = (text: string): unknown => {
  const value = parsed(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const double = duplicateKey(text, value);
  if (double === undefined) return value;
  throw new AccountFileError('duplicate-key', double.at, `${double.detail} Keep one of the two`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AccountFileError('not-json', '', `not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
};

const noDocuments: Known<readonly PolicyDocument[]> = known([]);
const noTags: PrincipalFacts['tags'] = known({});

/** One file as it is read. */
class AccountReading {
  readonly #file: AccountFileReader;
  readonly #root: FileRecord;
  /** The default versions, by ARN. */
  readonly #policies = new Map<string, PolicyDocument>();
  readonly #groups = new Map<string, GroupFacts>();
  /** What stands in the file, by ARN, by name of a group, and by unique id of a principal. */
  readonly #told = {
    Arn: new Map<string, FileRecord>(),
    GroupName: new Map<string, FileRecord>(),
    id: new Map<string, FileRecord>(),
  };
  readonly #trusts = new SharedDocuments('trust policy');
  #account: string | undefined;
  /** How ARNs of a kind begin, up to the name: nearly all of an account begin alike. */
  readonly #beginnings: Partial<Record<IamResource, string>> = {};

  constructor(file: AccountFileReader, root: FileRecord) {
    this.#file = file;
    this.#root = root;
  }

  principals(): readonly PrincipalFacts[] {
    const file = this.#file;
    file.records(this.#root, 'Policies', (policy) => {
      if (!this.#first(policy, 'Arn')) return;
      const document = this.#managed(policy);
      this.#policies.set(document.name, document);
    });
    file.records(this.#root, 'GroupDetailList', (record) => {
      const group = this.#group(record);
      if (this.#first(record, 'Arn') && this.#first(record, 'GroupName')) this.#groups.set(group.name, group);
    });
    const principals: PrincipalFacts[] = [];
    file.records(this.#root, 'RoleDetailList', (record) => {
      const role = this.#role(record);
      if (this.#first(record, 'Arn') && this.#first(record, 'RoleId')) principals.push(role);
    });
    file.records(this.#root, 'UserDetailList', (record) => {
      const user = this.#user(record);
      if (this.#first(record, 'Arn') && this.#first(record, 'UserId')) principals.push(user);
    });
    return principals;
  }

  /**
   * Whether nothing before had this name. The same record again, as joined files hold it, adds nothing. Another record of
   * the same name is refused: which of the two holds nobody can say, and one would stand for both.
   */
  #first(record: FileRecord, field: 'Arn' | 'GroupName' | 'RoleId' | 'UserId'): boolean {
    const name = this.#file.text(record, field);
    const told = this.#told[field === 'RoleId' || field === 'UserId' ? 'id' : field];
    const before = told.get(name);
    if (before === undefined) {
      told.set(name, record);
      return true;
    }
    if (JSON.stringify(before) === JSON.stringify(record)) return false;
    const both = `${JSON.stringify(name)} stands for two different entries; keep one, or give each its own`;
    return this.#file.refuse(both, field, 'told-twice');
  }

  #role(record: FileRecord): PrincipalFacts {
    const trust = this.#content(record, 'AssumeRolePolicyDocument');
    return this.#principal(record, 'role', {
      name: this.#file.text(record, 'RoleName'),
      uniqueId: this.#file.text(record, 'RoleId'),
      inlinePolicies: this.#inline(record, 'RolePolicyList'),
      groups: absent,
      trustPolicy: trust === undefined ? outOfScope : this.#trusts.of(trust),
      accessKeys: absent,
      serviceCredentials: absent,
      lastUsedAt: this.#lastUsed(record),
    });
  }

  #user(record: FileRecord): PrincipalFacts {
    const arn = this.#arn(record, 'Arn', 'user');
    const groups = this.#file.texts(record, 'GroupList');
    return this.#principal(record, 'user', {
      name: this.#file.text(record, 'UserName'),
      uniqueId: this.#file.text(record, 'UserId'),
      inlinePolicies: this.#inline(record, 'UserPolicyList'),
      groups: known(groups.map((name) => this.#groups.get(name) ?? unreadGroup(name, arn))),
      trustPolicy: absent,
      accessKeys: outOfScope,
      serviceCredentials: outOfScope,
      lastUsedAt: outOfScope,
    });
  }

  #principal(record: FileRecord, kind: 'role' | 'user', own: OwnFacts): PrincipalFacts {
    const arn = this.#arn(record, 'Arn', kind);
    const facts: PrincipalFacts = {
      kind,
      arn,
      name: own.name,
      path: this.#file.optionalText(record, 'Path') ?? '/',
      uniqueId: own.uniqueId,
      accountId: this.#account ?? '',
      inlinePolicies: own.inlinePolicies,
      attachedPolicies: this.#attached(record),
      groups: own.groups,
      permissionsBoundary: this.#boundary(record),
      trustPolicy: own.trustPolicy,
      tags: this.#tags(record),
      accessKeys: own.accessKeys,
      serviceCredentials: own.serviceCredentials,
      serviceControlPolicies: outOfScope,
      resourceControlPolicies: outOfScope,
      resourcePolicies: outOfScope,
      inManagementAccount: outOfScope,
      organisation: outOfScope,
      servicesLastUsed: outOfScope,
      lastUsedAt: own.lastUsedAt,
    };
    const createdAt = this.#file.optionalTime(record, 'CreateDate');
    if (createdAt !== undefined) facts.createdAt = createdAt;
    return facts;
  }

  #group(record: FileRecord): GroupFacts {
    return {
      name: this.#file.text(record, 'GroupName'),
      arn: this.#arn(record, 'Arn', 'group'),
      inlinePolicies: this.#inline(record, 'GroupPolicyList'),
      attachedPolicies: this.#attached(record),
    };
  }

  /** An ARN of one kind; of the same account as all before it. */
  #arn(record: FileRecord, field: string, kind: IamResource): string {
    const arn = this.#file.text(record, field);
    const before = this.#beginnings[kind];
    if (before !== undefined && isWithin(before, arn)) return arn;
    const account = accountOfIamArn(arn, kind);
    if (account === undefined) return this.#file.refuse(`${JSON.stringify(arn)} is not the ARN of a ${kind}`, field);
    if (account === 'aws') return arn;
    if (account === this.#account) {
      this.#beginnings[kind] = arn.slice(0, arn.indexOf('/') + 1);
      return arn;
    }
    if (this.#account !== undefined) {
      const detail = `${arn} is not of account ${this.#account}, as what stands before it; one file holds one account`;
      return this.#file.refuse(detail, field, 'several-accounts');
    }
    this.#account = account;
    return arn;
  }

  #inline(record: FileRecord, field: string): Known<readonly PolicyDocument[]> {
    const documents = this.#file.records(record, field, (policy): PolicyDocument => {
      const name = `inline:${this.#file.text(policy, 'PolicyName')}`;
      const content = this.#content(policy, 'PolicyDocument');
      return content === undefined
        ? this.#file.refuse('a policy document is expected', 'PolicyDocument')
        : { name, ...content };
    });
    return documents.length === 0 ? noDocuments : known(documents);
  }

  #attached(record: FileRecord): Known<readonly PolicyDocument[]> {
    const documents = this.#file.records(record, 'AttachedManagedPolicies', (attachment) =>
      this.#named(attachment, 'PolicyArn'),
    );
    return documents.length === 0 ? noDocuments : known(documents);
  }

  #boundary(record: FileRecord): Known<PolicyDocument> {
    const document = this.#file.optionalRecord(record, 'PermissionsBoundary', (boundary) =>
      this.#named(boundary, 'PermissionsBoundaryArn'),
    );
    return document === undefined ? absent : known(document);
  }

  /** The managed policy that a field names: the same document for all who name it. */
  #named(record: FileRecord, field: string): PolicyDocument {
    const arn = this.#file.text(record, field);
    const before = this.#policies.get(arn);
    if (before !== undefined) return before;
    this.#arn(record, field, 'policy');
    const missing = { name: arn, arn, unread: `the input names ${arn} and does not hold its document` };
    this.#policies.set(arn, missing);
    return missing;
  }

  #managed(record: FileRecord): PolicyDocument {
    const arn = this.#arn(record, 'Arn', 'policy');
    const defaultId = this.#file.optionalText(record, 'DefaultVersionId');
    const versions = this.#file.records(record, 'PolicyVersionList', (version) => ({
      versionId: this.#file.text(version, 'VersionId'),
      isDefault: this.#file.optionalBoolean(version, 'IsDefaultVersion') ?? false,
      content: this.#content(version, 'Document'),
    }));
    const found = defaultVersion(arn, versions, defaultId);
    if ('fault' in found) return this.#file.refuse(found.fault.detail, found.fault.field, 'told-twice');
    const { version } = found;
    if (version?.content === undefined) {
      const called = version?.versionId ?? defaultId;
      const which = called === undefined ? 'no default version' : `no document of ${called}, the default version`;
      return { name: arn, arn, unread: `the input holds ${which} of ${arn}` };
    }
    return { name: arn, arn, versionId: version.versionId, ...version.content };
  }

  #content(record: FileRecord, field: string): PolicyContent | undefined {
    const value = record[field] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value === 'string') return { text: decoded(value) };
    return isJson(value) ? { json: value } : this.#file.refuse('a policy document is expected', field);
  }

  #tags(record: FileRecord): PrincipalFacts['tags'] {
    const pairs = this.#file.records(record, 'Tags', (tag): readonly [string, string] => [
      this.#file.text(tag, 'Key'),
      this.#file.optionalText(tag, 'Value') ?? '',
    ]);
    return pairs.length === 0 ? noTags : known(Object.fromEntries(pairs));
  }

  /** A file that tells nothing of it does not say that nobody used the role. */
  #lastUsed(record: FileRecord): PrincipalFacts['lastUsedAt'] {
    const used = this.#file.optionalRecord(record, 'RoleLastUsed', (last) => ({
      at: this.#file.optionalTime(last, 'LastUsedDate'),
    }));
    if (used === undefined) return outOfScope;
    return used.at === undefined ? absent : known(used.at);
  }
}

/** A name follows the beginning. */
const isWithin = (beginning: string, arn: string): boolean =>
  arn.startsWith(beginning) && isNameCharacter(arn.charCodeAt(beginning.length));

/** Of those that stand in names and paths of IAM, as all of ASCII that is seen. Any other is left to the full look. */
const isNameCharacter = (code: number): boolean => code > 32 && code < 127;

type OwnFacts = Pick<
  PrincipalFacts,
  'name' | 'uniqueId' | 'inlinePolicies' | 'groups' | 'trustPolicy' | 'accessKeys' | 'serviceCredentials' | 'lastUsedAt'
>;

const isJson = (value: unknown): value is PolicyJson =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A raw policy may hold a literal percent sign: only text that begins with an encoded brace is decoded. */
const decoded = (text: string): string => {
  if (!text.startsWith('%7B') && !text.startsWith('%7b')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Left as it is: the policy reader refuses it by name, and the question answers unknown.
    return text;
  }
};

const unreadGroup = (name: string, userArn: string): GroupFacts => {
  const why = `${userArn} is in group ${name}, which the input does not hold`;
  const missing = { state: 'unknown', why } as const;
  return {
    name,
    arn: `${userArn.split(':user/')[0] ?? ''}:group/${name}`,
    inlinePolicies: missing,
    attachedPolicies: missing,
  };
};
