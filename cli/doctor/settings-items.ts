import { checks } from '../../shared/checks/catalogue.ts';
import { readCheckSettings } from '../../shared/checks/intent/read-check-settings.ts';
import { settingsFaults, type FaultInput } from '../../shared/checks/intent/settings-faults.ts';
import type { SettingsFault } from '../../shared/checks/intent/settings-fault.ts';
import { tagItself } from '../../shared/checks/intent/tag-itself.ts';
import { canEver } from '../../shared/reasoning/can-ever.ts';
import { compilePrincipal, type PolicyCache } from '../../shared/reasoning/compile-principal.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { DoctorItem } from './doctor-item.ts';

/** What is wrong with a settings file, by itself and beside an account. */
export const settingsItems = (input: {
  file: string;
  text: string;
  now: string;
  principals?: readonly PrincipalFacts[];
}): readonly DoctorItem[] => {
  const { file, text, now, principals } = input;
  const { settings, faults: ofForm } = readCheckSettings(text);
  const faults =
    settings === undefined
      ? ofForm
      : settingsFaults({
          settings,
          now,
          checks,
          ...(principals === undefined ? {} : { account: { principals, tagsItself: tagsItselfAsked(now) } }),
        });
  if (faults.length > 0) return faults.map((fault) => itemOf(file, fault));
  return [
    { about: 'settings', level: 'ok', code: 'ok', at: file, what: 'the settings say nothing twice and nothing wrong' },
  ];
};

export const tagsItselfAsked = (now: string): NonNullable<FaultInput['account']>['tagsItself'] => {
  const cache: PolicyCache = new Map();
  return (principal) =>
    canEver(compilePrincipal(principal, { cache }), tagItself(principal), { model: 'realistic', now }).answer;
};

const itemOf = (file: string, { level, code, at, what, next }: SettingsFault): DoctorItem => ({
  about: 'settings',
  level,
  code,
  at: at === '' ? file : `${file} ${at}`,
  what,
  fix: next,
});
