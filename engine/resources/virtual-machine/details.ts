import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { sizeKeys, sizesIn } from '../offering/sizes.ts';

/** What `details` of a deployment may hold; nothing else is taken, so that no detail seems to do what it does not. */
const known: readonly string[] = sizeKeys;

/** What is chosen by `details`. Error: parameter for one that is not known, or that is no right value. */
export function detailsIn(details: Readonly<Record<string, string>> | undefined): ReturnType<typeof sizesIn> {
  if (details === undefined) return {};
  const strange = Object.keys(details).find((name) => !known.some((each) => each.toLowerCase() === name.toLowerCase()));
  if (strange !== undefined)
    throw fail('parameter', say`details has no ${strange.slice(0, 60)}.`, {
      field: 'details',
      hint: say`Use one of ${known.join(', ')}.`,
    });
  return sizesIn(details);
}
