import { known } from '../../../facts/known.ts';
import type { AccessKeyFacts, ServiceCredentialFacts } from '../../../facts/principal-facts.ts';
import { IamError } from './iam-error.ts';
import { changeableOf, keep, newUniqueId } from './iam-lookup.ts';
import { optionalText, text } from './iam-parameters.ts';
import type { Operation } from './principal-operations.ts';

const createKey: Operation = (account, parameters) => {
  const stored = changeableOf(account, 'user', parameters);
  const keys = stored.facts.accessKeys.state === 'known' ? stored.facts.accessKeys.value : [];
  if (keys.length >= 2) throw new IamError('LimitExceededException', 'Cannot exceed quota for AccessKeysPerUser: 2');
  const key = { id: newUniqueId(account, 'AKIA'), status: 'Active', createdAt: account.clock.now() } as const;
  keep(account, { ...stored, facts: { ...stored.facts, accessKeys: known([...keys, key]) } });
  return {
    accessKey: { userName: stored.facts.name, accessKeyId: key.id, status: key.status, createDate: key.createdAt },
  };
};

const updateKey: Operation = (account, parameters) => {
  const stored = changeableOf(account, 'user', parameters);
  const id = text(parameters, 'accessKeyId');
  const status = text(parameters, 'status');
  if (status !== 'Active' && status !== 'Inactive') throw new IamError('ValidationException', `status ${status}`);
  const keys = stored.facts.accessKeys.state === 'known' ? stored.facts.accessKeys.value : [];
  if (!keys.some((key) => key.id === id)) throw new IamError('NoSuchEntityException', `The key ${id} cannot be found.`);
  const next = keys.map((key): AccessKeyFacts => (key.id === id ? { ...key, status } : key));
  return keep(account, { ...stored, facts: { ...stored.facts, accessKeys: known(next) } });
};

const deleteKey: Operation = (account, parameters) => {
  const stored = changeableOf(account, 'user', parameters);
  const id = text(parameters, 'accessKeyId');
  const keys = stored.facts.accessKeys.state === 'known' ? stored.facts.accessKeys.value : [];
  if (!keys.some((key) => key.id === id)) throw new IamError('NoSuchEntityException', `The key ${id} cannot be found.`);
  return keep(account, {
    ...stored,
    facts: { ...stored.facts, accessKeys: known(keys.filter((key) => key.id !== id)) },
  });
};

const createServiceCredential: Operation = (account, parameters) => {
  const stored = changeableOf(account, 'user', parameters);
  const kept = stored.facts.serviceCredentials.state === 'known' ? stored.facts.serviceCredentials.value : [];
  const days = optionalText(parameters, 'credentialAgeDays');
  const createdAt = account.clock.now();
  const credential = {
    id: newUniqueId(account, 'ACCA'),
    serviceName: text(parameters, 'serviceName'),
    status: 'Active',
    createdAt,
    ...(days === undefined
      ? {}
      : { expiresAt: new Date(Date.parse(createdAt) + Number(days) * 86_400_000).toISOString() }),
  } as const;
  keep(account, { ...stored, facts: { ...stored.facts, serviceCredentials: known([...kept, credential]) } });
  return {
    serviceSpecificCredential: {
      userName: stored.facts.name,
      serviceName: credential.serviceName,
      serviceSpecificCredentialId: credential.id,
      status: credential.status,
      createDate: createdAt,
    },
  };
};

const updateServiceCredential: Operation = (account, parameters) => {
  const stored = changeableOf(account, 'user', parameters);
  const id = text(parameters, 'serviceSpecificCredentialId');
  const status = text(parameters, 'status');
  if (status !== 'Active' && status !== 'Inactive') throw new IamError('ValidationException', `status ${status}`);
  const kept = stored.facts.serviceCredentials.state === 'known' ? stored.facts.serviceCredentials.value : [];
  if (!kept.some((credential) => credential.id === id)) {
    throw new IamError('NoSuchEntityException', `The service-specific credential ${id} cannot be found.`);
  }
  const next = kept.map(
    (credential): ServiceCredentialFacts => (credential.id === id ? { ...credential, status } : credential),
  );
  return keep(account, { ...stored, facts: { ...stored.facts, serviceCredentials: known(next) } });
};

/** A password for the console: whether there is one is all that is kept. */
const createSignIn: Operation = (account, parameters) => {
  const stored = changeableOf(account, 'user', parameters);
  const { facts } = stored;
  if (facts.signInProfile?.state === 'known' && facts.signInProfile.value) {
    throw new IamError('EntityAlreadyExistsException', `Login Profile for user ${facts.name} already exists.`);
  }
  keep(account, { ...stored, facts: { ...facts, signInProfile: known(true) } });
  return { loginProfile: { userName: facts.name, createDate: account.clock.now(), passwordResetRequired: false } };
};

export const credentialOperations: Readonly<Record<string, Operation>> = {
  CreateAccessKey: createKey,
  UpdateAccessKey: updateKey,
  DeleteAccessKey: deleteKey,
  CreateLoginProfile: createSignIn,
  CreateServiceSpecificCredential: createServiceCredential,
  UpdateServiceSpecificCredential: updateServiceCredential,
};
