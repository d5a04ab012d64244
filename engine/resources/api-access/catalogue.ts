import type * as v from 'valibot';
import type { api } from '../../contract/api-access.ts';
import { date, uuid } from '../../contract/command.ts';
import { type CommandName, contract, isJobCommand } from '../../contract/contract.ts';
import { fieldText, parameterText } from '../../contract/texts/meaning.ts';

type Api = v.InferOutput<typeof api>;
type Field = Api['response'][number];

/** What a schema of the contract shows of itself; each has the parts that its kind has. */
interface Shape {
  type: string;
  wrapped?: Shape;
  item?: Shape;
  options?: (Shape | string)[];
  entries?: Record<string, Shape>;
  pipe?: (Shape & { requirement?: unknown })[];
}

const bare = (shape: Shape): Shape => (shape.wrapped === undefined ? shape : bare(shape.wrapped));

/** What a schema asks for, also where it is built on another. */
const demands = (shape: Shape): NonNullable<Shape['pipe']> =>
  (shape.pipe ?? []).flatMap((each) => (each === shape ? [] : [each, ...demands(each)]));

/** CloudStack's words for types. */
function typeOf(given: Shape): string {
  const shape = bare(given);
  if ((shape as unknown) === uuid) return 'uuid';
  if ((shape as unknown) === date) return 'date';
  if (shape.type === 'string' || shape.type === 'picklist' || shape.type === 'literal') return 'string';
  if (shape.type === 'number') return demands(shape).some((each) => each.type === 'integer') ? 'integer' : 'double';
  if (shape.type === 'boolean') return 'boolean';
  if (shape.type === 'array') return 'list';
  if (shape.type === 'record') return 'map';
  return 'responseobject';
}

/** The fields of an object, of a list's rows, or of whichever form an answer may have. */
function entriesOf(given: Shape): Record<string, Shape> {
  const shape = bare(given);
  if (shape.entries !== undefined) return shape.entries;
  if (shape.item !== undefined) return entriesOf(shape.item);
  const forms = shape.type === 'union' ? (shape.options ?? []) : [];
  return Object.assign({}, ...forms.map((form) => (typeof form === 'string' ? {} : entriesOf(form))));
}

function fields(command: CommandName, entries: Record<string, Shape>): Field[] {
  return Object.entries(entries).map(([name, shape]) => {
    const inner = Object.entries(entriesOf(shape)).map(([each, its]) => ({
      name: each,
      type: typeOf(its),
      description: fieldText(command, each),
    }));
    return {
      name,
      type: typeOf(shape),
      description: fieldText(command, name),
      ...(inner.length > 0 && { response: inner }),
    };
  });
}

function describe(name: CommandName): Api {
  const spec = contract[name];
  const asked = spec as unknown as { input: Shape; output: Shape; row?: Shape };
  const related = (Object.keys(contract) as CommandName[]).filter(
    (each) => each !== name && contract[each].object === spec.object,
  );
  return {
    name,
    description: spec.description.en,
    // A command that waits for its job answers with the result itself.
    isasync: isJobCommand(name) && !spec.awaits,
    related: related.join(','),
    params: Object.entries(asked.input.entries ?? {}).map(([parameter, shape]) => {
      const length = demands(bare(shape)).find((each) => each.type === 'max_length')?.requirement;
      return {
        name: parameter,
        type: typeOf(shape),
        description: parameterText(name, parameter)?.en ?? fieldText(name, parameter),
        required: shape.type !== 'optional',
        ...(typeof length === 'number' && { length }),
      };
    }),
    response: fields(name, entriesOf(asked.row ?? asked.output)),
  };
}

let described: Map<CommandName, Api> | undefined;

/** Every command, from the contract alone. */
export function catalogue(): Api[] {
  described ??= new Map((Object.keys(contract) as CommandName[]).sort().map((name) => [name, describe(name)]));
  return [...described.values()];
}
