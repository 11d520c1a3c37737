import fc from 'fast-check';
import { aTold } from '../../../test/builders/a-story.ts';
import { expectGolden } from '../../../test/golden/golden.ts';
import { chatNotification, escapeMarkdown } from './chat.ts';

const eventType = 'ringfence.finding.created';

describe('A chat notification', () => {
  it('reads as it was agreed', () => {
    expectGolden(
      'findings/chat.json.golden',
      `${JSON.stringify(chatNotification({ ...aTold(), eventType }), null, 2)}\n`,
    );
  });

  it('puts updates of one finding into one thread', () => {
    const told = aTold();
    const { id, metadata } = chatNotification({ ...told, eventType });
    expect([id, metadata.threadId, metadata.additionalContext['findingId']]).toEqual(Array(3).fill(told.story.lead.id));
  });

  it('keeps within the lengths that the service is known to take', () => {
    const told = aTold();
    const headline = 'x*'.repeat(5000);
    const story = { ...told.story, headline, delta: { ...told.story.delta, text: headline } };
    const { content } = chatNotification({ ...told, story, eventType });
    expect(content.title.length).toBeLessThanOrEqual(250);
    expect(content.description.length).toBeLessThanOrEqual(3000);
    expect(content.title).not.toMatch(/\\…$/);
  });

  it('carries no policy text', () => {
    expect(JSON.stringify(chatNotification({ ...aTold(), eventType }))).not.toContain('Effect');
  });
});

describe('Text of others in chat', () => {
  it.each([
    ['*bold* _it_ ~no~ `code`', '\\*bold\\* \\_it\\_ \\~no\\~ \\`code\\`'],
    ['<!channel> & <@U1>', '&lt;!channel&gt; &amp; &lt;@\u200bU1&gt;'],
    ['@here', '@\u200bhere'],
    ['a\nb', 'a b'],
    ['\\*', '\\\\\\*'],
  ])('shows %j as it is and renders nothing of it', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it('never leaves a mark or a mention that chat would act on', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('*', '_', '~', '`', '<', '>', '&', '@', '\\', 'a', '\n', '\u202e') }),
        (text) => {
          const escaped = escapeMarkdown(text);
          expect(escaped).not.toMatch(/[<>\n\u202e]/);
          expect(escaped.replace(/\\[\\*_~`]/g, '')).not.toMatch(/[*_~`\\]/);
          expect(escaped).not.toMatch(/@(?!\u200b)/);
        },
      ),
    );
  });
});
