import type * as v from 'valibot';
import type { api } from '../../contract/api-access.ts';
import { success } from '../../contract/command.ts';
import { type CommandName, contract, isJobCommand } from '../../contract/contract.ts';
import { textOf } from '../../contract/phrase.ts';
import { type RefusalReason, refusalReasons } from '../../contract/refused/reasons.ts';
import type { RefusedCommand } from '../../contract/refused/refusal.ts';
import { refusedCommands, refusedFields, refusedParameters } from '../../contract/refused.ts';
import { bare, demands, entriesOf, type Shape, typeOf } from '../../contract/shape.ts';
import { fieldText, parameterText } from '../../contract/texts/meaning.ts';

type Api = v.InferOutput<typeof api>;
type Field = Api['response'][number];

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

/** Ends a sentence about what is refused. */
const because = (reason: RefusalReason, takes: readonly string[] = []): string =>
  `${takes.length === 0 ? 'Refused.' : `Takes only ${takes.join(', ')}.`} ${textOf(refusalReasons[reason])}`;

/** What CloudStack takes as well, and Benchtop refuses. */
function refusedOf(name: CommandName): Api['params'] {
  return Object.entries(refusedParameters(name)).map(([parameter, { type, reason, takes }]) => ({
    name: parameter,
    type,
    description: because(reason, takes),
    required: false,
    refused: true,
  }));
}

/** What CloudStack answers with as well, and Benchtop never fills. */
function neverFilled(object: string, filled: Readonly<Record<string, unknown>>): Field[] {
  return Object.entries(refusedFields(object))
    .filter(([name]) => !(name in filled))
    .map(([name, { type, reason }]) => ({
      name,
      type,
      description: `Never there. ${textOf(refusalReasons[reason])}`,
      refused: true as const,
    }));
}

function describe(name: CommandName): Api {
  const spec = contract[name];
  const asked = spec as unknown as { input: Shape; output: Shape; row?: Shape };
  const related = (Object.keys(contract) as CommandName[]).filter(
    (each) => each !== name && contract[each].object === spec.object,
  );
  const answered = entriesOf(asked.row ?? asked.output);
  // That something was done is an answer about nothing.
  const about = (spec.output as unknown) === success ? 'success' : spec.object;
  return {
    name,
    description: spec.description.en,
    // A command that waits for its job answers with the result itself.
    isasync: isJobCommand(name) && !spec.awaits,
    related: related.join(','),
    params: Object.entries(asked.input.entries ?? {})
      .map(([parameter, shape]): Api['params'][number] => {
        const length = demands(bare(shape)).find((each) => each.type === 'max_length')?.requirement;
        return {
          name: parameter,
          type: typeOf(shape),
          description: parameterText(name, parameter)?.en ?? fieldText(name, parameter),
          required: shape.type !== 'optional',
          ...(typeof length === 'number' && { length }),
        };
      })
      .concat(refusedOf(name)),
    response: [...fields(name, answered), ...neverFilled(about, answered)],
  };
}

function describeRefused(name: string, { kind, object, description, reason, params }: RefusedCommand): Api {
  return {
    name,
    description: `${description.en} ${because(reason)}`,
    isasync: kind === 'job',
    related: '',
    refused: true,
    params: Object.entries(params).map(([parameter, type]) => ({
      name: parameter,
      type: type.replace('!', ''),
      description: because(reason),
      required: type.endsWith('!'),
      refused: true,
    })),
    response: neverFilled(object, {}),
  };
}

let described: Api[] | undefined;

/** Every command, from the contract and from the list of what is refused alone. */
export function catalogue(): Api[] {
  described ??= [
    ...(Object.keys(contract) as CommandName[]).map(describe),
    ...Object.entries(refusedCommands).map(([name, refused]) => describeRefused(name, refused)),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  return described;
}
