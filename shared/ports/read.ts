/** What reading one thing gave. A missing thing is a fact; an unreadable one is never taken for missing. */
export type Read<T> =
  | { found: 'yes'; value: T }
  | { found: 'no' }
  | {
      found: 'unreadable';
      why: string;
      /** IAM or DynamoDB error name, for the log. */
      code?: string;
      /** What stands there, where it was read and is not what it should be. Absent: nobody could read it. */
      held?: string;
    };
