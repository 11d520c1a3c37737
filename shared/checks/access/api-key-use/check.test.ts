import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { apiKeyUse } from './check.ts';

const settings = { apiKeyPrincipals: ['AROAKEYUSER'] };

describe('RF.ACCESS.17 API key use is limited', () => {
  it.each(['bedrock', 'bedrock-mantle', 'sagemaker'])(
    'answers yes for somebody else who may use keys on %s',
    (service) => {
      const judged = askOne(apiKeyUse, aRole({ allows: `${service}:CallWithBearerToken` }), { settings });
      expect(named(judged, 'yes')).toEqual([service]);
      expect(judged.find(({ questionName }) => questionName === service)?.sentence).toBe(
        `ml-app can use API keys on ${service}`,
      );
    },
  );

  it('answers no for somebody who may call models and use no key', () => {
    expect(named(askOne(apiKeyUse, aRole({ allows: 'bedrock:Invoke*' }), { settings }), 'yes')).toEqual([]);
  });

  it('asks nothing of whom the list names by unique id, nor without a list', () => {
    expect(askOne(apiKeyUse, aRole({ allows: '*', uniqueId: 'AROAKEYUSER' }), { settings })).toEqual([]);
    expect(askOne(apiKeyUse, aRole({ allows: '*' }))).toEqual([]);
  });
});
