import type { Text } from '../command.ts';
import type { CommandName, Contract } from '../contract.ts';

/** What the words of one noun mean. A noun with words of its own has a file here, and a line in `meaning.ts`. */
export interface Texts {
  /** Parameters by command, in both languages: they are the help of forms. */
  commands?: {
    readonly [K in CommandName]?: { readonly [P in keyof Contract[K]['input']['entries']]?: Text };
  };
  /** Parameters by name, whichever command has them: CloudStack gives one name one meaning. */
  parameters?: Readonly<Record<string, Text>>;
  /** Fields of answers, and filters of lists. For listApis, which is English. */
  fields?: Readonly<Record<string, string>>;
}
