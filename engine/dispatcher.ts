import * as v from 'valibot';
import { currentCaller, mayCall } from './access.ts';
import type { Caller, Ctx, Handlers } from './context.ts';
import { type CommandName, contract } from './contract/contract.ts';
import { fail } from './contract/errors.ts';
import { fixed, say } from './contract/phrase.ts';
import { refusalReasons } from './contract/refused/reasons.ts';
import type { RefusedCommand, RefusedParameter } from './contract/refused/refusal.ts';
import { refusedCommands, refusedParameters } from './contract/refused.ts';

export type { Caller } from './context.ts';

/**
 * The one door into the engine: finds the command, asks whether the caller may call it as he is now, validates the input, calls the handler.
 * Errors: account for a caller who is locked out; unsupportedCommand for names that do not exist or that the role may not use (CloudStack tells the two apart by nothing),
 * parameter with the first wrong field, or with one that is refused on purpose.
 */
export async function dispatch(
  ctx: Ctx,
  handlers: Handlers,
  who: Caller,
  name: string,
  input: unknown,
): Promise<unknown> {
  const current = currentCaller(ctx, who);
  if (current === undefined)
    throw fail('account', say`The account or user ${who.username} is locked, disabled or gone.`, {
      hint: say`Ask an administrator of the domain.`,
    });
  if (!mayCall(ctx, current, name))
    throw fail(
      'unsupportedCommand',
      say`The command ${name.slice(0, 100)} does not exist or is not available for this role.`,
    );
  const refused = refusedCommands[name];
  if (refused !== undefined) throw refusedCommand(name, refused);
  const command = name as CommandName;
  const caller: Caller = { ...current, command };
  if (Array.isArray(input)) throw fail('parameter', say`${command} takes named parameters, not a list.`);
  const parsed = v.safeParse(contract[command].input, withoutRefused(command, input ?? {}), { abortPipeEarly: true });
  if (!parsed.success) throw inputError(command, parsed.issues[0] as v.BaseIssue<unknown>);
  const handler = handlers[command] as (ctx: Ctx, caller: Caller, input: unknown) => unknown;
  return await handler(ctx, caller, parsed.output);
}

/** CloudStack's code for what is not supported: the command is known, and its caller might have it, if it were here. */
function refusedCommand(name: string, { reason }: RefusedCommand): Error {
  return fail('unsupportedCommand', say`${name} is refused. ${refusalReasons[reason]}`);
}

/** The input without refused parameters whose values ask for nothing. Throws for those that ask for something. */
function withoutRefused(command: CommandName, input: object): object {
  const refused = refusedParameters(command);
  const given = Object.entries(input).filter(([name]) => name in refused);
  if (given.length === 0) return input;
  for (const [field, value] of given) {
    const { takes, reason, type } = refused[field] as RefusedParameter;
    const words = type === 'list' ? String(value).split(',') : [String(value)];
    if (value === '' || words.every((word) => takes.includes(word))) continue;
    const because = refusalReasons[reason];
    throw fail(
      'parameter',
      takes.length === 0
        ? say`${field} is refused. ${because}`
        : say`${field} takes only ${takes.join(', ')}. ${because}`,
      { field },
    );
  }
  return Object.fromEntries(Object.entries(input).filter(([name]) => !(name in refused)));
}

function inputError(command: CommandName, issue: v.BaseIssue<unknown>): Error {
  const field = issue.path?.map((item) => String(item.key)).join('.') ?? '';
  if (issue.kind === 'schema' && issue.received === 'undefined')
    return fail('parameter', say`Unable to execute API command ${command} due to missing parameter ${field}.`, {
      field,
    });
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return fail('parameter', say`${command} has no parameter ${field}.`, { field });
  // Valibot's own texts begin with "Invalid"; ours (given in the contract) say what is wanted.
  const wanted = issue.message.startsWith('Invalid')
    ? say`expected ${issue.expected ?? say`something else`}`
    : fixed(issue.message);
  return fail('parameter', field === '' ? say`The input: ${wanted}.` : say`${field}: ${wanted}.`, { field });
}
