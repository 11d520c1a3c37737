import { documentText } from '../facts/policy-document.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import type { Plan, PlannedCredential, Snapshot } from './plan.ts';

/** One change of IAM that a plan makes. All but the first change the subject itself. */
export type Effect =
  | { effect: 'create-policy'; arn: string; document: string }
  | { effect: 'set-boundary'; arn: string; document: string }
  | { effect: 'put-inline'; name: string; document: string }
  | { effect: 'attach'; arn: string; document: string }
  | { effect: 'deactivate'; credential: PlannedCredential };

export type OwnEffect = Exclude<Effect, { effect: 'create-policy' }>;

/** What the effects of a plan follow from. */
export type Planning = Pick<
  Plan,
  'mechanism' | 'documents' | 'policyArn' | 'inlineName' | 'revocationName' | 'credentials'
>;

/** In the order in which they are made: the Deny first, then the sessions, then each credential. An undo goes back the same way. */
export const effectsOf = (plan: Planning): readonly Effect[] => [
  ...denialOf(plan),
  ...(plan.revocationName === undefined || plan.documents.revocation === undefined
    ? []
    : [{ effect: 'put-inline' as const, name: plan.revocationName, document: plan.documents.revocation }]),
  ...(plan.credentials ?? []).map((credential) => ({ effect: 'deactivate' as const, credential })),
];

const denialOf = ({ mechanism, documents, policyArn: arn, inlineName: name }: Planning): readonly Effect[] => {
  switch (mechanism) {
    case 'boundary':
    case 'merged': {
      const document = documents[mechanism];
      return arn === undefined || document === undefined
        ? []
        : [
            { effect: 'create-policy', arn, document },
            { effect: 'set-boundary', arn, document },
          ];
    }
    case 'managed': {
      const document = documents.managed;
      return arn === undefined || document === undefined
        ? []
        : [
            { effect: 'create-policy', arn, document },
            { effect: 'attach', arn, document },
          ];
    }
    case 'inline': {
      const document = documents.inline;
      return name === undefined || document === undefined ? [] : [{ effect: 'put-inline', name, document }];
    }
    case 'group':
      return [];
  }
};

export const isOwn = (effect: Effect): effect is OwnEffect => effect.effect !== 'create-policy';
export const ownEffectsOf = (plan: Planning): readonly OwnEffect[] => effectsOf(plan).filter(isOwn);

const inlineKey = (name: string): string => `inline:${name}`;

/** The snapshot once the effect was made. */
export const withEffect = (snapshot: Snapshot, effect: OwnEffect): Snapshot => {
  switch (effect.effect) {
    case 'set-boundary':
      return { ...snapshot, boundary: { arn: effect.arn, versionId: 'v1', sha256: sha256(effect.document) } };
    case 'put-inline':
      return {
        ...snapshot,
        inline: { ...snapshot.inline, [inlineKey(effect.name)]: sha256(effect.document) },
      };
    case 'attach':
      return { ...snapshot, attached: [...new Set([...snapshot.attached, effect.arn])].toSorted() };
    case 'deactivate': {
      const { kind, id } = effect.credential;
      return kind === 'access-key'
        ? { ...snapshot, keys: { ...snapshot.keys, [id]: 'Inactive' } }
        : { ...snapshot, credentials: { ...snapshot.credentials, [id]: 'Inactive' } };
    }
  }
};

/** The part of a snapshot that the effect is about, comparable; null: there is none. */
const sliceOf = (snapshot: Snapshot, effect: OwnEffect): string | null => {
  switch (effect.effect) {
    case 'set-boundary':
      return snapshot.boundary === undefined ? null : canonicalJson(snapshot.boundary);
    case 'put-inline':
      return snapshot.inline[inlineKey(effect.name)] ?? null;
    case 'attach':
      return snapshot.attached.includes(effect.arn) ? 'attached' : null;
    case 'deactivate': {
      const { kind, id } = effect.credential;
      return (kind === 'access-key' ? snapshot.keys : snapshot.credentials)?.[id] ?? null;
    }
  }
};

export type EffectState = 'done' | 'prior' | 'other';

/** A policy of ours that holds another document by now, or another version: its ARN alone does not show it. */
const isTampered = (facts: PrincipalFacts, effect: OwnEffect): boolean => {
  if (effect.effect !== 'attach' || facts.attachedPolicies.state !== 'known') return false;
  const attached = facts.attachedPolicies.value.find(({ arn, name }) => (arn ?? name) === effect.arn);
  return (
    attached?.unread === undefined &&
    attached !== undefined &&
    (attached.versionId !== 'v1' || sha256(documentText(attached)) !== sha256(effect.document))
  );
};

/** Where one effect stands in what IAM shows. */
export const stateOfEffect = (
  effect: OwnEffect,
  prior: Snapshot,
  now: { snapshot: Snapshot; facts: PrincipalFacts },
): EffectState => {
  const slice = sliceOf(now.snapshot, effect);
  if (slice === sliceOf(withEffect(prior, effect), effect)) return isTampered(now.facts, effect) ? 'other' : 'done';
  return slice === sliceOf(prior, effect) ? 'prior' : 'other';
};

/** Whether there is something under the effect's name that was not there before, whatever it holds by now. */
export const standsIn = (now: Snapshot, effect: OwnEffect, prior: Snapshot): boolean => {
  switch (effect.effect) {
    case 'set-boundary':
      return now.boundary?.arn === effect.arn && prior.boundary?.arn !== effect.arn;
    case 'put-inline': {
      const key = inlineKey(effect.name);
      return key in now.inline && !(key in prior.inline);
    }
    case 'attach':
      return now.attached.includes(effect.arn) && !prior.attached.includes(effect.arn);
    case 'deactivate':
      return sliceOf(now, effect) === 'Inactive' && sliceOf(prior, effect) !== 'Inactive';
  }
};

/** The snapshot with the part that the effect is about as it was before: what is left differs by somebody else's hand. */
export const withoutEffect = (snapshot: Snapshot, effect: OwnEffect, prior: Snapshot): Snapshot => {
  switch (effect.effect) {
    case 'set-boundary': {
      const { boundary: _ours, ...rest } = snapshot;
      return prior.boundary === undefined ? rest : { ...rest, boundary: prior.boundary };
    }
    case 'put-inline': {
      const key = inlineKey(effect.name);
      return { ...snapshot, inline: entryAsBefore(snapshot.inline, prior.inline, key) };
    }
    case 'attach':
      return prior.attached.includes(effect.arn)
        ? snapshot
        : { ...snapshot, attached: snapshot.attached.filter((arn) => arn !== effect.arn) };
    case 'deactivate': {
      const { kind, id } = effect.credential;
      return kind === 'access-key'
        ? { ...snapshot, keys: entryAsBefore(snapshot.keys, prior.keys, id) }
        : { ...snapshot, credentials: entryAsBefore(snapshot.credentials ?? {}, prior.credentials ?? {}, id) };
    }
  }
};

const entryAsBefore = (
  now: Readonly<Record<string, string>>,
  prior: Readonly<Record<string, string>>,
  key: string,
): Readonly<Record<string, string>> => {
  const rest = Object.fromEntries(Object.entries(now).filter(([name]) => name !== key));
  const before = prior[key];
  return before === undefined ? rest : { ...rest, [key]: before };
};
