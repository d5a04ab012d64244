// npm test. Runs every part of the tests that this machine can run, one after the other, and says at the end what ran, what was
// skipped and how to get it. The last line is `N passed, N failed, N skipped`; the exit status is 0 when nothing failed.
//   --only PART[,PART]   lint, typecheck, unit, web, stand-in, lab
//   --suite NAME         the lab's suites whose names contain this, long or not
//   BENCHTOP_LONG=1 in the environment takes the long suites on real hosts along (e2e/lab/suites.json)
//   --quick              lint, types and the tests that start no other programs
//   --strict             a skip that e2e/expected-skips does not list fails, and so does a listed one that would be possible; CI=true means it too
import { parseArgs } from 'node:util';
import { withRecentRuntime } from './runtime.mjs';

withRecentRuntime(() => {
  run().then(
    (code) => process.exit(code),
    (error) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exit(1);
    },
  );
});

async function run() {
  const { partNames, parts } = await import('./test/parts.mjs');
  const { summarize } = await import('./test/summary.mjs');
  const { unexpectedSkips } = await import('./test/skips.mjs');
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      suite: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: process.env.CI === 'true' },
    },
  });
  const only = values.only.flatMap((words) => words.split(','));
  for (const name of only)
    if (!partNames.includes(name)) throw new Error(`There is no part named ${name}: ${partNames.join(', ')}.`);

  const started = Date.now();
  const results = [];
  for (const part of parts({ quick: values.quick, suites: values.suite })) {
    if (only.length > 0 && !only.includes(part.name)) continue;
    console.log(`\n== ${part.name} (after ${Math.round((Date.now() - started) / 1000)} s)`);
    const begun = Date.now();
    const result = await part.run();
    results.push(Object.assign({ name: part.name, seconds: Math.round((Date.now() - begun) / 1000) }, result));
    for (const { reason } of result.leftOut || []) console.log(`skipped: ${reason}`);
  }
  // Parts and suites that were not asked for are no skips, and --quick leaves out what it says.
  const complaints = values.strict && !values.quick && values.suite.length === 0 ? unexpectedSkips(results) : [];
  const { text, failed } = summarize(results, complaints, Math.round((Date.now() - started) / 1000));
  console.log(text);
  return failed ? 1 : 0;
}
