import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { jobAnswer } from '../contract/command.ts';
import { type CommandName, contract, isJobCommand } from '../contract/contract.ts';
import { errorCodes, errorDataSchema } from '../contract/errors.ts';

/** What any transport would carry of a value. */
const asJson = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** Throws when an answer is not what the contract says, field by field; a field that the contract does not know is an error too. */
function checkAgainst(schema: v.GenericSchema, value: unknown, what: string): void {
  const json = asJson(value);
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const field = issue.path?.map((item) => String(item.key)).join('.') ?? '';
    throw new Error(`${what} breaks the contract at ${field}: ${issue.message}`);
  }
  if (!isDeepStrictEqual(asJson(parsed.output), json))
    throw new Error(`${what} has fields that the contract does not know: ${JSON.stringify(json).slice(0, 500)}`);
}

export function checkAnswer(name: CommandName, answer: unknown): void {
  const schema: v.GenericSchema = isJobCommand(name) ? jobAnswer : contract[name].output;
  checkAgainst(schema, answer, `The answer of ${name}`);
}

/** A succeeded job's result is what its command promises in the end. */
export function checkResult(name: CommandName, result: unknown): void {
  checkAgainst(contract[name].output, result, `The result of ${name}`);
}

/** An error as every seam carries it: a code of the closed list and sentences of one line, without a stack. */
export function checkError(name: string, data: unknown): void {
  checkAgainst(errorDataSchema, data, `The error of ${name}`);
  const { code, message, hint } = data as v.InferOutput<typeof errorDataSchema>;
  if (!(code in errorCodes)) throw new Error(`${name} failed with the unknown code ${code}`);
  for (const text of [message, hint ?? 'x.'])
    if (text.trim() === '' || /[\u0000-\u001f\u007f]/.test(text) || /\bat .*:\d+:\d+/.test(text))
      throw new Error(`${name} failed with something that is no sentence: ${JSON.stringify(text)}`);
}
