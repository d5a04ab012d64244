import { createInterface } from 'node:readline';

let piped: AsyncIterator<string> | undefined;

/** The next line that is typed or piped in. What is secret is not shown while it is typed. */
export async function promptFor(question: string, secret = false): Promise<string> {
  if (!process.stdin.isTTY) {
    piped ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    const { value, done } = await piped.next();
    return done === true ? '' : String(value);
  }
  process.stderr.write(question);
  const reader = createInterface({ input: process.stdin, terminal: true, ...(!secret && { output: process.stderr }) });
  try {
    return await new Promise<string>((resolve) => {
      reader.once('line', resolve);
      reader.once('close', () => resolve(''));
    });
  } finally {
    reader.close();
    if (secret) process.stderr.write('\n');
  }
}
