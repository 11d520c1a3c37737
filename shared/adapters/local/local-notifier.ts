import type { Notifier } from '../../ports/containment-ports.ts';
import type { Notice } from '../../response/notice.ts';

export type LocalNotifier = Notifier & {
  /** What was sent, oldest first. */
  sent: readonly Notice[];
};

/** @param print told of each notice as it is sent. */
export const localNotifier = (print: (notice: Notice) => void = () => undefined): LocalNotifier => {
  const sent: Notice[] = [];
  return {
    sent,
    send: (notice) => {
      sent.push(notice);
      print(notice);
      return Promise.resolve();
    },
  };
};
