/** What is made for one Region when it is first asked for, and then kept. */
export const byRegion = <T>(make: (region: string) => T): ((region: string) => T) => {
  const made = new Map<string, T>();
  return (region) => {
    const one = made.get(region) ?? make(region);
    made.set(region, one);
    return one;
  };
};
