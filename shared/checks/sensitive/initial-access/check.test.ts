import { specifyTactic } from '../../../../test/contracts/sensitive-tactic.ts';
import { initialAccess } from './check.ts';

specifyTactic(initialAccess, 'Initial Access', 'sagemaker:CreatePresignedDomainUrl');
