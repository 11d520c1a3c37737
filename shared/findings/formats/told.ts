import type { Story } from '../story.ts';

/** What a message about one story needs beside the story itself. */
export type Told = {
  story: Story;
  /** The mode in force: `observe`, `approve` or `enforce`. */
  mode: string;
  /** What Ringfence did about it, one sentence. Absent: nothing. */
  done?: string;
  /** Address of a page about this story, if there is one. */
  link?: string;
  versions: { product: string; catalogue: string };
};

export const doneText = ({ done, mode }: Pick<Told, 'done' | 'mode'>): string => done ?? `nothing (mode ${mode})`;
