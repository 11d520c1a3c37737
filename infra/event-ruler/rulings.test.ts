import path from 'node:path';
import { knownEvent } from '../../shared/change/known-events.ts';
import { checks } from '../../shared/checks/catalogue.ts';
import { heardEvents, listeners } from '../../shared/runtime/event-rules/heard-events.ts';
import { hearing, localJudge, readRulings, rulingsOf } from './rulings.ts';

const root = path.join(import.meta.dirname, '..', '..');
const golden = readRulings(root);
const now = hearing(root);
/** The matcher of the local demo, asked the same. */
const local = rulingsOf(now, localJudge, golden.ruler, golden.corpus);
const anew = 'it was not judged as it is now: npm run event-ruler (needs Java and Maven), and read the difference';

const triggerOf = (trigger = ''): { eventSource: string; eventName: string } => {
  const [eventSource = '', eventName = ''] = trigger.split(':');
  return { eventSource, eventName };
};
const asked = new Set<string>(checks.flatMap(({ triggeredBy }) => triggeredBy));
const quiet = { inference: false, dataEvents: false };
const heard = new Set<string>([
  ...listeners.flatMap((listener) => heardEvents(listener, quiet)).map(({ trigger }) => trigger),
  ...asked,
]);
/** Rules of the home Region, as usually installed. */
const usual = (matches: readonly string[]): readonly string[] =>
  matches.filter((name) => !name.includes('(every event heard)') && !name.startsWith('ringfence-forward-'));

describe("the answers of AWS's Event Ruler", () => {
  it('are about the patterns of the templates as they are now', () => {
    const stale = Object.keys({ ...local.patterns, ...golden.patterns }).filter(
      (name) => local.patterns[name] !== golden.patterns[name],
    );
    expect(stale.map((name) => `${name}: ${anew}`)).toEqual([]);
    expect(Object.keys(golden.patterns).length).toBeGreaterThan(40);
  });

  it('are about the sample events as they are now', () => {
    const stale = Object.keys({ ...local.samples, ...golden.samples }).filter(
      (name) => local.samples[name]?.seen !== golden.samples[name]?.seen,
    );
    expect(stale.map((name) => `${name}: ${anew}`)).toEqual([]);
    expect(Object.keys(golden.samples).length).toBeGreaterThan(300);
  });

  it('are those of the matcher that the local demo routes by', () => {
    const apart = Object.entries(golden.samples).filter(
      ([name, { matches }]) => JSON.stringify(local.samples[name]?.matches) !== JSON.stringify(matches),
    );
    expect(apart).toEqual([]);
  });

  describe('over the sample events', () => {
    it('let through every change that a check listens to', () => {
      const changes = now.samples.filter(({ kind, trigger }) => kind === 'change' && asked.has(trigger ?? ''));
      expect(changes.length).toBeGreaterThan(100);
      const missed = changes.filter(({ name }) => usual(golden.samples[name]?.matches ?? []).length === 0);
      expect(missed.map(({ name }) => name)).toEqual([]);
    });

    it('let nothing through that no check and no function listens to', () => {
      const strangers = now.samples.filter(({ trigger }) => {
        const { eventSource, eventName } = triggerOf(trigger);
        return !heard.has(knownEvent(eventSource, eventName)?.trigger ?? '');
      });
      expect(strangers.length).toBeGreaterThan(10);
      const through = strangers.filter(({ name }) => usual(golden.samples[name]?.matches ?? []).length > 0);
      expect(through.map(({ name }) => name)).toEqual([]);
    });

    it('let no forged envelope through', () => {
      const forged = now.samples.filter(({ name }) => /\.forged-(?:source|event-source|service)\./.test(name));
      expect(forged.length).toBeGreaterThan(2);
      expect(forged.flatMap(({ name }) => golden.samples[name]?.matches ?? [])).toEqual([]);
    });

    it('start a function once: no event matches two rules of one function', () => {
      const twice = Object.entries(golden.samples).filter(([, { matches }]) =>
        listeners.some(
          (listener) => usual(matches).filter((rule) => rule.startsWith(`ringfence-${listener}-`)).length > 1,
        ),
      );
      expect(twice).toEqual([]);
    });

    it('forward from a further Region what exists in every Region, and nothing of IAM', () => {
      const forwarded = Object.values(golden.samples).flatMap(({ matches }) =>
        matches.filter((rule) => rule.startsWith('ringfence-forward-')),
      );
      expect(forwarded.length).toBeGreaterThan(50);
      expect(forwarded.filter((rule) => rule.startsWith('ringfence-forward-iam'))).toEqual([]);
    });
  });

  const present = now.corpus.length > 0;
  (present ? describe : describe.skip)(
    present ? 'over public records' : 'over public records (not run: ../shared/corpus/cloudtrail is absent)',
    () => {
      it('are those of the matcher that the local demo routes by, record by record', () => {
        // Hashes alone are kept: nothing of a public record stands in this checkout.
        expect(local.corpus).toEqual(golden.corpus);
      });

      it('let through every record that a check listens to, and nothing that nobody listens to', () => {
        const answers = localJudge(now.rules, now.corpus).filter(({ rule }) => usual([rule]).length === 1);
        const through = new Set(answers.flatMap(({ matches }) => matches));
        // A source that was not recorded by the service itself reaches no rule: AWS alone can send it.
        const wrong = now.corpus.flatMap(({ name, trigger }, position) => {
          const { eventSource, eventName } = triggerOf(trigger);
          const known = knownEvent(eventSource, eventName)?.trigger ?? '';
          const should = heard.has(known);
          return should === through.has(position) ? [] : [`${name} ${should ? 'is missed' : 'goes through'}`];
        });
        expect(through.size).toBeGreaterThan(200);
        expect(wrong).toEqual([]);
      });
    },
  );
});
