import { date, followEntries, secretText, uuid } from './command.ts';
import { type CommandName, contract } from './contract.ts';

/** What a schema of the contract shows of itself; each has the parts that its kind has. */
export interface Shape {
  type: string;
  wrapped?: Shape;
  item?: Shape;
  options?: (Shape | string)[];
  entries?: Record<string, Shape>;
  literal?: unknown;
  pipe?: (Shape & { requirement?: unknown })[];
}

/** Without what only says that it may be absent. */
export const bare = (shape: Shape): Shape => (shape.wrapped === undefined ? shape : bare(shape.wrapped));

/** What a schema asks for, also where it is built on another. */
export const demands = (shape: Shape): NonNullable<Shape['pipe']> =>
  (shape.pipe ?? []).flatMap((each) => (each === shape ? [] : [each, ...demands(each)]));

/** CloudStack's words for types. */
export function typeOf(given: Shape): string {
  const shape = bare(given);
  if ((shape as unknown) === uuid) return 'uuid';
  if ((shape as unknown) === date) return 'date';
  if (typeof shape.literal === 'boolean') return 'boolean';
  if (shape.type === 'string' || shape.type === 'picklist' || shape.type === 'literal') return 'string';
  if (shape.type === 'number') return demands(shape).some((each) => each.type === 'integer') ? 'integer' : 'double';
  if (shape.type === 'boolean') return 'boolean';
  if (shape.type === 'array') return 'list';
  if (shape.type === 'record') return 'map';
  return 'responseobject';
}

/** The fields of an object, of a list's rows, or of whichever form an answer may have. */
export function entriesOf(given: Shape): Record<string, Shape> {
  const shape = bare(given);
  if (shape.entries !== undefined) return shape.entries;
  if (shape.item !== undefined) return entriesOf(shape.item);
  const forms = shape.type === 'union' ? (shape.options ?? []) : [];
  return Object.assign({}, ...forms.map((form) => (typeof form === 'string' ? {} : entriesOf(form))));
}

/** A parameter of a command, as a form or a client needs to know it. */
export interface ParameterShape {
  name: string;
  type: string;
  required: boolean;
  /** The values that it takes, where it takes no others. */
  choices?: readonly string[];
  /** Of a list: what it is a list of. */
  item?: string;
  secret: boolean;
}

/** Names of what is nobody's to see, in inputs and in answers. */
const secretName = /(password|passphrase|privatekey|secretkey|userdata|token|secret)$/i;

/** Whether a parameter or a field by this name holds a secret. */
export const isSecretName = (name: string): boolean => secretName.test(name);

const rank = ({ name, required }: ParameterShape): number => (required ? 0 : name in followEntries ? 2 : 1);

/** The parameters of a command: first those that must be given, last those that every list has. */
export function parameterShapes(command: CommandName): ParameterShape[] {
  const entries = contract[command].input.entries as unknown as Record<string, Shape>;
  return Object.entries(entries)
    .map(([name, given]): ParameterShape => {
      const shape = bare(given);
      const choices = shape.type === 'picklist' ? shape.options?.map(String) : undefined;
      return {
        name,
        type: typeOf(given),
        required: given.type !== 'optional',
        secret: (shape as unknown) === secretText || isSecretName(name),
        ...(choices !== undefined && { choices }),
        ...(shape.type === 'array' && shape.item !== undefined && { item: typeOf(shape.item) }),
      };
    })
    .sort((a, b) => rank(a) - rank(b));
}

/** What stands for a secret wherever calls are shown. */
export const secretMark = '•••';

/** A value as it may be shown: what holds a secret by its name is not in it, however deep it stands. */
export function withoutSecrets(value: unknown, name = ''): unknown {
  if (typeof value === 'string' && isSecretName(name)) return secretMark;
  if (Array.isArray(value)) return value.map((each) => withoutSecrets(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutSecrets(each, key)]));
}
