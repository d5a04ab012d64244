/** As many instances as one call deploys: a class. */
export const maximumDeployments = 100;

/**
 * The names that a pattern stands for: its one run of `#` becomes the number, with leading zeros to the run's length; `student-##` from 9,
 * two of them: student-09, student-10. Undefined when the pattern has no run, or more than one.
 */
export function namesOfPattern(pattern: string, start: number, count: number): string[] | undefined {
  const parts = /^([^#]*)(#+)([^#]*)$/.exec(pattern.trim());
  if (parts === null) return undefined;
  const [, before = '', marks = '', after = ''] = parts;
  return Array.from(
    { length: count },
    (_, index) => `${before}${String(start + index).padStart(marks.length, '0')}${after}`,
  );
}
