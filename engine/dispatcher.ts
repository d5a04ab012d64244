import * as v from 'valibot';
import { currentCaller, mayCall } from './access.ts';
import type { Caller, Ctx, Handlers } from './context.ts';
import { type CommandName, contract } from './contract/contract.ts';
import { fail } from './contract/errors.ts';
import { fixed, say } from './contract/phrase.ts';

export type { Caller } from './context.ts';

/**
 * The one door into the engine: finds the command, asks whether the caller may call it as he is now, validates the input, calls the handler.
 * Errors: account for a caller who is locked out; unsupportedCommand for names that do not exist or that the role may not use (CloudStack tells the two apart by nothing),
 * parameter with the first wrong field.
 */
export async function dispatch(
  ctx: Ctx,
  handlers: Handlers,
  who: Caller,
  name: string,
  input: unknown,
): Promise<unknown> {
  const caller = currentCaller(ctx, who);
  if (caller === undefined)
    throw fail('account', say`The account or user ${who.username} is locked, disabled or gone.`, {
      hint: say`Ask an administrator of the domain.`,
    });
  if (!Object.hasOwn(contract, name) || !mayCall(ctx, caller, name as CommandName))
    throw fail(
      'unsupportedCommand',
      say`The command ${name.slice(0, 100)} does not exist or is not available for this role.`,
    );
  const command = name as CommandName;
  if (Array.isArray(input)) throw fail('parameter', say`${command} takes named parameters, not a list.`);
  const parsed = v.safeParse(contract[command].input, input ?? {}, { abortPipeEarly: true });
  if (!parsed.success) throw inputError(command, parsed.issues[0] as v.BaseIssue<unknown>);
  const handler = handlers[command] as (ctx: Ctx, caller: Caller, input: unknown) => unknown;
  return await handler(ctx, caller, parsed.output);
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
