import { specifyTactic } from '../../../../test/contracts/sensitive-tactic.ts';
import { credentialAccess } from './check.ts';

specifyTactic(credentialAccess, 'Credential Access', 'bedrock-agentcore:GetResourceApiKey');
