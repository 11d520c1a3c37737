import type { Known } from '../../../shared/facts/known.ts';
import type { DoctorItem } from '../doctor-item.ts';

/** A part that could not be read: nothing is said about it but that. */
export const unread = 'unread';

/** What is said of a part that was read. */
export const ofKnown = <T>(
  about: string,
  part: Known<T>,
  items: (value: T) => readonly DoctorItem[],
): readonly DoctorItem[] => {
  switch (part.state) {
    case 'known':
      return [...items(part.value), ...(part.unread === undefined ? [] : [notRead(about, part.unread)])];
    case 'unknown':
      return [notRead(about, part.why)];
    case 'absent':
      return [];
  }
};

/** What is said where a part could not be read. */
export const notRead = (about: string, why: string): DoctorItem => ({
  about,
  level: 'warning',
  code: unread,
  at: '',
  what: why,
  fix: 'do what it says, or run it again as somebody who may',
});

export const ok = (about: string, what: string): DoctorItem => ({ about, level: 'ok', code: 'ok', at: '', what });
