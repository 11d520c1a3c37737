/** @param now ISO 8601, as `at` */
export const sinceText = (now: string, at: string): string => {
  const minutes = Math.max(0, Math.round((Date.parse(now) - Date.parse(at)) / 60_000));
  return minutes < 120 ? `${minutes} minutes ago` : `${Math.round(minutes / 60)} hours ago`;
};
