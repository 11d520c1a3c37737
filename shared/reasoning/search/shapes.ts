import type { CatalogueAction } from '../catalogue/action-catalogue.ts';
import { globFromParts } from '../glob/glob.ts';
import type { Domain } from '../domains/domain.ts';
import { ownTag, principalFacts } from '../principal-context.ts';
import type { Principal } from '../principal.ts';
import {
  always,
  alwaysAbsent,
  alwaysPresent,
  fromFact,
  likelyAbsent,
  narrowed,
  notBefore,
  untied,
  type Tie,
} from './tie.ts';

/** A kind of real request: what it carries under each key that is asked about. */
export type Shape = { name: string; ties: ReadonlyMap<string, Tie> };

export type ShapeInput = {
  principal: Principal;
  /** `undefined`: the catalogue does not list the action, so nothing is known about its keys. */
  action: CatalogueAction | undefined;
  /** Lower-case keys that some statement or the question reads. */
  keys: ReadonlySet<string>;
  now: string;
  /** Account of the resource: the principal's, another one, or not shown in the ARN. */
  resourceAccount: string | undefined;
  /** Ties that the asker sets itself; they win. */
  overrides?: ReadonlyMap<string, Tie>;
};

type Axis = { name: string; tie: (key: string) => Tie | undefined };

/**
 * The shapes of requests that can differ in the keys that are read. Keys that go together in real requests are tied by
 * enumerating shapes; within one shape every key is free of the others.
 */
export const shapesOf = (input: ShapeInput): readonly Shape[] => {
  const network = axesThatMatter(networkAxes, input.keys);
  const credentials = axesThatMatter(credentialAxes(input.principal), input.keys);
  const standing = standingTies(input);
  return network.flatMap((net) =>
    credentials.map((credential): Shape => {
      const ties = new Map<string, Tie>();
      for (const key of input.keys) {
        const tie =
          input.overrides?.get(key) ?? net.tie(key) ?? credential.tie(key) ?? standing(key) ?? serviceTie(key, input);
        ties.set(key, tie);
      }
      return { name: `${net.name} / ${credential.name}`, ties };
    }),
  );
};

/** Axes that say the same about every key that is read are one. The first one stays: it is the plainest. */
const axesThatMatter = (axes: readonly Axis[], keys: ReadonlySet<string>): readonly Axis[] => {
  const read = axes.some((axis) => [...keys].some((key) => axis.tie(key) !== undefined));
  return read ? axes : axes.slice(0, 1);
};

const vpcKeys: ReadonlySet<string> = new Set(['aws:sourcevpce', 'aws:sourcevpc', 'aws:vpcsourceip']);
const vpcOwnerKeys: ReadonlySet<string> = new Set([
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'aws:sourcevpcarn',
]);
const calledViaKeys: ReadonlySet<string> = new Set(['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast']);

const directCall = (key: string): Tie | undefined => {
  if (key === 'aws:viaawsservice') return always('false');
  return calledViaKeys.has(key) ? alwaysAbsent : undefined;
};

/** AWS: "AWS global condition context keys", properties of the network; "Forward access sessions". */
const networkAxes: readonly Axis[] = [
  {
    name: 'public',
    tie: (key) => {
      if (key === 'aws:sourceip') return alwaysPresent(key);
      return vpcKeys.has(key) || vpcOwnerKeys.has(key) ? alwaysAbsent : directCall(key);
    },
  },
  {
    name: 'endpoint',
    tie: (key) => {
      if (key === 'aws:sourceip') return alwaysAbsent;
      if (vpcKeys.has(key)) return alwaysPresent(key);
      // Only for services on a list that changes [unconfirmed].
      return vpcOwnerKeys.has(key) ? likelyAbsent(key) : directCall(key);
    },
  },
  {
    name: 'service on the principal’s behalf',
    tie: (key) => {
      if (key === 'aws:viaawsservice') return always('true');
      // Which network such a call shows is not verified [unconfirmed]: hardly the caller's endpoint.
      if (vpcKeys.has(key) || vpcOwnerKeys.has(key)) return likelyAbsent(key);
      return calledViaKeys.has(key) || key === 'aws:sourceip' ? untied(key) : undefined;
    },
  },
];

const mfaKeys = { present: 'aws:multifactorauthpresent', age: 'aws:multifactorauthage', issued: 'aws:tokenissuetime' };

const longTermKey: Axis = {
  name: 'long-term key',
  tie: (key) => (key === mfaKeys.present || key === mfaKeys.age || key === mfaKeys.issued ? alwaysAbsent : undefined),
};

const session = (name: string, withFactor: boolean, presence: (key: string) => Tie): Axis => ({
  name,
  tie: (key) => {
    if (key === mfaKeys.issued) return alwaysPresent(key);
    if (key === mfaKeys.age) return withFactor ? alwaysPresent(key) : alwaysAbsent;
    if (key !== mfaKeys.present) return undefined;
    return withFactor ? always('true') : presence(key);
  },
});

/**
 * Temporary credentials carry the second-factor key, long-term keys never do (AWS: "Secure API access with MFA").
 * Whether every session without a second factor carries it as false is not verified: absent is allowed for.
 */
const withoutFactor = (key: string): Tie => ({
  documented: untiedOrFalse(key),
  likely: always('false').likely,
});
const untiedOrFalse = (key: string): Domain => {
  const present: Domain = always('false').documented;
  return key === mfaKeys.present ? { ...present, absent: true } : present;
};

const withoutCredentials = (name: string): Axis => ({
  name,
  tie: (key) => (key === mfaKeys.present || key === mfaKeys.age ? alwaysAbsent : undefined),
});

const credentialAxes = ({ kind }: Principal): readonly Axis[] => {
  switch (kind) {
    case 'user':
      return [
        longTermKey,
        session('user session', false, withoutFactor),
        session('user session with second factor', true, withoutFactor),
      ];
    case 'root':
      return [
        longTermKey,
        session('root session', false, withoutFactor),
        session('root session with second factor', true, withoutFactor),
      ];
    case 'role':
    case 'role-session':
    case 'service-linked-role':
    case 'federated-user':
      return [
        session('role session', false, withoutFactor),
        session('role session with second factor', true, withoutFactor),
      ];
    case 'outsider':
      return [
        session('session of another account', false, withoutFactor),
        session('session of another account with second factor', true, withoutFactor),
      ];
    case 'service':
      return [withoutCredentials('service principal')];
    case 'identity-provider':
      return [withoutCredentials('token of an identity provider')];
  }
};

/** Only an AWS service principal carries these: it names the resource on whose behalf it calls. */
const sourceKeys: ReadonlySet<string> = new Set([
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:principalservicename',
  'aws:principalservicenameslist',
]);

const standingTies = (input: ShapeInput): ((key: string) => Tie | undefined) => {
  const facts = principalFacts(input.principal);
  const { principal } = input;
  return (key) => {
    const fact = facts.get(key);
    if (fact !== undefined) return fromFact(fact);
    if (key === 'aws:currenttime') return notBefore(key, input.now);
    if (key === 'aws:securetransport' || key === 'aws:useragent' || key === 'aws:requestedregion') {
      return alwaysPresent(key);
    }
    if (key === 'aws:epochtime') return alwaysPresent(key);
    if (sourceKeys.has(key)) return principal.kind === 'service' ? untied(key) : alwaysAbsent;
    if (key === 'aws:principalisawsservice') return always(principal.kind === 'service' ? 'true' : 'false');
    if (principal.kind === 'service') {
      const tie = serviceIdentity(key);
      if (tie !== undefined) return tie;
    }
    if (key.startsWith('aws:principaltag/')) return principalTag(key, principal);
    if (principal.kind === 'user' || principal.kind === 'root') {
      if (key === 'aws:sourceidentity' || key === 'aws:federatedprovider') return alwaysAbsent;
    }
    if (key === 'aws:userid' && principal.uniqueId !== undefined && isRole(principal))
      return sessionId(key, principal.uniqueId);
    if (key === 'aws:resourceaccount' && input.resourceAccount !== undefined) return always(input.resourceAccount);
    if (key === 'aws:resourceorgid') return resourceOrganisation(key, input);
    return undefined;
  };
};

/**
 * A service principal is a member of no organisation and carries no tags (AWS: "AWS global condition context keys",
 * `aws:PrincipalOrgID` and `aws:PrincipalTag`, availability). That it shows no ARN and no account of a customer is not
 * said there [unconfirmed].
 */
const serviceIdentity = (key: string): Tie | undefined => {
  if (key === 'aws:principalorgid' || key === 'aws:principalorgpaths') return alwaysAbsent;
  if (key.startsWith('aws:principaltag/')) return alwaysAbsent;
  return key === 'aws:principalarn' || key === 'aws:principalaccount' ? likelyAbsent(key) : undefined;
};

const isRole = ({ kind }: Principal): boolean =>
  kind === 'role' || kind === 'role-session' || kind === 'service-linked-role';

/**
 * A user's tags are known or not. A session may bring other values for the tags of its role and further tags, but what the
 * role has is always there.
 */
const principalTag = (key: string, principal: Principal): Tie => {
  if (principal.kind === 'root' || (principal.kind === 'user' && !isUnknownFact(key, principal))) return alwaysAbsent;
  return ownTag(principal, key) === undefined ? untied(key) : alwaysPresent(key);
};

/**
 * A key whose one value is a fact that was not read. A search may not choose it: a request found so is a candidate.
 */
export const isUnknownFact = (key: string, principal: Principal): boolean => {
  const { organisation, tags, kind } = principal;
  const unread = (fact: { state: string; declared?: true }): boolean =>
    fact.state === 'unknown' || (fact.state === 'absent' && fact.declared === true);
  if (kind === 'service' || kind === 'outsider' || kind === 'identity-provider') return false;
  if (key === 'aws:principalorgid') return unread(organisation);
  if (key === 'aws:principalorgpaths') return organisation.state === 'known' || unread(organisation);
  return kind === 'user' && key.startsWith('aws:principaltag/') && unread(tags);
};

const sessionId = (key: string, uniqueId: string): Tie =>
  narrowed(key, {
    absent: false,
    emptyList: false,
    values: { kind: 'strings', all: [[globFromParts([{ literal: `${uniqueId}:` }, { any: true }])]], none: [] },
  });

const resourceOrganisation = (key: string, { principal, resourceAccount }: ShapeInput): Tie => {
  const own = resourceAccount === principal.accountId;
  if (own && principal.organisation.state === 'known') return always(principal.organisation.value);
  if (own && principal.organisation.state === 'absent' && principal.organisation.declared !== true) return alwaysAbsent;
  return untied(key);
};

/** Keys of services and of providers that any request of a session may carry, whatever the action. */
const anywhere = [
  'ec2:sourceinstancearn',
  'ec2:roledelivery',
  'lambda:sourcefunctionarn',
  'ssm:sourceinstancearn',
  'glue:',
  // Set for the whole session by sts:SetContext (AWS: "AmazonSageMakerDomainExecution role").
  'datazone:',
  'identitystore:',
  'saml:',
  'www.',
  'accounts.',
  'graph.',
  'cognito-identity',
];

/** A service's key is absent from an action that does not list it (AWS: "Actions, resources, and condition keys for AWS services"). */
const serviceTie = (key: string, { action }: ShapeInput): Tie => {
  if (action === undefined) return untied(key);
  const listed = action.conditionKeys.some((known) => key === known || (known.endsWith('/') && key.startsWith(known)));
  if (listed) return untied(key);
  if (!key.startsWith('aws:')) return anywhere.some((prefix) => key.startsWith(prefix)) ? untied(key) : alwaysAbsent;
  // Tags of a request: global keys, but only actions that take tags carry them [unconfirmed for every service].
  return key.startsWith('aws:requesttag/') || key === 'aws:tagkeys' ? likelyAbsent(key) : untied(key);
};
