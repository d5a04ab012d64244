/** Reasons why the web shell refuses a request, by HTTP status. */
const reasons = {
  401: [
    'This page was opened without its key',
    'Open Benchtop with the address that it printed when it started, or start it again.',
  ],
  403: ['This address was used before', 'An address opens one window once. Start Benchtop again to get a new one.'],
  404: ['There is nothing at this address', 'Go back to the start page of Benchtop.'],
  405: ['This address can only be read', 'Commands go over the connection of an open Benchtop page.'],
  421: ['This is not the name of this server', 'Use the address that begins with http://127.0.0.1.'],
} as const;

export type RefusalStatus = keyof typeof reasons;

/** A page for a refusal: a browser shows its own error page when the body is empty. Holds nothing that came with the request. */
export function refusalPage(status: RefusalStatus): string {
  const [title, advice] = reasons[status];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Benchtop: ${title}</title>
<style>body{font:14px system-ui,sans-serif;margin:15vh auto;max-width:36em;padding:0 1em;color-scheme:light dark}</style>
<h1>${title}</h1>
<p>${advice}</p>
</html>
`;
}
